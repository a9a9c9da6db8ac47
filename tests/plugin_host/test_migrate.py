"""`migrate` gets core done whatever plugins do, and names those it could not migrate."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests import databases
from tests.nursery import nursery

from .written import SABOTAGE, Site, write_plugin

# Of a site without the plugins, whose apps the nursery has loaded.
TAKE_BACK = """
import sys
from django.core.management import call_command
call_command("migrate", *sys.argv[1:], verbosity=0)
"""
# No other migration needs the one after it, so that there is little to take back.
BEFORE_THE_LAST = ("event_registration", "0010")
WAITS = """
    from django.db import migrations


    class Migration(migrations.Migration):
        dependencies = [("failing_migration", "0001_initial")]
        operations = []
    """


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """One migration of core to run; a plugin whose migration fails, one that waits for it, and a good one."""
    var = tmp_path_factory.mktemp("migrate")
    plugins = var / "plugins_here"
    for name in ("failing_migration", "neighbour"):
        shutil.copytree(SABOTAGE / name, plugins / name)
    files = {"migrations/__init__.py": "", "migrations/0001_initial.py": WAITS}
    write_plugin(plugins, "waits", files=files, needs={"failing_migration": ""})
    shutil.copyfile(databases.sqlite_template(databases.EMPTY) / "database.sqlite3", var / "database.sqlite3")
    assert nursery().start(TAKE_BACK, *BEFORE_THE_LAST, environment=Site(var).environ).wait() == 0
    return Site(var, (plugins,))


def migrated_plugins(site: Site) -> list[str]:
    with closing(sqlite3.connect(site.var / "database.sqlite3")) as database:
        applied = {app for (app,) in database.execute("SELECT app FROM django_migrations")}
    return sorted(applied & {"failing_migration", "neighbour", "waits"})


@pytest.fixture(scope="module")
def migrated(site: Site) -> tuple[str, str]:
    done = site.manage("migrate")
    return done.stdout, done.stderr


def test_core_is_migrated_before_a_plugin_fails(migrated: tuple[str, str]) -> None:
    applied = [line.split()[1].removesuffix("...") for line in migrated[0].splitlines() if "Applying" in line]
    plugins = {
        "failing_migration",
        "neighbour",
        *(file.parent.name for file in databases.ROOT.glob("plugins/*/plugin.toml")),
    }
    ours = [name for name in applied if name.partition(".")[0] not in plugins]
    assert applied[: len(ours)] == ours
    assert len(ours) < 8, "take a migration that fewer others need: see BEFORE_THE_LAST"
    assert ours[0].startswith(f"{BEFORE_THE_LAST[0]}.")


def test_the_plugin_that_fails_is_named_with_its_migration_and_error(migrated: tuple[str, str]) -> None:
    assert (
        "failing_migration is not migrated and stays off: failing_migration.0001_initial: RuntimeError" in migrated[1]
    )


def test_a_plugin_that_depends_on_it_waits_and_says_so(migrated: tuple[str, str]) -> None:
    assert "waits is not migrated and stays off: waits.0001_initial: it waits for the plugin failing" in migrated[1]


def test_the_next_plugin_is_migrated_all_the_same(site: Site, migrated: tuple[str, str]) -> None:
    assert migrated_plugins(site) == ["neighbour"]


@pytest.fixture(scope="module")
def strictly(site: Site, migrated: tuple[str, str]) -> list[subprocess.CompletedProcess[str]]:
    """What a site that insists on its plugins says when all are migrated, and one by name."""
    strict = Site(site.var, site.plugins, {"CMS_PLUGINS_STRICT": "1"})
    return strict.several(("migrate",), ("migrate", "failing_migration"))


def test_strict_ends_with_an_error(strictly: list[subprocess.CompletedProcess[str]]) -> None:
    assert strictly[0].returncode == 1
    assert "Not migrated: failing_migration, waits" in strictly[0].stderr


def test_one_plugin_by_name_fails_as_in_django(strictly: list[subprocess.CompletedProcess[str]]) -> None:
    assert strictly[1].returncode == 1
    assert "RuntimeError: this migration fails" in strictly[1].stderr


def test_migrating_again_tries_again(site: Site, migrated: tuple[str, str], tmp_path: Path) -> None:
    file = site.plugins[0] / "failing_migration" / "migrations" / "0001_initial.py"
    broken = file.read_text()
    file.write_text(broken.replace("raise RuntimeError", "return  # RuntimeError"))
    try:
        site.manage("migrate", "--verbosity", "0")
        assert migrated_plugins(site) == ["failing_migration", "neighbour", "waits"]
    finally:
        file.write_text(broken)
