"""A plugin that listens to signals past the host is told so, with file and line; the contract takes it for a fault."""

from pathlib import Path

import pytest

from cms.plugin_host.boot import boot
from cms.plugin_host.boot.manifest import read
from cms.plugin_host.vetting.signals import own_receivers

from .written import start_of, write_plugin

BY_ITSELF = {
    "django's receiver": "from django.dispatch import receiver\n",
    "a signal by its name": "from django.db.models.signals import post_save\n\npost_save.connect(print)\n",
    "a signal by its module": "from django.db.models import signals\n\nsignals.post_save.connect(print)\n",
    "a signal of wagtail": "from wagtail.signals import page_published as went_live\n\nwent_live.connect(print)\n",
}
THROUGH_THE_HOST = """
from django.db.models.signals import post_save

from cms.plugin_api import receiver


@receiver(post_save)
def note(sender, **kwargs): ...
"""
NO_SIGNAL = "import sqlite3\n\nsqlite3.connect(':memory:')\n"


def notes(folder: Path, text: str, name: str = "listening.py") -> list[str]:
    path = write_plugin(folder, "lamp", files={name: text})
    return [str(each) for each in own_receivers(read(path, package="plugins.lamp", origin="folder"))]


@pytest.mark.parametrize("text", BY_ITSELF.values(), ids=BY_ITSELF)
def test_listening_past_the_host_is_noted_with_file_and_line(tmp_path: Path, text: str) -> None:
    (note,) = notes(tmp_path, text)
    assert note.startswith(f"listening.py:{1 if 'receiver' in text else 3}: it listens to a signal by itself")


@pytest.mark.parametrize("text", [THROUGH_THE_HOST, NO_SIGNAL], ids=["through the host", "no signal"])
def test_other_code_is_not_noted(tmp_path: Path, text: str) -> None:
    assert notes(tmp_path, text) == []


@pytest.mark.parametrize("text", ["def (", "\\0"], ids=["no Python", "no text"])
def test_a_file_that_cannot_be_read_as_python_is_left_to_whoever_imports_it(tmp_path: Path, text: str) -> None:
    assert notes(tmp_path, text) == []


def test_tests_may_listen_as_they_like(tmp_path: Path) -> None:
    assert notes(tmp_path, BY_ITSELF["django's receiver"], "tests/test_it.py") == []


def test_the_verdict_has_the_note_and_keeps_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    monkeypatch.setenv("CMS_PLUGINS_PATH", str(folder))
    write_plugin(folder, "lamp", files={"signals.py": BY_ITSELF["a signal by its name"]})
    verdict = boot(start_of(folder)).verdicts[0]
    assert verdict.loaded
    assert [note.key for note in verdict.notes] == ["own_receiver"]
