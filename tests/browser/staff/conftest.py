"""Members of the staff in front of a demo that is put back as it was when they are through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import pages, refusals
from tests.servers import LiveSite
from tests.staff_sessions import come_in

from .admin import Staff
from .workspace import add_a_date, announce, set_up_an_event


@pytest.fixture
def site(live_site: LiveSite) -> Iterator[LiveSite]:
    live_site.reset()
    yield live_site
    live_site.reset()


@contextmanager
def staff_of(site: LiveSite, browser: Browser) -> Iterator[Callable[..., Staff]]:
    """Log in as a member of a group: `log_in("editor")`; takes what `browser.new_context` takes.

    Whatever she then does, the content security policy of the admin refuses nothing.
    """
    seen: list[list[str]] = []
    with pages(browser) as open_page:

        def person(name: str, **options: object) -> Staff:
            page = open_page(**options)
            seen.append(refusals(page))
            staff = Staff(page, site.url, name)
            come_in(page, site, name, staff.log_in)
            return staff

        yield person
        assert [each for refused in seen for each in refused] == []


@pytest.fixture
def log_in(site: LiveSite, browser: Browser) -> Iterator[Callable[..., Staff]]:
    with staff_of(site, browser) as person:
        yield person


@pytest.fixture
def visitor(site: LiveSite, new_page: Callable[..., Page]) -> Page:
    return new_page()


@dataclass(frozen=True)
class Begun:
    """What the desk did once for many tests: the rows after it, and the screen that it was at."""

    rows: Path
    address: str

    def go_on(self, site: LiveSite, log_in: Callable[..., Staff]) -> Staff:
        site.reset(self.rows)
        staff = log_in("desk")
        staff.page.goto(self.address)
        return staff


@pytest.fixture(scope="session")
def begin(live_site: LiveSite, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Begun]:
    """Do something in front of the admin, and keep what came of it: `begin("event", set_up_an_event)`."""

    def done(name: str, *steps: Callable[[Staff], object]) -> Begun:
        live_site.reset()
        with staff_of(live_site, browser) as log_in:
            staff = log_in("desk")
            for step in steps:
                step(staff)
            rows = live_site.keep(tmp_path_factory.mktemp(name) / "database.sqlite3")
            return Begun(rows, staff.page.url)

    return done


@pytest.fixture(scope="session")
def set_up(begin: Callable[..., Begun]) -> Begun:
    return begin("event", set_up_an_event)


@pytest.fixture(scope="session")
def announced(begin: Callable[..., Begun]) -> Begun:
    return begin("announced", set_up_an_event, lambda desk: add_a_date(desk, "12"), announce)


@pytest.fixture
def desk(set_up: Begun, site: LiveSite, log_in: Callable[..., Staff]) -> Staff:
    """At the workspace of an event that the desk has just written a page for."""
    return set_up.go_on(site, log_in)


@pytest.fixture
def clerk(announced: Begun, site: LiveSite, log_in: Callable[..., Staff]) -> Staff:
    """At the workspace of an event with one date, for twelve, that was announced."""
    return announced.go_on(site, log_in)
