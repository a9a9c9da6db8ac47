"""The demo's staff at work: each logs in once in a test process, and is known again from then on.

What is about logging in does it by hand (`comes_in` in `tests/browser/staff/test_first_week.py`, and
`tests/core/test_staff_login.py`).
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from playwright.sync_api import Page

from .servers import LiveSite

COLUMNS = "session_key, session_data, expire_date"
#: Cookies and the row of the session, by the address of the site and the name of the member of staff.
KNOWN: dict[tuple[str, str], tuple[list[Any], tuple[str, ...]]] = {}


def come_in(page: Page, site: LiveSite, name: str, log_in: Callable[[], None]) -> None:
    """Have a member of staff logged in on a page; `log_in` does it on its screen, where nobody has in this process."""
    if (site.url, name) not in KNOWN:
        log_in()
        cookies = page.context.cookies()
        key = next(cookie["value"] for cookie in cookies if cookie["name"] == "sessionid")
        KNOWN[site.url, name] = (cookies, row_of(site, key))
        page.goto("about:blank")  # as whoever comes later: a test opens what it begins with
        return
    cookies, row = KNOWN[site.url, name]
    # The rows of the site were put back since.
    with closing(sqlite3.connect(site.folder / "database.sqlite3", timeout=20)) as database, database:
        database.execute(f"INSERT OR REPLACE INTO django_session ({COLUMNS}) VALUES (?, ?, ?)", row)
    page.context.add_cookies(cookies)


def row_of(site: LiveSite, key: str) -> tuple[str, ...]:
    with closing(sqlite3.connect(site.folder / "database.sqlite3", timeout=20)) as database:
        row = database.execute(f"SELECT {COLUMNS} FROM django_session WHERE session_key = ?", (key,)).fetchone()
    assert row, "nobody is logged in"
    return tuple(row)
