"""Every screen of registering and of a booking, as people look at it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIDEWAYS, SMALL_TARGETS

from .scenes import SCREENS, Screen, centre

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=SCREENS, ids=lambda screen: screen.name.replace(" ", "-"))
def screen(request: pytest.FixtureRequest) -> Screen:
    return request.param


@pytest.mark.in_turn
@pytest.mark.parametrize("language", ["ja", "en"])
def test_screen_is_fit_for_everybody(
    live_server, new_page: Callable[..., Page], assert_no_axe_violations, screen: Screen, language: str
) -> None:
    """One visit, since each takes a second: axe finds nothing, nothing is sideways or too small for a thumb."""
    centre()
    page = new_page(viewport=PHONE)
    page.goto(live_server.url + screen.make(language))
    if screen.sends:
        page.locator("main form.registration button[type=submit]").first.click()
        page.wait_for_selector(".error-summary")
    assert_no_axe_violations(page)
    assert (page.evaluate(SIDEWAYS), page.evaluate(SMALL_TARGETS)) == ([], [])
