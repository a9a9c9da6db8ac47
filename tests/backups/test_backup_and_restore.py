"""A backup holds everything, says so, and brings it back; what is not whole is refused by name."""

import gzip
import io
import shutil
import sqlite3
import tarfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from wagtail.models import Page

from cms.backups import archive, services, tables
from cms.backups.exceptions import BackupError, NotFit
from cms.backups.manifest import Manifest
from cms.backups.models import Backup

NOW = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL: pg_dump of the server that the tests run on stands before the machine's own."""
    if connection.vendor == "postgresql":
        from cms.stack.postgres import installations

        monkeypatch.setenv("PATH", f"{installations()[0] / 'bin'}:/usr/bin:/bin")


@pytest.fixture
def site(demo_db: None, settings, tmp_path: Path) -> Path:
    """The demo with media of its own that may be changed; returns the folder for backups."""
    media = tmp_path / "media"
    shutil.copytree(settings.MEDIA_ROOT, media)
    (media / "documents").mkdir(exist_ok=True)
    (media / "documents" / "規約.pdf").write_bytes(b"%PDF-1.7 rules")
    settings.MEDIA_ROOT = media
    return tmp_path / "backups"


@pytest.fixture(scope="module")
def kept() -> dict[str, tuple[Path, Manifest]]:
    """What was made once, for all tests of a process."""
    return {}


@pytest.fixture
def backup(site: Path, kept, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    """A backup of the site in its folder, a copy of one that was made once: for tests that are about the file."""
    if not kept:
        kept["backup"] = services.make(into=tmp_path_factory.mktemp("kept"), now=NOW)
    made, manifest = kept["backup"]
    site.mkdir()
    return Path(shutil.copy2(made, site)), manifest


def every_row() -> dict[str, int]:
    return tables.count(connection, tables.names(connection))


def rewrite(path: Path, change) -> None:
    """Unpack an archive, let `change` at its files, and pack it again without looking."""
    folder = path.parent / "opened"
    folder.mkdir()
    archive.unpack(path, folder)
    change(folder)
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                tar.add(file, arcname=str(file.relative_to(folder)))


def test_what_was_saved_comes_back(site: Path, settings) -> None:
    before = every_row()
    path, manifest = services.make(into=site, now=NOW)
    assert manifest.rows == before
    titles = dict(Page.objects.filter(depth=2).values_list("pk", "title"))
    assert titles
    get_user_model().objects.filter(username="editor").delete()
    Page.objects.filter(depth=2).update(title="spoilt")
    (Path(settings.MEDIA_ROOT) / "documents" / "規約.pdf").unlink()
    (Path(settings.MEDIA_ROOT) / "later.txt").write_text("came after the backup")
    (Path(settings.MEDIA_ROOT) / "images" / "of-2026").mkdir(parents=True)
    services.restore(path, replace=True, now=LATER, say=lambda text: None)
    assert every_row() == before
    assert get_user_model().objects.filter(username="editor").exists()
    assert dict(Page.objects.filter(depth=2).values_list("pk", "title")) == titles
    assert (Path(settings.MEDIA_ROOT) / "documents" / "規約.pdf").read_bytes() == b"%PDF-1.7 rules"
    assert not (Path(settings.MEDIA_ROOT) / "later.txt").exists()
    assert (Path(settings.MEDIA_ROOT) / "images" / "of-2026").is_dir(), "the web server wants its folder"


def test_what_stood_there_before_is_kept(site: Path) -> None:
    path, _ = services.make(into=site, now=NOW)
    get_user_model().objects.create_user(username="came-later")
    services.restore(path, replace=True, now=LATER, say=lambda text: None)
    assert not get_user_model().objects.filter(username="came-later").exists()
    (kept,) = site.glob("before-restore-*")
    services.restore(kept, replace=True, now=datetime(2026, 11, 28, tzinfo=UTC), say=lambda text: None)
    assert get_user_model().objects.filter(username="came-later").exists()


def test_a_site_is_not_overwritten_unasked(backup) -> None:
    path, _ = backup
    get_user_model().objects.create_user(username="came-later")
    with pytest.raises(CommandError, match="holds a site already"):
        call_command("restore", str(path))
    assert get_user_model().objects.filter(username="came-later").exists()


def test_a_backup_is_its_owners_alone_and_nothing_unfinished_stays(site: Path) -> None:
    path, _ = services.make(into=site, now=NOW)
    assert path.stat().st_mode & 0o077 == 0
    assert site.stat().st_mode & 0o077 == 0
    assert [file.name for file in site.iterdir()] == [path.name]


def test_the_newest_are_kept(site: Path) -> None:
    for day in (1, 2, 3):
        services.make(into=site, now=datetime(2026, 11, day, tzinfo=UTC), keep=2)
    assert sorted(file.name[:18] for file in site.iterdir()) == ["kakehashi-20261102", "kakehashi-20261103"]
    assert Backup.objects.latest().made_at == datetime(2026, 11, 3, tzinfo=UTC)


def test_media_that_rows_name_and_that_are_gone_are_told(site: Path, django_user_model) -> None:
    from cms.media.models import CustomDocument

    document = CustomDocument.objects.create(title="gone", file=ContentFile(b"x", name="gone.txt"))
    Path(document.file.path).unlink()
    _, manifest = services.make(into=site, now=NOW)
    assert manifest.absent == [document.file.name]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: (folder / "media/documents/規約.pdf").write_bytes(b"%PDF-1.7 rulez"), "its sum differs"),
        (lambda folder: (folder / "media/documents/規約.pdf").unlink(), "missing in the backup"),
        (lambda folder: (folder / "media/extra.sh").write_text("#!"), "not in its table of contents"),
        (lambda folder: (folder / "manifest.json").unlink(), "is no backup"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "table of contents cannot be read"),
    ],
)
def test_what_was_changed_is_refused_by_name(backup, change, said: str) -> None:
    path, _ = backup
    before = every_row()
    rewrite(path, change)
    with pytest.raises(NotFit, match=said):
        services.verify(path)
    with pytest.raises(NotFit, match=said):
        services.restore(path, replace=True, now=LATER)
    assert every_row() == before


