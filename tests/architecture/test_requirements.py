"""What is pinned can be installed by the Python that Debian 12 has, which the README promises."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest
from packaging.specifiers import SpecifierSet

from .sources import ROOT

#: https://packages.debian.org/bookworm/python3.11
DEBIAN_12 = "3.11.2"
PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[.*?\])?==(?P<version>[^\s;#]+)", re.MULTILINE)


def pinned() -> dict[str, str]:
    files = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    return {pin["name"]: pin["version"] for file in files for pin in PIN.finditer(file.read_text())}


def admits(wanted: str | None) -> bool:
    """Whether a distribution that asks for these versions of Python takes that of Debian 12."""
    return SpecifierSet(wanted or "").contains(DEBIAN_12)


def test_every_requirement_takes_the_python_of_debian() -> None:
    refused, seen = {}, 0
    for name in pinned():
        try:
            wanted = metadata(name).get("Requires-Python")
        except PackageNotFoundError:  # for another system
            continue
        seen += 1
        if not admits(wanted):
            refused[name] = wanted
    assert refused == {}
    assert seen > 80


@pytest.mark.parametrize(("wanted", "answer"), [(">=3.11.5", False), (">=3.12", False), (">=3.10", True), (None, True)])
def test_control_a_requirement_that_asks_for_a_later_python_is_seen(wanted: str | None, answer: bool) -> None:
    assert admits(wanted) is answer
