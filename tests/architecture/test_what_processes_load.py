"""What is large and used seldom is loaded when it is used: every process of the site would carry it otherwise."""

import subprocess
import sys

import pytest

SEEN = """
import django, sys
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules of a process that knows every address of the site."""
    answer = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


@pytest.mark.parametrize("package", ["fpdf", "fontTools", "pypdfium2", "openpyxl", "sudachipy"])
def test_a_process_at_rest_has_not_loaded(package: str, loaded: set[str]) -> None:
    assert package not in loaded


def test_control_the_views_are_loaded(loaded: set[str]) -> None:
    assert {"cms.core.views", "cms.core.exports", "events.workspace.venues"} <= loaded
