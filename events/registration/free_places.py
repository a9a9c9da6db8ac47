"""Which events and offerings still have a place for whoever comes now, asked of the database.

The same rule as `services.availability`, for lists that may not read every offering to count: a test holds that both
say the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from events.registration.choices import (
    AllocationState,
    Booking,
    EventStatus,
    PoolUnit,
    Selection,
    SessionStatus,
)
from events.registration.local_days import sqlite_clock, sqlite_day, written
from events.registration.models import Allocation, Offering, OfferingPool
from events.registration.models.places import DEFAULT_CLOSE_TIME


class OwnDeadlinePassed(Func):
    """Whether the deadline `days` days before the local day of `start`, at the time `time`, has passed at `at`.

    In SQL what `deadlines.days_before` is in Python.
    """

    output_field = BooleanField()

    def __init__(self, start: Any, zone: Any, days: Any, time: Any, at: Any) -> None:
        super().__init__(start, zone, days, time, at)

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        day, now = sqlite_day(connection, "start"), sqlite_clock(connection, "at")
        return self._written(compiler, f"(DATETIME({day} || ' ' || {{time}}, '-' || {{days}} || ' days') <= {now})")

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        day = "({start} AT TIME ZONE {zone})::date"
        return self._written(compiler, f"(({day} - {{days}} + {{time}}::time) AT TIME ZONE {{zone}} <= {{at}})")

    def _written(self, compiler: Any, template: str) -> tuple[str, list[Any]]:
        start, zone, days, time, at = self.source_expressions
        return written(compiler, template, start=start, zone=zone, days=days, time=time, at=at)


def open_for_all(offerings: Any, *, at: Any) -> Any:
    """Of offerings, those that take registrations and have a place for whoever comes now, without waiting."""
    dates = Offering.sessions.through.objects.filter(offering=OuterRef("pk"))
    held = dates.exclude(session__status=SessionStatus.CANCELLED)
    first = held.order_by("session__starts_at").values("session__starts_at")[:1]
    has_begun = Exists(held.filter(session__starts_at__lte=at))
    takes = OfferingPool.objects.filter(offering=OuterRef("pk"), when_needed=False)
    limited = takes.filter(pool__capacity__isnull=False)
    per_party = Exists(takes.filter(pool__unit=PoolUnit.PARTY))
    too_few = limited.filter(pool__capacity__lt=F("pool__held") + OuterRef("least"))
    rows = offerings.annotate(
        first=Subquery(first),
        least=Case(When(per_party, then=Value(1)), default=F("party_min"), output_field=IntegerField()),
    )
    own = Q(close_days_before__isnull=False, first__isnull=False)
    deadline_passed = own & Q(
        OwnDeadlinePassed(
            F("first"),
            F("event__tz"),
            F("close_days_before"),
            Coalesce("close_time", Value(DEFAULT_CLOSE_TIME)),
            Value(at),
        )
    )
    return (
        rows.filter(~has_begun, is_cancelled=False, is_closed=False)
        .exclude(deadline_passed)
        .exclude(~own & Q(event__closes_at__lte=at))
        .exclude(Q(event__selection=Selection.FIRST_COME) & (Exists(too_few) | (Exists(limited) & _somebody_waits())))
    )


def _somebody_waits() -> Exists:
    """Whether a party is in the queue of an offering: see `bookables`."""
    return Exists(
        Allocation.objects.filter(
            registration__offering=OuterRef("pk"), state=AllocationState.QUEUED, is_primary=True,
            pool__taken_by__offering=OuterRef("pk"),
        )
    )  # fmt: skip


def with_free_offerings(events: Any, *, at: Any) -> Any:
    """Of events, those that are registered for here and have a place now for whoever comes."""
    return events.bookable(at=at).filter(_has_free_offering(at))


def _has_free_offering(at: Any) -> Q:
    """The condition for an event: a row is asked by itself, so that few events ask nothing of all."""
    has_opened = Q(opens_at__lte=at) | Q(opens_at__isnull=True)
    offering = open_for_all(Offering.objects.order_by().filter(event=OuterRef("pk")), at=at)
    return has_opened & Q(Exists(offering))


def free_events(events: Any, *, at: Any) -> Any:
    """Of events, those to which one can still come without waiting: registered for here, by telephone or not at all."""
    not_over = Q(ends_at__gt=at) | Q(ends_at__isnull=True)
    here = Q(booking=Booking.HERE) & _has_free_offering(at)
    without = Q(booking__in=[Booking.NOT_NEEDED, Booking.BY_PHONE])
    return events.filter(not_over, without | here, status=EventStatus.SCHEDULED)
