"""The demo with a plugin in it, in a browser: what every plugin of the site is asked, and the screens of plugins."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import plugin_presence
from tests.browser.conftest import SIDEWAYS
from tests.browsers import DESKTOP, pages
from tests.nursery import nursery
from tests.servers import LiveSite

from .conftest import SLUG


@pytest.fixture(scope="module")
def manager(live_site: LiveSite, browser: Browser) -> Iterator[Page]:
    """A page of the manager, for all tests that only look."""
    live_site.reset()
    with pages(browser) as open_page:
        page = open_page()
        plugin_presence.log_in(page, live_site, "manager")
        yield page


def test_the_sample_is_on(manager: Page, live_site: LiveSite) -> None:
    assert plugin_presence.is_on(SLUG, manager, live_site)


def test_the_sample_can_be_found(manager: Page, live_site: LiveSite) -> None:
    assert plugin_presence.ways_to(SLUG, manager, live_site)


def test_the_sample_holds_something(manager: Page, live_site: LiveSite) -> None:
    assert plugin_presence.holds(SLUG, manager, live_site) > 0


COMMAND = """
import sys
from django.core.management import call_command
call_command(*sys.argv[1:])
"""
# Address: a heading, in Japanese and in English.
SCREENS = {
    "/admin/plugins/": ("プラグイン", "Plugins"),
    f"/admin/plugins/-/{SLUG}/": ("備品の貸し出し", "Tools to borrow"),
    f"/admin/plugins/-/{SLUG}/1/off/": ("備品の貸し出し", "Tools to borrow"),
    "/admin/events/{event}/": ("イベントで使う備品", "Tools for the event"),
    f"/admin/events/{{event}}/extensions/{SLUG}/tools/": ("イベントで使う備品", "Tools for the event"),
}
LANGUAGES = ["ja", "en"]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, manager: Page, live_site: LiveSite) -> str:
    """The language in which the manager reads the admin."""
    with closing(sqlite3.connect(live_site.folder / "database.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE wagtailusers_userprofile SET preferred_language = ?", [request.param])
    return request.param


@pytest.fixture(params=SCREENS)
def screen(request: pytest.FixtureRequest, manager: Page, live_site: LiveSite, language: str) -> Page:
    """A screen about plugins, or one that shows something of a plugin, in a language."""
    with closing(sqlite3.connect(live_site.folder / "database.sqlite3")) as database:
        rows = database.execute("SELECT min(id) FROM event_registration_event WHERE status = 'scheduled'")
        event = rows.fetchone()[0]
    manager.set_viewport_size(DESKTOP)
    response = manager.goto(live_site.url + request.param.format(event=event))
    assert response.status == 200
    heading = SCREENS[request.param][LANGUAGES.index(language)]
    assert heading in manager.locator("main").inner_text()
    return manager


def test_screens_have_no_violations_and_fit_a_phone(
    screen: Page, assert_no_axe_violations: Callable[..., None]
) -> None:
    assert_no_axe_violations(screen)
    screen.set_viewport_size({"width": 360, "height": 740})
    screen.reload()
    assert screen.evaluate(SIDEWAYS) == []
    assert_no_axe_violations(screen)


def test_a_plugin_that_is_off_is_neither_on_nor_found(page: Page, live_site: LiveSite) -> None:
    """The control: these checks can fail. The switch takes effect on the next request of the serving process."""
    live_site.reset()
    plugin_presence.log_in(page, live_site, "manager")
    switch(page, live_site, "停止する")
    assert not plugin_presence.is_on(SLUG, page, live_site)
    assert not plugin_presence.ways_to(SLUG, page, live_site)
    assert page.goto(f"{live_site.url}/ja/tools/").status == 404
    switch(page, live_site, "使う")
    assert plugin_presence.ways_to(SLUG, page, live_site)
    assert page.goto(f"{live_site.url}/ja/projector/").status == 200


def switch(page: Page, live_site: LiveSite, word: str) -> None:
    page.goto(f"{live_site.url}/admin/plugins/")
    page.locator(f"a[href^='/admin/plugins/-/{SLUG}/']", has_text=f"{word}…").click()
    page.get_by_role("button", name=word, exact=True).click()
    page.wait_for_url(f"{live_site.url}/admin/plugins/")


def test_the_switch_needs_no_script(live_site: LiveSite, new_page: Callable[..., Page]) -> None:
    live_site.reset()
    page = new_page(java_script_enabled=False)
    plugin_presence.log_in(page, live_site, "manager")
    switch(page, live_site, "停止する")
    assert not plugin_presence.is_on(SLUG, page, live_site)


def test_a_switch_in_another_process_is_seen_by_the_next_request(live_site: LiveSite, page: Page) -> None:
    live_site.reset()
    page.goto(f"{live_site.url}/ja/")  # the serving process now remembers its menus and switches
    assert page.goto(f"{live_site.url}/ja/tools/").status == 200
    plugins(live_site, "disable")
    assert page.goto(f"{live_site.url}/ja/tools/").status == 404
    plugins(live_site, "enable")
    assert page.goto(f"{live_site.url}/ja/tools/").status == 200


def plugins(live_site: LiveSite, verb: str) -> None:
    """Run `manage.py plugins` on the database of the site that is being served."""
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{live_site.folder / 'database.sqlite3'}",
        "KAKEHASHI_VAR": str(live_site.folder),
    }
    assert nursery().start(COMMAND, "plugins", verb, SLUG, environment=environment).wait() == 0
