"""Where things are, and what they may not be."""

import re
from pathlib import Path

import pytest

from .sources import ROOT, read, tracked, with_suffix

TOP_LEVEL = {"cms", "home", "activities", "events", "plugins", "tests"}
LONGEST_MODULE = 400
DRAWERS = {"utils.py", "helpers.py", "common.py", "misc.py"}
# Put together here, so that this file does not mention what it looks for.
PLACES_OF_ONE_MACHINE = ["/" + "work/", "/" + "root/", "/" + "Users/", "/opt/" + "pypi", "shared/" + "design"]
MACHINE_FREE_SUFFIXES = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".json", ".yaml", ".yml", ".po", ""}


def test_top_level_folders_with_python_are_the_agreed_ones() -> None:
    assert {path.parts[0] for path in with_suffix(".py") if len(path.parts) > 1} == TOP_LEVEL


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    modules = [path for path in with_suffix(".py") if "migrations" not in path.parts]
    lengths = {path: read(path).count("\n") for path in modules}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_modules_are_named_for_what_they_hold() -> None:
    assert [str(path) for path in tracked() if path.name in DRAWERS] == []


def test_nothing_mentions_a_place_that_only_exists_on_one_machine() -> None:
    mentions = [
        f"{path}: {place}"
        for path in tracked()
        if path.suffix in MACHINE_FREE_SUFFIXES
        for place in PLACES_OF_ONE_MACHINE
        if place in read(path)
    ]
    assert mentions == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_says_what_it_is_for(name: str) -> None:
    lines = [line for line in read(Path(name)).splitlines() if line.strip() and not line.startswith(("#", "-r "))]
    assert [line for line in lines if not re.match(r"^[\w.\[\]-]+==[\w.]+( ;[^#]*)?  # \S.{3,}$", line)] == []


def test_migrations_hold_no_block_definitions() -> None:
    migrations = [path for path in with_suffix(".py") if "migrations" in path.parts]
    assert [str(path) for path in migrations if re.search(r"\b(wagtail\.\S*blocks|block_lookup)\b", read(path))] == []


def test_every_make_target_is_in_the_help() -> None:
    makefile = read(Path("Makefile"))
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.M))
    described = set(re.findall(r"^([a-z][a-z-]*):.*## \S", makefile, re.M))
    assert targets == described


def test_every_environment_variable_is_in_the_sample() -> None:
    settings = "".join(read(path) for path in with_suffix(".py") if path.parent == Path("cms/settings"))
    asked = set(re.findall(r'\b(?:text|required|flag|words|folders|number)\(\s*"([A-Z_]+)"', settings))
    asked = {name for name in asked if not name.startswith("CMS_TEST_")}
    sample = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.sample").read_text(), re.M))
    assert asked - sample == set()


def test_every_decision_record_has_its_four_parts() -> None:
    records = [path for path in tracked() if path.parts[:2] == ("docs", "adr") and re.match(r"\d{4}-", path.name)]
    assert records
    for path in records:
        text = read(path)
        assert [part for part in ("Status", "Context", "Decision", "Consequences") if part not in text] == [], path


def test_decision_records_have_numbers_of_their_own() -> None:
    numbers = [path.name[:4] for path in tracked() if path.parts[:2] == ("docs", "adr") and path.name[:4].isdigit()]
    assert len(numbers) == len(set(numbers)), sorted(numbers)
