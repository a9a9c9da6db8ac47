"""Whether a plugin is on, can be found and holds something in the demo, as people see it in a browser."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import translation
from playwright.sync_api import Page

from cms.plugin_api import HomeSection, MenuItem, Registry, Report
from cms.plugin_host import installed
from tests.servers import ROOT, LiveSite
from tests.staff_sessions import come_in

PASSWORD = "kakehashi-demo"


def folders() -> list[Path]:
    """Return the folders in plugins/; one that cannot be installed is a mistake to be found."""
    return sorted(path for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__")


def log_in(page: Page, live_site: LiveSite, who: str) -> None:
    def by_hand() -> None:
        page.goto(f"{live_site.url}/admin/login/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", PASSWORD)
        page.locator("form [type=submit]").first.click()
        page.wait_for_url(f"{live_site.url}/admin/")

    come_in(page, live_site, who, by_hand)


def is_on(slug: str, page: Page, live_site: LiveSite) -> bool:
    """Whether the manager's screen says that the plugin is on."""
    page.goto(f"{live_site.url}/admin/plugins/-/{slug}/")
    return page.locator(".plugin__state--on").count() == 1


def holds(slug: str, page: Page, live_site: LiveSite) -> int:
    """How much it holds, by the numbers on the manager's screen."""
    page.goto(f"{live_site.url}/admin/plugins/-/{slug}/")
    return sum(int(number) for number in page.locator(".plugin__data dd").all_inner_texts())


def ways_to(slug: str, page: Page, live_site: LiveSite) -> list[str]:
    """Return the labels of the plugin that stand in a menu or as a heading of the home page, for visitors or staff."""
    page.goto(f"{live_site.url}/ja/")
    shown = page.locator("nav a, footer a, main h2").all_text_contents()
    page.goto(f"{live_site.url}/admin/")
    page.locator("#wagtail-sidebar a").first.wait_for()
    shown += page.locator("#wagtail-sidebar a, #wagtail-sidebar button").all_text_contents()
    return [label for label in labels(slug) if any(label in text for text in shown)]


def labels(slug: str) -> Iterator[str]:
    with translation.override("ja"):
        for kind in (MenuItem, HomeSection, Report):
            yield from (str(each.label) for each in Registry.loaded(kind) if each.plugin == slug)


def is_loaded(folder: Path) -> bool:
    return any(manifest.path == folder for manifest in installed.manifests().values())
