"""Which events have a free place, asked of the database: the same answer as the rule in Python gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import override_settings

from events.registration import services
from events.registration.free_places import free_events
from events.registration.local_days import LocalFiscalYear, LocalMonth, minutes_ahead
from events.registration.models import Event, Offering, OfferingPool, Session
from events.statuses import of_event
from tests.factories.events import NOW, EventFactory, SessionFactory, bookable, course, pool_of, registered

pytestmark = pytest.mark.django_db
#: Of the events of `bookable`: 14:00 to 16:00 in Japan.
DAY = timedelta(days=30)
START = NOW + DAY + timedelta(hours=4)


def by_rule(at: datetime) -> set[int]:
    """What registration itself says, event by event."""
    events = list(Event.objects.exclude(status="draft"))
    free = services.availability(events=events, now=at)
    return {event.pk for event in events if of_event(event, free[event.pk], now=at).is_free}


def by_query(at: datetime) -> set[int]:
    return set(free_events(Event.objects.all(), at=at).values_list("pk", flat=True))


def queued() -> Offering:
    offering = bookable(capacity=3)
    registered(offering, 1, seats=2)
    registered(offering, 2, seats=2)
    return offering


def full_course_with_a_free_date() -> Offering:
    whole, singles = course(dates=2, capacity=1)
    registered(singles[0])
    return whole


def per_party() -> Offering:
    return bookable(capacity=1, unit="party", offering={"party_min": 2})


def with_language_pool() -> Offering:
    """Interpreters that are all taken are no seats that are all taken."""
    offering = bookable(capacity=5)
    pool = pool_of(offering)
    empty = type(pool).objects.create(event=offering.event, kind="interpreter", key="interp:vi", capacity=0)
    OfferingPool.objects.create(offering=offering, pool=empty, when_needed=True)
    return offering


def one_date_called_off() -> Offering:
    whole, _singles = course(dates=2, capacity=2)
    first = Session.objects.filter(event=whole.event).earliest("starts_at")
    Session.objects.filter(pk=first.pk).update(status="cancelled")
    whole.event.set_span()
    return whole


def called_off() -> Offering:
    offering = bookable()
    services.cancel_event(event=offering.event_id, by=None, now=NOW)
    return offering


def without_offering() -> Event:
    return SessionFactory(event=EventFactory()).event  # type: ignore[no-any-return]


CASES: dict[str, Callable[[], object]] = {
    "open": bookable,
    "unlimited": lambda: bookable(capacity=None),
    "nothing left": lambda: bookable(capacity=0),
    "nothing left, no waiting list": lambda: bookable(capacity=0, no_waiting=True),
    "by lot, nothing left": lambda: bookable(capacity=0, lottery=True),
    "on approval, nothing left": lambda: bookable(capacity=0, approval=True),
    "fewer left than the smallest party": lambda: bookable(capacity=2, offering={"party_min": 3}),
    "one group": per_party,
    "somebody waits": queued,
    "a date of a course is full": full_course_with_a_free_date,
    "interpreters are all taken": with_language_pool,
    "one date called off": one_date_called_off,
    "called off": called_off,
    "offering called off": lambda: bookable(offering={"is_cancelled": True}),
    "closed by hand": lambda: bookable(offering={"is_closed": True}),
    "opens in a day": lambda: bookable(opens_at=NOW + timedelta(days=1)),
    "closes in a day": lambda: bookable(closes_at=NOW + timedelta(days=1)),
    "closes a week before": lambda: bookable(offering={"close_days_before": 7}),
    "closes that morning": lambda: bookable(offering={"close_days_before": 0, "close_time": time(9)}),
    "its own deadline after the event's": lambda: bookable(
        closes_at=NOW + timedelta(days=1), offering={"close_days_before": 3}
    ),
    "in another zone": lambda: bookable(tz="America/New_York", offering={"close_days_before": 1}),
    "draft": lambda: bookable(draft=True),
    "by telephone": lambda: bookable(booking="by_phone"),
    "no registration": lambda: bookable(booking="not_needed", capacity=0),
    "elsewhere": lambda: bookable(booking="elsewhere"),
    "without an offering": without_offering,
    "without a date": EventFactory,
}
MOMENTS = {
    "now": NOW,
    "in a day": NOW + timedelta(days=1),
    "a week before, before the deadline": START - timedelta(days=7) + timedelta(hours=2, minutes=59),
    "a week before, at the deadline": START - timedelta(days=7) + timedelta(hours=3),
    "that morning at 9": START - timedelta(hours=5),
    "the day before in New York": datetime(2026, 6, 8, 21, 30, tzinfo=UTC),
    "at the start": START,
    "a week later": START + timedelta(days=7, minutes=-1),
    "long after": START + timedelta(days=90),
}


@pytest.mark.every_case
@pytest.mark.parametrize("case", CASES)
def test_the_query_says_what_the_rule_says(case: str) -> None:
    CASES[case]()
    assert {name: by_query(at) for name, at in MOMENTS.items()} == {name: by_rule(at) for name, at in MOMENTS.items()}


@pytest.mark.parametrize("case", ["closes a week before", "closes that morning", "in another zone"])
def test_it_does_so_where_clocks_change(case: str) -> None:
    CASES[case]()
    with override_settings(TIME_ZONE="Europe/Paris"):
        found = {name: by_query(at) for name, at in MOMENTS.items()}
    assert found == {name: by_rule(at) for name, at in MOMENTS.items()}


def test_the_cases_are_of_both_kinds() -> None:
    free = [name for name, make in CASES.items() if by_query(NOW) != (make(), by_query(NOW))[1]]
    assert 5 < len(free) < len(CASES) - 5


def test_an_event_is_found_once_with_many_free_offerings() -> None:
    course(dates=3)
    assert len(free_events(Event.objects.all(), at=NOW)) == 1


MOMENT = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("home", "zone", "month", "year"),
    [
        ("Asia/Tokyo", "Asia/Tokyo", "2026-04", "2026"),
        ("Asia/Tokyo", "America/New_York", "2026-03", "2025"),
        ("Europe/Paris", "Europe/Paris", "2026-04", "2026"),
        ("Europe/Paris", "UTC", "2026-03", "2025"),
    ],
)
def test_month_and_fiscal_year_are_those_of_the_clock_of_the_place(home: str, zone: str, month: str, year: str) -> None:
    SessionFactory(event=EventFactory(tz=zone), starts_at=MOMENT)
    with override_settings(TIME_ZONE=home):
        rows = Session.objects.annotate(
            month=LocalMonth("starts_at", "event__tz"), year=LocalFiscalYear("starts_at", "event__tz")
        )
        assert rows.values_list("month", "year").get() == (month, year)


@pytest.mark.parametrize(("zone", "ahead"), [("Asia/Tokyo", 540), ("UTC", 0), ("Europe/Paris", None)])
def test_a_zone_is_reckoned_by_sqlite_where_its_clocks_never_change(zone: str, ahead: int | None) -> None:
    assert minutes_ahead(zone) == ahead
