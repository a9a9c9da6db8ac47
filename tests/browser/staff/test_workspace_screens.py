"""Every screen of the workspace: nothing that axe finds, and nothing that scrolls sideways on a phone."""

import sqlite3
from collections.abc import Callable

import pytest

from events.workspace.viewset import PEOPLE, SETTING_UP
from tests.servers import LiveSite

from .admin import Staff

PHONE = {"width": 360, "height": 740}
# Files; what one event of the demo cannot show: a draw, an open offer, an application; what a plugin adds.
NOT_HERE = {
    "lists/<int:session>/<slug:kind>/", "lists/all/<slug:kind>/", "messages/<int:message>/",
    "draw/<int:offering>/", "applicants/<int:registration>/accept/", "applicants/<int:registration>/decline/",
    "applicants/<int:registration>/decide/", "applicants/<int:registration>/override/",
    "applicants/<int:registration>/give-back/", "capacity/<int:pool>/delete/", "extensions/<slug:plugin>/<slug:key>/",
}  # fmt: skip
KINDS = ("organisers", "languages", "desks", "chapters", "figures")
ROUTES = [route for route in (*SETTING_UP, *PEOPLE) if route not in NOT_HERE]
PARTS = {
    "dates": {"dates", "booked", "capacity", "interpreters", "childcare"},
    "event": {"", "announce", "cancel", "facts", "rules", "questions"},
    "people": {"applicants", "waiting"},
    "rows": {"rows"},
    "the-day": {"day", "lists", "messages", "log"},
}


def routes_of(part: str) -> list[str]:
    found = [route for route in ROUTES if route.split("/")[0] in PARTS[part]]
    return [f"rows/{kind}/" for kind in KINDS] if part == "rows" else found


def ids_of(site: LiveSite) -> dict[str, int]:
    """Return an event of the demo with people who have a place and who wait, and rows of it."""
    with sqlite3.connect(site.folder / "database.sqlite3") as database:

        def one(query: str, *values: int) -> int:
            return database.execute(query, values).fetchone()[0]

        table = "event_registration"
        event = one(f"SELECT event_id FROM {table}_registration WHERE state = 'waitlisted' ORDER BY id LIMIT 1")
        held = f"SELECT id FROM {table}_registration WHERE state = 'confirmed' AND event_id = ? ORDER BY id LIMIT 1"
        return {
            "event": event, "registration": one(held, event),
            "session": one(f"SELECT min(id) FROM {table}_session WHERE event_id = ?", event),
            "offering": one(f"SELECT min(id) FROM {table}_offering WHERE event_id = ?", event),
            "pool": one(f"SELECT min(id) FROM {table}_capacitypool WHERE event_id = ?", event),
        }  # fmt: skip


def address(route: str, ids: dict[str, int]) -> str:
    for name, number in ids.items():
        route = route.replace(f"<int:{name}>", str(number))
    assert "<" not in route, route
    return f"events/{ids['event']}/{route}"


def test_every_screen_is_looked_at() -> None:
    assert {route.split("/")[0] for route in ROUTES} == set().union(*PARTS.values())


def speak(language: str, site: LiveSite) -> None:
    """Let the desk have the admin in a language, as chosen in one's account."""
    with sqlite3.connect(site.folder / "database.sqlite3", timeout=20) as database:
        row = "(SELECT id FROM accounts_user WHERE username = 'desk')"
        changed = database.execute(
            f"UPDATE wagtailusers_userprofile SET preferred_language = ? WHERE user_id = {row}", (language,)
        )
        assert changed.rowcount == 1


@pytest.mark.parametrize("language", ["ja", pytest.param("en", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("part", sorted(PARTS))
def test_axe_finds_nothing(
    log_in: Callable[..., Staff], site: LiveSite, assert_no_axe_violations: Callable[..., None], part: str,
    language: str,
) -> None:  # fmt: skip
    staff, ids = log_in("desk"), ids_of(site)
    speak(language, site)
    for route in routes_of(part):
        staff.open(address(route, ids))
        assert staff.page.locator(".ev-title").count() == 1, route
        assert staff.page.locator("html").get_attribute("lang") == language
        assert_no_axe_violations(staff.page)


@pytest.mark.parametrize("part", sorted(PARTS))
def test_a_phone_scrolls_no_screen_sideways(log_in: Callable[..., Staff], site: LiveSite, part: str) -> None:
    staff, ids = log_in("desk", viewport=PHONE), ids_of(site)
    wide = []
    for route in routes_of(part):
        staff.open(address(route, ids))
        # What is cut off counts as well as what scrolls.
        cut = staff.page.evaluate(
            "() => [...document.querySelectorAll('.ev :is(input, select, textarea, .button, td, th, h1, h2, p)')]"
            ".filter((each) => each.checkVisibility() && !each.closest('thead, .ev-scroll'))"
            ".filter((each) => each.getBoundingClientRect().right > innerWidth)"
            ".map((each) => each.outerHTML.slice(0, 80))"
        )
        if staff.sideways or cut:
            wide.append((route, staff.sideways, cut))
    assert wide == []
