"""Lists of the workspace on paper: a sheet of A4 is as narrow as a small screen, and keeps the columns."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.servers import LiveSite

from .admin import Staff
from .test_workspace_screens import address, ids_of

A4 = {"width": 718, "height": 1000}  # 210 mm less two margins of 10 mm, at 96 pixels an inch
COLUMNS = "table => [getComputedStyle(table.rows[0].parentElement).position, getComputedStyle(table.rows[1]).display]"


def report_of(site: LiveSite) -> str:
    """The address of the report on a month in which something takes place."""
    with sqlite3.connect(site.folder / "database.sqlite3") as database:
        session = ids_of(site)["session"]
        found = database.execute("SELECT starts_at FROM event_registration_session WHERE id = ?", (session,)).fetchone()
    starts_at = datetime.fromisoformat(found[0]).replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Tokyo"))
    return f"events/report/?month={starts_at:%Y-%m}"


@pytest.mark.parametrize("route", ["applicants/", "report"])
def test_a_list_keeps_its_columns_on_paper_and_not_on_a_telephone(
    log_in: Callable[..., Staff], site: LiveSite, route: str
) -> None:
    staff = log_in("manager", viewport=A4)
    staff.open(report_of(site) if route == "report" else address(route, ids_of(site)))
    table = staff.page.locator(".ev-table--stack").first
    assert table.evaluate(COLUMNS) == ["absolute", "block"]
    staff.page.emulate_media(media="print")
    assert table.evaluate(COLUMNS) == ["static", "table-row"]
    assert table.evaluate("table => table.scrollWidth <= innerWidth")
