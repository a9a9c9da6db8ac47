"""What a verdict depends on changes the fingerprint; what the site itself writes does not."""

from pathlib import Path

import pytest

from cms.plugin_host.boot import fingerprint
from cms.plugin_host.boot.manifest import read

from .written import write_plugin

CATALOGUE = Path("locale") / "ja" / "LC_MESSAGES"


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    path = write_plugin(tmp_path, "lamp")
    (path / CATALOGUE).mkdir(parents=True)
    return path


def of(path: Path) -> str:
    return fingerprint.of([read(path, package="plugins.lamp", origin="folder")], core=(), beside={})


def test_a_compiled_catalogue_that_comes_alone_counts(plugin: Path) -> None:
    before = of(plugin)
    (plugin / CATALOGUE / "django.mo").write_bytes(b"no catalogue")
    assert of(plugin) != before


def test_a_catalogue_that_the_site_compiles_does_not_count(plugin: Path) -> None:
    (plugin / CATALOGUE / "django.po").write_text('msgid ""\nmsgstr ""\n')
    before = of(plugin)
    (plugin / CATALOGUE / "django.mo").write_bytes(b"compiled")
    assert of(plugin) == before


def test_a_source_of_a_catalogue_counts(plugin: Path) -> None:
    before = of(plugin)
    (plugin / CATALOGUE / "django.po").write_text('msgid ""\nmsgstr ""\n')
    assert of(plugin) != before


def test_catalogues_of_core_do_not_count_as_the_site_writes_them(plugin: Path, tmp_path: Path) -> None:
    """Else a site that starts for the first time, or with another plugin, would look at all plugins once more."""
    core = tmp_path / "core"
    core.mkdir()
    (core / "urls.py").touch()
    manifest = read(plugin, package="plugins.lamp", origin="folder")
    before = fingerprint.of([manifest], core=[core], beside={})
    (core / "locale_english" / "vi").mkdir(parents=True)
    (core / "locale_english" / "vi" / "django.mo").write_bytes(b"written from the words of core and plugins")
    assert fingerprint.of([manifest], core=[core], beside={}) == before
    (core / "urls.py").write_text("# something new")
    assert fingerprint.of([manifest], core=[core], beside={}) != before
