"""`docs/plugins.md` is true: its tutorial works as it stands, and its reference has everything that there is."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from cms.plugin_api.contributions import KINDS, Contribution
from cms.plugin_api.facts import FACTS
from cms.plugin_api.places import EVENT_TABS, ROLES, SLOTS, ZONES
from cms.plugin_host.boot import manifest
from cms.plugin_host.management.commands.plugins import VERBS
from tests import databases

from .written import ROOT

TEXT = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`plugins/(closing_days/[^`]+)`\n```\w+\n(.*?)```$", re.M | re.S)
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##)", TEXT, re.M | re.S))
OF_EVERY_KIND = {field.name for field in fields(Contribution)}

# Two commands of the tutorial, in one process: to start one takes as long as either.
CHECK_AND_TEST = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "plugins", "check", "closing_days"])
import pytest
sys.exit(pytest.main(sys.argv[1:]))
"""


def one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


@pytest.mark.parametrize("kind", KINDS)
def test_every_contribution_has_a_heading_and_names_its_kind(kind: str) -> None:
    assert SECTIONS[KINDS[kind].__name__].startswith(f"`{kind}`.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_contribution_is_explained(kind: str) -> None:
    wanted = {field.name for field in fields(KINDS[kind])} - OF_EVERY_KIND
    known = set(re.findall(r"`(\w+)(?:\([^`]*\))?`", SECTIONS[KINDS[kind].__name__]))
    assert wanted - known == set()


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("SlotFill", SLOTS),
        ("Block", ZONES),
        ("RolePermissions", ROLES),
        ("Listener", FACTS),
        ("EventPanel", EVENT_TABS),
    ],
)
def test_every_name_that_a_contribution_may_use_is_listed(section: str, names: dict[str, object]) -> None:
    assert [name for name in names if f"`{name}`" not in SECTIONS[section]] == []


@pytest.mark.parametrize("event", FACTS)
def test_every_fact_says_when_it_is_not_announced(event: str) -> None:
    row = next(line for line in SECTIONS["Listener"].splitlines() if line.startswith(f"| `{event}`"))
    fact, not_announced = (cell.strip() for cell in row.strip("|").split("|")[1:])
    assert fact.startswith(FACTS[event].__name__)
    said_in_the_code = one_line(str(FACTS[event].__doc__).partition("Not announced:")[2])
    assert one_line(not_announced) == said_in_the_code


def test_every_field_of_the_manifest_is_explained() -> None:
    section = TEXT.partition("## plugin.toml")[2].partition("\n## ")[0]
    assert [name for name in manifest._FIELDS if f"`{name}`" not in section] == []


def test_every_verb_of_the_command_is_listed() -> None:
    assert f"plugins {'|'.join(VERBS)}`" in TEXT


def test_the_tutorial_builds_a_plugin_that_keeps_the_contract() -> None:
    folder = databases.CACHE / "tutorial"
    with databases.locked("tutorial"):
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in FILE.findall(TEXT):
            path: Path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        environment = dict(os.environ) | {
            "CMS_PLUGINS_PATH": str(folder),
            "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        }
        for command in (
            ["manage.py", "makemigrations", "closing_days", "--no-header"],
            ["-c", CHECK_AND_TEST, "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(folder / "closing_days")],
        ):
            done = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    passed = re.search(r"(\d+) passed", done.stdout)
    assert passed
    assert int(passed[1]) > 25
