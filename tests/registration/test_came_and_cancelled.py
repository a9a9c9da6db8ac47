"""What becomes of a check-in when the place is given back, or is another one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from events.registration import services
from events.registration.models import Attendance, Registration
from tests.factories.events import NOW, bookable, course, registered, staff

pytestmark = pytest.mark.django_db


def checked_in(row: Registration, **what: Any) -> None:
    session = row.offering.sessions.order_by("starts_at").first()
    services.check_in(registration=row.pk, session=session.pk, by=None, **({"now": NOW} | what))


def test_nobody_has_come_to_a_date_ahead_once_the_booking_is_cancelled() -> None:
    row, other = registered(bookable()), registered(bookable(), 2)
    checked_in(row)
    checked_in(other)
    services.cancel(registration=row.pk, by=staff(), now=NOW)
    assert list(Attendance.objects.values_list("member__registration", flat=True)) == [other.pk]


def test_the_log_keeps_that_the_check_in_was_taken_back() -> None:
    row, by = registered(bookable(), seats=2), staff()
    checked_in(row)
    services.cancel(registration=row.pk, by=by, now=NOW)
    line = row.log.get(action="check_in_undone")
    assert (line.user, line.data["people"]) == (by, 2)


def test_who_came_to_a_date_that_is_over_did_come() -> None:
    whole, _singles = course(dates=3)
    row = registered(whole)
    first = whole.sessions.order_by("starts_at")[0]
    checked_in(row, now=first.starts_at)
    services.cancel(registration=row.pk, by=staff(), now=first.ends_at + timedelta(days=1))
    assert Attendance.objects.get().session == first


def test_who_of_a_party_gives_the_place_back_has_not_come() -> None:
    row = registered(bookable(), seats=2)
    checked_in(row)
    stays, leaves = row.members.order_by("position")
    services.give_back(registration=row.pk, members=[leaves.pk], by=staff(), now=NOW)
    assert Attendance.objects.get().member == stays


def test_who_moves_to_another_date_has_not_come_to_the_first() -> None:
    _whole, singles = course(dates=3)
    row, other = registered(singles[0]), registered(singles[0], 2)
    checked_in(row)
    checked_in(other)
    services.move(registration=row.pk, offering=singles[1].pk, by=staff(), now=NOW)
    assert list(Attendance.objects.values_list("member__registration", flat=True)) == [other.pk]
    assert row.log.filter(action="check_in_undone").count() == 1


def test_who_moves_keeps_that_she_came_to_a_date_that_both_bookings_have() -> None:
    whole, singles = course(dates=3)
    row = registered(singles[0])
    checked_in(row)
    services.move(registration=row.pk, offering=whole.pk, by=staff(), now=NOW)
    assert Attendance.objects.get().session in whole.sessions.all()


def test_a_wrong_check_in_of_a_cancelled_booking_is_taken_back_after_the_date() -> None:
    row, by = registered(bookable(), seats=2), staff()
    session = row.offering.sessions.get()
    checked_in(row, now=session.starts_at)
    after = session.ends_at + timedelta(days=1)
    services.cancel(registration=row.pk, by=by, now=after)
    first, second = row.members.order_by("position")
    what = {"registration": row.pk, "session": session.pk, "by": by, "now": after}
    assert services.undo_check_in(**what, members=[first.pk]) == 1
    assert Attendance.objects.get().member == second
    assert services.undo_check_in(**what) == 1