def test_half_a_file_is_refused(backup) -> None:
    path, _ = backup
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(NotFit, match="cannot be unpacked"):
        services.verify(path)


def with_manifest(path: Path, **changes: object) -> None:
    """Give an archive other words about itself."""

    def change(folder: Path) -> None:
        text = folder / "manifest.json"
        manifest = Manifest.loads(text.read_bytes())
        for name, value in changes.items():
            object.__setattr__(manifest, name, value)
        text.write_bytes(manifest.dumps())

    rewrite(path, change)


def test_rows_that_are_missing_are_counted(backup) -> None:
    path, manifest = backup
    with_manifest(path, rows=manifest.rows | {"accounts_user": manifest.rows["accounts_user"] + 1})
    with pytest.raises(NotFit, match="accounts_user: "):
        services.verify(path)


def test_a_backup_of_a_newer_release_is_refused(backup) -> None:
    path, manifest = backup
    with_manifest(path, migrations=[*manifest.migrations, ["home", "9999_flying"]])
    with pytest.raises(NotFit, match=r"newer release.*home\.9999_flying"):
        services.restore(path, replace=True, now=LATER)


def test_a_backup_of_another_kind_of_database_says_how_to_move(backup) -> None:
    path, _ = backup
    with_manifest(path, vendor="another")
    with pytest.raises(NotFit, match="move_database"):
        services.restore(path, replace=True, now=LATER)


def test_an_empty_database_is_not_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", lambda: [])
    with pytest.raises(BackupError, match="nothing to save"):
        services.make(into=tmp_path, now=NOW)


@pytest.mark.parametrize("name", ["../outside.txt", "media/../../outside.txt"])
@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_names_that_climb_out_of_the_folder_are_refused(tmp_path: Path, name: str, kind: bytes) -> None:
    path = tmp_path / "evil.tar.gz"
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        header = tarfile.TarInfo(name if kind == tarfile.REGTYPE else "media/link")
        header.type, header.linkname = kind, "" if kind == tarfile.REGTYPE else name
        header.size = 1 if kind == tarfile.REGTYPE else 0
        tar.addfile(header, io.BytesIO(b"x"))
    (tmp_path / "into").mkdir()
    with pytest.raises(NotFit, match="cannot be unpacked"):
        archive.unpack(path, tmp_path / "into")
    assert not (tmp_path / "outside.txt").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's snapshot is pg_dump's own affair")
def test_a_backup_is_of_one_moment_while_people_write(site: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name)) as database, database:
        database.execute("CREATE TABLE first (n INTEGER)")
        database.execute("CREATE TABLE second (n INTEGER)")
    connection.close()
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(name, timeout=30)) as database:
            while not stop.is_set():
                with database:
                    database.execute("INSERT INTO first VALUES (1)")
                    database.execute("INSERT INTO second VALUES (1)")
                written.append(1)
                time.sleep(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        manifests = [services.make(into=site, now=NOW, name=f"busy-{number}")[1] for number in range(5)]
    finally:
        stop.set()
        writer.join()
    counts = [(manifest.rows["first"], manifest.rows["second"]) for manifest in manifests]
    assert all(first == second for first, second in counts)
    assert counts[0] < counts[-1], "nobody wrote while the backups were made"


def test_a_file_in_which_a_bit_has_turned_is_refused(tmp_path: Path) -> None:
    """Wherever it is: what decompresses says so in several ways."""
    path = tmp_path / "old.tar.gz"
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        content = "".join(f"{number}行目、{number * number}\n" for number in range(9000)).encode()
        header = tarfile.TarInfo("media/list.txt")
        header.size = len(content)
        tar.addfile(header, io.BytesIO(content))
    sound = path.read_bytes()
    for place in range(20, len(sound) - 200, len(sound) // 60):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0x10]) + sound[place + 1 :])
        with pytest.raises(NotFit):
            archive.unpack(path, tmp_path / f"at-{place}")
