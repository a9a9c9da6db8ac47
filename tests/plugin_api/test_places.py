"""The names that contributions may use are those that core has, and every function's call is written down."""

import re
from collections.abc import Callable
from typing import get_origin, get_type_hints

import pytest

from cms.core.roles import ROLES as CORE_ROLES
from cms.plugin_api.calls import CALLS
from cms.plugin_api.contributions import KINDS
from cms.plugin_api.places import EVENT_TABS, ROLES, SLOTS, ZONES
from events.workspace.frame import TABS
from tests.architecture.sources import read, with_suffix

CORE = {"cms", "home", "activities", "events"}


def test_slots_are_those_of_the_templates() -> None:
    templates = [path for path in with_suffix(".html") if path.parts[0] in CORE]
    used = {name for path in templates for name in re.findall(r'{% slot "([^"]+)"', read(path))}
    assert used == set(SLOTS)


def test_zones_are_those_of_the_streams() -> None:
    sources = [path for path in with_suffix(".py") if path.parts[0] in CORE]
    used = {name for path in sources for name in re.findall(r'contributed_blocks\("(\w+)"\)', read(path))}
    assert used == set(ZONES)


def test_event_tabs_are_tabs_of_the_workspace() -> None:
    assert set(EVENT_TABS) <= {tab.name for tab in TABS}


def test_roles_are_those_of_core() -> None:
    assert set(ROLES) == set(CORE_ROLES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_function_of_a_contribution_has_its_call_written_down(kind: str) -> None:
    hints = get_type_hints(KINDS[kind]).items()
    functions = {name for name, hint in hints if "Callable" in str(hint) or get_origin(hint) is Callable}
    assert functions == set(CALLS.get(KINDS[kind], {}))
