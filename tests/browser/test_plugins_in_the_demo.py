"""In the demo as it is loaded, every plugin in plugins/ is on, can be found, and holds something.

The same is looked for with the sample plugin, in tests/plugin_host/installed/test_demo.py: were nothing in plugins/,
these checks would still have been seen to work.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.servers import LiveSite

from . import plugin_presence

FOLDERS = plugin_presence.folders()
each_plugin = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@each_plugin
def test_plugin_is_loaded(folder: Path) -> None:
    assert plugin_presence.is_loaded(folder)


@each_plugin
def test_plugin_is_on_in_the_demo(folder: Path, live_site: LiveSite, page: Page) -> None:
    plugin_presence.log_in(page, live_site, "manager")
    assert plugin_presence.is_on(folder.name, page, live_site)


@each_plugin
def test_plugin_can_be_found_in_the_demo(folder: Path, live_site: LiveSite, page: Page) -> None:
    plugin_presence.log_in(page, live_site, "manager")
    assert plugin_presence.ways_to(folder.name, page, live_site)


@each_plugin
def test_plugin_holds_something_in_the_demo(folder: Path, live_site: LiveSite, page: Page) -> None:
    plugin_presence.log_in(page, live_site, "manager")
    assert plugin_presence.holds(folder.name, page, live_site) > 0
