"""Plugins that are good alone and not together, and a site that does not start at all: who is to blame."""

import pytest

from cms.plugin_host.boot import Status, boot
from cms.plugin_host.boot.cache import VerdictCache

from .written import start_of, write_plugin

QUARRELSOME = """
    from django.apps import apps

    from cms.plugin_api import Plugin


    class Config(Plugin):
        name = "plugins.quarrelsome"
        label = "quarrelsome"

        def ready(self) -> None:
            if apps.is_installed("plugins.peaceful"):
                raise RuntimeError("not beside that one")
    """
MODELS = """
    from django.db import models


    class Row(models.Model): ...
    """


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CMS_PLUGINS_PATH", str(tmp_path / "here"))
    return tmp_path / "here"


def test_of_two_that_quarrel_the_first_is_loaded_and_the_other_says_with_whom(folder):
    write_plugin(folder, "peaceful")
    write_plugin(folder, "quarrelsome", files={"apps.py": QUARRELSOME})
    found = {verdict.slug: verdict for verdict in boot(start_of(folder)).verdicts}
    assert found["peaceful"].status is Status.LOADED
    assert found["quarrelsome"].status is Status.BROKEN
    assert str(found["quarrelsome"].reason).startswith("It works alone but not together with peaceful: ")
    assert "not beside that one" in found["quarrelsome"].traceback


def test_a_site_that_does_not_start_is_not_blamed_on_plugins_and_nothing_is_kept(folder, monkeypatch):
    write_plugin(folder, "peaceful")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cms.settings.production")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    start = start_of(folder)
    verdict = boot(start).verdicts[0]
    assert verdict.status is Status.BROKEN
    assert str(verdict.reason).startswith("It could not be looked at, because the site itself does not start: ")
    assert "SECRET_KEY is not set" in str(verdict.reason)
    assert not VerdictCache(start.cache).file.exists()


def test_a_change_of_models_without_a_migration_is_a_note_and_keeps_nobody_out(folder):
    """Its author could not make the migration otherwise."""
    write_plugin(folder, "growing", files={"models.py": MODELS, "migrations/__init__.py": ""})
    verdict = boot(start_of(folder)).verdicts[0]
    assert verdict.loaded
    assert [str(note) for note in verdict.notes] == [
        "Its models have changes without a migration: run manage.py makemigrations growing"
    ]
