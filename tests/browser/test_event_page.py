"""The page of an event, as it is seen: what decides whether somebody comes is read without effort."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.servers import LiveSite

EVENT = "/events/school-guidance/"
SMALLER = """(all) => all.filter((each) =>
  parseFloat(getComputedStyle(each).fontSize) < parseFloat(getComputedStyle(each.closest("dd")).fontSize)
).map((each) => each.textContent)"""
GAP = """([above, below]) => document.querySelector(below).getBoundingClientRect().top
  - document.querySelector(above).getBoundingClientRect().bottom"""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_fact_is_small_print(live_site: LiveSite, page: Page, language: str) -> None:
    page.goto(f"{live_site.url}/{language}{EVENT}")
    notes = page.locator(".facts dd small")
    assert notes.count() >= 2
    assert notes.evaluate_all(SMALLER) == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("above", "below"),
    [
        (".event__action", ".event__action + p"),
        (".venue p:nth-last-of-type(2)", ".venue .tags"),
        (".site-footer__columns", ".site-footer__columns + .wrap"),
    ],
    ids=["button", "venue", "footer"],
)
def test_what_follows_is_not_glued_to_it(
    live_site: LiveSite, new_page: Callable[..., Page], width: int, above: str, below: str
) -> None:
    page = new_page(viewport={"width": width, "height": 740})
    page.goto(f"{live_site.url}/ja{EVENT}")
    assert page.evaluate(GAP, [above, below]) >= 6
