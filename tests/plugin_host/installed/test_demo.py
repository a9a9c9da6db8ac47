"""The demo with a plugin in it, in a browser: what every plugin of the site is asked, and the screens of plugins."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import plugin_presence
from tests.browser.conftest import SIDEWAYS
from tests.servers import ROOT, LiveSite

from .conftest import SLUG


@pytest.fixture
def manager(live_site: LiveSite, page: Page) -> Page:
    live_site.reset()
    plugin_presence.log_in(page, live_site, "manager")
    return page


def test_the_sample_is_on(manager: Page, live_site: LiveSite) -> None:
    assert plugin_presence.is_on(SLUG, manager, live_site)


def test_the_sample_can_be_found(manager: Page, live_site: LiveSite) -> None:
    assert plugin_presence.ways_to(SLUG, manager, live_site)


def test_the_sample_holds_something(manager: Page, live_site: LiveSite) -> None:
    assert plugin_presence.holds(SLUG, manager, live_site) > 0


def test_a_plugin_that_is_off_is_neither_on_nor_found(manager: Page, live_site: LiveSite) -> None:
    """The control: these checks can fail. The switch takes effect on the next request of the serving process."""
    switch(manager, live_site, "停止する")
    assert not plugin_presence.is_on(SLUG, manager, live_site)
    assert not plugin_presence.ways_to(SLUG, manager, live_site)
    assert manager.goto(f"{live_site.url}/ja/tools/").status == 404
    switch(manager, live_site, "使う")
    assert plugin_presence.ways_to(SLUG, manager, live_site)
    assert manager.goto(f"{live_site.url}/ja/projector/").status == 200


def switch(page: Page, live_site: LiveSite, word: str) -> None:
    page.goto(f"{live_site.url}/admin/plugins/")
    page.locator(f"a[href^='/admin/plugins/-/{SLUG}/']", has_text=f"{word}…").click()
    page.get_by_role("button", name=word, exact=True).click()
    page.wait_for_url(f"{live_site.url}/admin/plugins/")


SCREENS = ["/admin/plugins/", f"/admin/plugins/-/{SLUG}/", f"/admin/plugins/-/{SLUG}/1/off/"]


@pytest.mark.parametrize("path", SCREENS)
def test_screens_have_no_violations(
    manager: Page, live_site: LiveSite, path: str, assert_no_axe_violations: Callable[..., None]
) -> None:
    manager.goto(f"{live_site.url}{path}")
    assert_no_axe_violations(manager)


@pytest.mark.parametrize("path", SCREENS)
def test_screens_fit_a_phone(manager: Page, live_site: LiveSite, path: str) -> None:
    manager.set_viewport_size({"width": 360, "height": 740})
    manager.goto(f"{live_site.url}{path}")
    assert manager.evaluate(SIDEWAYS) == []


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
    subprocess.run([sys.executable, "manage.py", "plugins", verb, SLUG], cwd=ROOT, env=environment, check=True)
