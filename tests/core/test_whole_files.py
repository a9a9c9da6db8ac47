"""Files that are replaced as a whole: readable for whom the umask lets, and never half there."""

import os
from pathlib import Path

import pytest

from cms.catalogues import compile_stale_catalogues
from cms.whole_files import replaced

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Hello"\nmsgstr "こんにちは"\n'


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640)])
def test_catalogues_that_root_compiles_are_readable_for_whom_the_umask_lets(tmp_path, umask, mode):
    """The container and the units run as another user than who compiles."""
    po = tmp_path / "home" / "locale" / "ja" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, encoding="utf-8")
    before = os.umask(umask)
    try:
        [written] = compile_stale_catalogues(tmp_path)
    finally:
        os.umask(before)
    assert written.stat().st_mode & 0o777 == mode


def test_what_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "kept.json"
    target.write_bytes(b"old")
    with pytest.raises(TypeError), replaced(target) as file:
        file.writelines([b"half of the ne", None])  # type: ignore[list-item]
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_nobody_sees_the_new_file_before_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "kept.json"
    with replaced(target) as file:
        file.write(b"new")
        assert not target.exists()
    assert target.read_bytes() == b"new"
