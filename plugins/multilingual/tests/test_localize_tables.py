"""The tables of wagtail-localize are made by a migration of the plugin's, whatever its own would do."""

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from wagtail_localize.models import Translation, TranslationSource

from cms.plugin_host import pending


def test_its_migrations_are_those_of_the_plugin():
    assert settings.MIGRATION_MODULES["wagtail_localize"] == "plugins.multilingual.localize_migrations"
    known = [name for app, name in MigrationLoader(None).disk_migrations if app == "wagtail_localize"]
    assert known == ["0001_tables"]


@pytest.mark.django_db
def test_its_tables_are_there_and_nothing_waits():
    tables = connection.introspection.table_names()
    assert {TranslationSource._meta.db_table, Translation._meta.db_table} <= set(tables)
    assert pending.unapplied(["multilingual"]) == {}
    assert "migrate wagtail_localize" in pending.command("multilingual")
