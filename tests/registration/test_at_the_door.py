"""Somebody is checked in while her booking is being cancelled."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from events.registration import services
from events.registration.exceptions import NotExpected
from events.registration.models import Attendance
from tests.factories.events import NOW, bookable, registered, staff

pytestmark = pytest.mark.django_db(transaction=True)


def checked_in_while_cancelled() -> tuple[list[str], int]:
    """Check a party in while its cancellation is written and not committed yet.

    Returns how the check-in ended, and how many attendances there are.
    """
    row, by = registered(bookable()), staff()
    session = row.offering.sessions.get().pk
    ends: list[str] = []

    def at_the_door() -> None:
        try:
            services.check_in(registration=row.pk, session=session, by=by, now=NOW)
            ends.append("came")
        except NotExpected:
            ends.append("not expected")
        finally:
            connection.close()

    door = threading.Thread(target=at_the_door)
    with transaction.atomic():
        services.cancel(registration=row.pk, now=NOW)
        door.start()
        door.join(0.5)
    door.join(30)
    return ends, Attendance.objects.count()


def test_nobody_comes_to_a_place_that_was_given_back() -> None:
    assert checked_in_while_cancelled() == (["not expected"], 0)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: the other waits anyway")
def test_control_without_holding_the_row_somebody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def held_by_nobody(self: QuerySet[Any], **_how: Any) -> QuerySet[Any]:
        return self

    held = QuerySet.select_for_update
    monkeypatch.setattr(
        QuerySet, "select_for_update",
        lambda self, **how: held_by_nobody(self) if self.model.__name__ == "Registration" else held(self, **how),
    )  # fmt: skip
    assert checked_in_while_cancelled() == (["came"], 1)


def test_a_check_in_and_its_undoing_work_as_before() -> None:
    row = registered(bookable())
    what = {"registration": row.pk, "session": row.offering.sessions.get().pk, "by": None, "now": NOW}
    assert not services.check_in(**what).already
    assert services.undo_check_in(**what) == 1
