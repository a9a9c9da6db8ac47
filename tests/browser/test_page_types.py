"""What holds for every kind of page, however somebody looks at it."""

from collections.abc import Callable

import pytest
from django.apps import apps

from cms.core.models import BasePage

from .conftest import Visit
from .page_types import PAGE_TYPES, SITUATIONS, Demo, PageType, Situation

KILOBYTE = 1000
DESKTOP = SITUATIONS[0]
PHONE = SITUATIONS[1]
WITHOUT_SCRIPT = next(situation for situation in SITUATIONS if not situation.script)
WITH_AXE = [
    pytest.param(
        situation,
        id=situation.name.replace(" ", "-"),
        marks=[] if situation.axe == "always" else [pytest.mark.thorough],
    )
    for situation in SITUATIONS
    if situation.axe
]
Visits = Callable[[PageType, Situation], Visit]


def test_every_page_type_is_looked_at() -> None:
    models = {model._meta.label for model in apps.get_models() if issubclass(model, BasePage)}
    assert models <= {page_type.model for page_type in PAGE_TYPES}


def test_the_demo_has_an_example(page_type: PageType, demo: Demo) -> None:
    assert demo.path(page_type) is not None


def test_page_answers(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).status == page_type.status


def test_page_has_a_heading(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).heading.strip()


def test_page_says_its_language(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).language == situation.language_for(page_type).bcp47


@pytest.mark.parametrize("situation", WITH_AXE, indirect=True)
def test_axe_finds_nothing(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).violations == []


def test_page_never_scrolls_sideways(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).sideways == []


def test_console_is_silent(page_type: PageType, situation: Situation, visit: Visits) -> None:
    """A refusal of the content security policy is an error in the console."""
    assert visit(page_type, situation).errors == []


def test_page_asks_nobody_else(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).strangers == []


@pytest.mark.parametrize("situation", [DESKTOP, PHONE], ids=["desktop", "phone"], indirect=True)
def test_targets_are_large_enough_for_a_thumb(page_type: PageType, situation: Situation, visit: Visits) -> None:
    assert visit(page_type, situation).small_targets == []


def test_what_needs_a_script_is_not_seen_without_one(page_type: PageType, visit: Visits) -> None:
    assert visit(page_type, WITHOUT_SCRIPT).hidden_and_seen == []


def test_every_character_has_a_glyph(page_type: PageType, visit: Visits) -> None:
    assert visit(page_type, DESKTOP).missing_glyphs == []


def test_page_weighs_at_most_30_kilobytes(page_type: PageType, visit: Visits) -> None:
    seen = visit(page_type, DESKTOP)
    assert seen.weight <= 30 * KILOBYTE, seen.sizes


def test_page_needs_at_most_six_requests(page_type: PageType, visit: Visits) -> None:
    assert len(visit(page_type, DESKTOP).requests) <= 6, visit(page_type, DESKTOP).requests


def test_scripts_weigh_at_most_5_kilobytes(page_type: PageType, visit: Visits) -> None:
    assert visit(page_type, DESKTOP).script_weight <= 5 * KILOBYTE
