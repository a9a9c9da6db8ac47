"""The picture of docs/architecture.md shows the layers that import-linter holds, and no others."""

import re
import tomllib
from pathlib import Path

import pytest

from .sources import ROOT, read

PICTURE = Path("docs/images/architecture.svg")
NAMES = re.compile(r">((?:cms\.\w+|plugins|home|activities|events))</text>")


def contracts() -> dict[str, dict]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["name"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_the_picture_shows_the_layers_from_above_to_below() -> None:
    layers = [name for layer in contracts()["Imports point down"]["layers"] for name in layer.split(" | ")]
    alone = contracts()["What stands on nothing does not lean on its neighbour"]["modules"]
    shown = NAMES.findall(read(PICTURE))
    assert [name for name in shown if name in layers] == [name for name in layers if name != "cms.plugin_testing"]
    assert {name for name in shown if name not in layers} == set(alone)


@pytest.mark.parametrize("page", ["README.md", "README.ja.md", "docs/architecture.md", "docs/operations.md"])
def test_what_the_pages_show_and_link_is_there(page: str) -> None:
    folder = (ROOT / page).parent
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", (ROOT / page).read_text())
    assert links
    assert [link for link in links if not (folder / link).exists()] == []


def test_pictures_are_small() -> None:
    weights = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}
    assert {name: weight for name, weight in weights.items() if weight > 60_000} == {}
