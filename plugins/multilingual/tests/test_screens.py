"""Furigana as people look at them: the switch, 360 pixels, axe, what a screen reader hears, and the way of staff."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIDEWAYS

pytestmark = [pytest.mark.browser]
PHONE = {"width": 360, "height": 740}
PAGES = ("/ja/", "/ja/guides/", "/ja/events/", "/ja/organisations/", "/ja/search/")


def with_furigana(page: Page, url: str, path: str) -> Page:
    """Press the switch, and come back until the worker has worked the page out."""
    page.goto(url + path)
    page.get_by_role("link", name="ふりがなをつける").first.click()
    page.wait_for_url(f"**{path}")
    page.reload()
    return page


@pytest.mark.in_turn
@pytest.mark.parametrize("is_phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_with_furigana_are_sound(
    live_site, new_page: Callable[..., Page], assert_no_axe_violations: Callable[..., None], path: str, is_phone: bool
):
    page = with_furigana(new_page(**({"viewport": PHONE} if is_phone else {})), live_site.url, path)
    assert page.locator("main rt").count() > 3
    if shots := os.environ.get("SHOTS"):
        page.screenshot(
            path=f"{shots}/furigana{path.replace('/', '-')}{'phone' if is_phone else 'desk'}.png", full_page=True
        )
    assert_no_axe_violations(page)
    assert not page.evaluate(SIDEWAYS)


def test_each_word_is_read_once(live_site, page: Page):
    """The tree that screen readers get has the kanji and not their readings beside them."""
    with_furigana(page, live_site.url, "/ja/guides/")
    heard = page.locator("main").aria_snapshot()
    seen = page.locator("main rt").all_text_contents()
    assert seen
    assert "(しゅう" not in heard
    assert not any(f"({reading})" in heard for reading in seen)


def test_the_switch_works_without_javascript_and_both_ways(live_site, new_page: Callable[..., Page]):
    page = new_page(java_script_enabled=False)
    with_furigana(page, live_site.url, "/ja/guides/")
    assert page.locator("main rt").count() > 3
    page.get_by_role("link", name="ふりがなを消す").first.click()
    assert page.locator("rt").count() == 0


def test_what_is_copied_is_the_text_alone(live_site, page: Page):
    with_furigana(page, live_site.url, "/ja/guides/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    assert page.evaluate("getSelection().toString()").strip() == page.evaluate(
        "[...document.querySelector('h1').childNodes].map(n => { const c = n.cloneNode(true);"
        " c.querySelectorAll?.('rt,rp').forEach(r => r.remove()); return c.textContent }).join('').trim()"
    )
