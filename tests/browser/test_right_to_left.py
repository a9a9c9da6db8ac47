"""Urdu is read from the right: what stands on its pages in another writing keeps its own order."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.servers import LiveSite

# Every element with words of its own in another language than Urdu, and with the direction of Urdu.
JAPANESE_FROM_THE_RIGHT = """() => [...document.querySelectorAll("main [lang|=ja]")]
    .filter(found => getComputedStyle(found).direction !== "ltr" && getComputedStyle(found).unicodeBidi !== "plaintext")
    .map(found => found.outerHTML.slice(0, 120))"""
URDU_FROM_THE_LEFT = """() => [...document.querySelectorAll("main [lang|=ur]")]
    .filter(found => getComputedStyle(found).direction !== "rtl").map(found => found.outerHTML.slice(0, 120))"""
# Where the first and the last digit of the FAX number in the foot stand.
FAX = """() => {
    const text = document.querySelector(".site-footer__contact li bdi").firstChild;
    const at = (index) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        return range.getBoundingClientRect().left;
    };
    return at(0) < at(text.length - 1);
}"""
MIRRORED = """() => [...document.querySelectorAll(".icon--way")].map(icon => getComputedStyle(icon).transform)"""


@pytest.mark.parametrize("path", ["events/carers/", "guides/high-school/1/"])
def test_each_writing_runs_its_own_way(live_site: LiveSite, new_page: Callable[..., Page], path: str) -> None:
    page = new_page(locale="ur-PK")
    page.goto(f"{live_site.url}/ur/{path}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.evaluate(JAPANESE_FROM_THE_RIGHT) == []
    assert page.evaluate(URDU_FROM_THE_LEFT) == []
    assert page.evaluate(FAX)


def test_the_way_back_points_to_where_lines_begin(live_site: LiveSite, new_page: Callable[..., Page]) -> None:
    page = new_page(locale="ur-PK")
    page.goto(f"{live_site.url}/ur/events/carers/")
    page.goto(live_site.url + page.locator("a[href*='/registrations/new/']").first.get_attribute("href"))
    assert set(page.evaluate(MIRRORED)) == {"matrix(-1, 0, 0, 1, 0, 0)"}
    page.goto(page.url.replace("/ur/", "/en/"))
    assert set(page.evaluate(MIRRORED)) == {"none"}
