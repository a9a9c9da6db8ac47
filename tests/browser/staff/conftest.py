"""Members of the staff in front of a demo that is put back as it was when they are through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import pages, refusals
from tests.servers import LiveSite

from .admin import Staff
from .workspace import set_up_an_event


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
            staff.log_in()
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


@pytest.fixture
def desk(log_in: Callable[..., Staff]) -> Staff:
    """At the workspace of an event that the desk has just written a page for."""
    staff = log_in("desk")
    set_up_an_event(staff)
    return staff
