"""The editor's screens and the letters themselves, in the demo: axe, 360 pixels, both schemes, both languages."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SIDEWAYS
from tests.servers import LiveSite

pytestmark = pytest.mark.browser
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
LETTERS = "/admin/newsletters/letters/"
SCREENS = {
    "list": "", "report": "report/", "letter-ready": "{coming-events}/", "letter-sent": "{new-printer}/",
    "letter-draft": "{bamboo-helpers}/", "paper": "{coming-events}/paper/",
}  # fmt: skip
MAILS = {
    "light-600": (600, "light"), "light-360": (360, "light"), "dark-600": (600, "dark"), "dark-360": (360, "dark"),
}  # fmt: skip


def path_of(site: LiveSite, screen: str) -> str:
    """The address of a screen; {slug} is the page's number."""
    before, _brace, rest = screen.partition("{")
    slug, _brace, after = rest.partition("}")
    if not slug:
        return LETTERS + before
    with closing(sqlite3.connect(f"file:{site.folder / 'database.sqlite3'}?mode=ro", uri=True)) as connection:
        found = connection.execute("SELECT id FROM wagtailcore_page WHERE slug = ?", (slug,)).fetchone()
    return f"{LETTERS}{found[0]}{after}"


@pytest.fixture(scope="module")
def open_as_editor(live_site: LiveSite, browser: object) -> Iterator[Callable[..., Page]]:
    """Open an address as the demo's newsletter editor; logged in once."""
    context = browser.new_context(locale="ja-JP")  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{live_site.url}/admin/login/")
    page.fill("[name=username]", "newsletter")
    page.fill("[name=password]", "kakehashi-demo")
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"{live_site.url}/admin/")
    contexts = [context]

    def opened(path: str, *, viewport: dict[str, int], scheme: str = "light") -> Page:
        mine = browser.new_context(  # type: ignore[attr-defined]
            viewport=viewport, color_scheme=scheme, locale="ja-JP", storage_state=context.storage_state()
        )
        contexts.append(mine)
        shown: Page = mine.new_page()
        shown.goto(live_site.url + path)
        return shown

    yield opened
    for each in contexts:
        each.close()


@pytest.mark.in_turn
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_letters_is_fit_for_everybody(
    live_site: LiveSite, open_as_editor, assert_no_axe_violations, screen: str, viewport: dict[str, int]
) -> None:
    page = open_as_editor(path_of(live_site, SCREENS[screen]), viewport=viewport)
    assert_no_axe_violations(page, {"exclude": [["iframe"]]})
    assert page.evaluate(SIDEWAYS) == []


@pytest.mark.in_turn
@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("look", MAILS)
def test_a_letter_is_fit_for_everybody_in_a_mail_program(
    live_site: LiveSite,
    open_as_editor,
    new_page: Callable[..., Page],
    assert_no_axe_violations,
    look: str,
    language: str,
) -> None:
    width, scheme = MAILS[look]
    preview = path_of(live_site, "{coming-events}/preview/") + f"?language={language}"
    html = open_as_editor(preview, viewport=PHONE).content()
    # As a mail program shows it: the preview's own policy keeps axe out.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.set_content(html)
    assert_no_axe_violations(page)
    assert page.evaluate(SIDEWAYS) == []
