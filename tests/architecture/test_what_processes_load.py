"""What is large and used seldom is loaded when it is used: every process of the site would carry it otherwise."""

import os
import subprocess
import sys

import pytest

from cms import garbage

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


GARBAGE = """
import gc
import cms.wsgi
print(*gc.get_threshold(), gc.get_freeze_count() > 100_000, len(gc.get_objects()) < 20_000)
"""


def test_a_web_process_does_not_look_for_garbage_among_what_it_loaded() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": ""}
    answer = subprocess.run(
        [sys.executable, "-c", GARBAGE], capture_output=True, text=True, check=True, env=environment
    )
    assert answer.stdout.split() == [*map(str, garbage.SELDOM), "True", "True"]
