"""Menu, language switch, skip link and paper: what every page is framed by."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cms.core.locales import LOCALES
from tests.servers import LiveSite

from .page_types import Demo, PageType

PHONE = {"width": 360, "height": 740}


def test_language_switch_stays_on_the_page(live_site: LiveSite, page: Page) -> None:
    page.goto(f"{live_site.url}/ja/")
    languages = page.get_by_role("navigation", name="ことば")
    languages.locator("summary").click()
    languages.get_by_role("link", name="English").click()
    assert page.url == f"{live_site.url}/en/"
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_menu_of_the_phone_leads_on(live_site: LiveSite, new_page: Callable[..., Page], script: bool) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=script)
    page.goto(f"{live_site.url}/ja/")
    link = page.locator(".menu__panel nav a:not([aria-current=page])").first
    expect(link).not_to_be_visible()
    page.locator(".menu > summary").click()
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    link.click()
    assert page.url == f"{live_site.url}{address}"


def test_tools_and_menu_share_a_row_of_the_phone_in_every_language(
    live_site: LiveSite, new_page: Callable[..., Page]
) -> None:
    page, apart = new_page(viewport=PHONE), {}
    for code in LOCALES:
        page.goto(f"{live_site.url}/{code}/")
        tools, menu = page.locator(".tools").bounding_box(), page.locator(".menu").bounding_box()
        assert tools
        assert menu
        apart[code] = abs(tools["y"] + tools["height"] / 2 - menu["y"] - menu["height"] / 2)
    assert {code: gap for code, gap in apart.items() if gap > 8} == {}


def test_escape_closes_the_menu(live_site: LiveSite, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{live_site.url}/ja/")
    page.locator(".menu > summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).not_to_have_attribute("open", "")


def test_skip_link_is_first_and_leads_to_the_content(live_site: LiveSite, page: Page) -> None:
    page.goto(f"{live_site.url}/ja/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_focus_is_visible(live_site: LiveSite, page: Page) -> None:
    page.goto(f"{live_site.url}/ja/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_paper_has_the_words_and_the_centre_and_no_menus(
    page_type: PageType, live_site: LiveSite, page: Page, demo: Demo
) -> None:
    page.goto(f"{live_site.url}/ja/{demo.path(page_type)}")
    page.emulate_media(media="print")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".print-header")).to_be_visible()
    expect(page.locator(".nav")).not_to_be_visible()
    assert len(page.pdf(format="A4")) > 5_000


def test_what_became_of_activities_is_drawn_where_there_is_room_and_told_everywhere(
    live_site: LiveSite, page: Page
) -> None:
    page.goto(f"{live_site.url}/ja/")
    drawn, told = page.locator(".lineage__pair > .river"), page.locator(".lineage__pair > :not(.river)")
    expect(drawn).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(drawn).not_to_be_visible()
    expect(told.first).to_be_visible()
    page.emulate_media(media="print")
    expect(drawn).to_be_visible()


def test_a_list_on_paper_keeps_no_column_for_what_is_not_printed(live_site: LiveSite, page: Page) -> None:
    page.goto(f"{live_site.url}/ja/events/")
    columns = "() => getComputedStyle(document.querySelector('.listing')).gridTemplateColumns.split(' ').length"
    assert page.evaluate(columns) == 2  # the control: on a screen of this width there are two
    page.emulate_media(media="print")
    assert page.evaluate(columns) == 1


def test_a_list_of_several_pages_says_on_paper_which_part_it_is(live_site: LiveSite, page: Page) -> None:
    page.goto(f"{live_site.url}/ja/activities/?page=2")
    part = page.locator(".pagination__range")
    expect(part).not_to_be_visible()
    page.emulate_media(media="print")
    expect(part).to_be_visible()
    expect(part).to_have_text(re.compile(r"^21–40 / \d+$"))
    expect(page.locator(".pagination")).not_to_be_visible()


def test_pattern_page_has_no_violations(
    live_site: LiveSite, page: Page, assert_no_axe_violations: Callable[..., None]
) -> None:
    page.goto(f"{live_site.url}/pattern/")
    assert_no_axe_violations(page)
