"""Deleting a folder of `plugins/` leaves everything outside it as it was: nothing there knows the plugin.

What a plugin's tests need to know of it is in `plugins/<slug>/tests`, which goes with it. That the tests outside are
green without it can be seen by running them so: `CMS_PLUGINS_OFF='*' python -m pytest --ignore=plugins`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from .sources import ROOT, read, tracked

CODE = {".py", ".html", ".txt", ".css", ".js", ".toml", ".json"}


def plugins() -> list[str]:
    """Return the names of the folders in `plugins/` that hold something of the project."""
    return sorted({path.parts[1] for path in tracked() if path.parts[0] == "plugins" and len(path.parts) > 2})


def outside() -> dict[Path, str]:
    """Return the text of every file of code outside of `plugins/`."""
    return {path: read(path) for path in tracked() if path.suffix in CODE and path.parts[0] not in {"plugins", "docs"}}


def mentions(slug: str, files: Mapping[Path, str]) -> Iterator[str]:
    """Yield where a plugin is known: by its modules, folder, addresses, models, blocks, templates or label."""
    name = re.escape(slug)
    known = re.compile(
        rf"\bplugins\.{name}\b|\bplugins import {name}\b|\bplugins/{name}/|\bplugins(_admin)?:{name}:"
        rf"|['\"]{name}\.[A-Z]\w+['\"]|['\"]{name}__\w+|['\"]{name}/[\w/]+\.(html|css|js|svg)|get_app_config\(['\"]{name}['\"]"
    )
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), 1):
            if known.search(line):
                yield f"{path}:{number}: {line.strip()[:80]}"


def test_nothing_outside_its_folder_knows_a_plugin() -> None:
    files = outside()
    assert [place for slug in plugins() for place in mentions(slug, files)] == []


def test_nothing_outside_imports_plugins_at_all() -> None:
    """Names that are put together at run time are not seen above; an import of the package would be."""
    wrong = [
        f"{path}: {line}"
        for path, text in outside().items()
        if path.suffix == ".py" and path.parts[0] != "tests"
        for line in text.splitlines()
        if re.match(r"\s*(from|import) plugins\b", line)
    ]
    assert wrong == []


KNOWING = [
    "from plugins.minutes.models import Minute",
    "from plugins import minutes",
    'open("plugins/minutes/README.md")',
    'reverse("plugins:minutes:list")',
    '{% url "plugins_admin:minutes:report" %}',
    'apps.get_model("minutes.Minute")',
    'body=[("minutes__deadline", {})]',
    '{% include "minutes/list.html" %}',
    'apps.get_app_config("minutes")',
]


@pytest.mark.parametrize("line", KNOWING)
def test_each_way_to_know_a_plugin_is_found(line: str) -> None:
    """The control."""
    assert list(mentions("minutes", {Path("home/views.py"): line}))


@pytest.mark.parametrize("line", ["minutes = 3", "plugins.minutes_of_others", 'role = "minutes"', "# about minutes"])
def test_a_word_that_happens_to_be_a_slug_is_not(line: str) -> None:
    assert list(mentions("minutes", {Path("home/views.py"): line})) == []


def test_files_are_looked_at() -> None:
    assert ROOT / "cms" / "urls.py" in {ROOT / path for path in outside()}
