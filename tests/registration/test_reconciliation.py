"""That the checker finds what is broken; each test breaks one thing behind the services' back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.mail.models import Mailing
from events.registration import services
from events.registration.models import Allocation, CapacityPool, Registration, RegistrationEvent
from tests.factories.events import NOW, bookable, pool_of, registered

pytestmark = pytest.mark.django_db


def names() -> set[str]:
    return {violation.name for violation in services.reconcile(now=NOW)}


def full() -> tuple[Registration, Registration]:
    offering = bookable(capacity=1)
    return registered(offering, 1), registered(offering, 2)


def test_a_sound_event_has_nothing_to_report() -> None:
    full()
    assert names() == set()


def test_a_counter_that_is_wrong_is_found() -> None:
    full()
    CapacityPool.objects.update(held=0)
    assert "I1" in names()


def test_a_state_without_its_place_is_found() -> None:
    first, _second = full()
    first.allocations.all().delete()
    assert "I1" in names()


def test_a_code_that_is_none_is_found() -> None:
    first, _second = full()
    Registration.objects.filter(pk=first.pk).update(code="ABCDEFGHJK")
    assert names() == {"I2"}


def test_somebody_who_overtook_is_found() -> None:
    first, second = full()
    Allocation.objects.filter(registration=first).update(
        arrived_at=NOW + timedelta(hours=1), held_at=NOW + timedelta(hours=1)
    )
    assert second.state == "waitlisted"
    assert names() == {"I3"}


def test_somebody_who_would_fit_is_found() -> None:
    full()
    CapacityPool.objects.update(capacity=2, ceiling=2)
    assert names() == {"I4"}


def test_a_move_that_the_log_does_not_know_is_found() -> None:
    first, _second = full()
    RegistrationEvent.objects.filter(registration=first).delete()
    assert "I5" in names()


def test_a_message_that_was_not_written_is_found() -> None:
    full()
    Mailing.objects.filter(kind="registration.confirmed").delete()
    assert names() == {"I5"}


def test_a_message_that_nothing_tells_of_is_found() -> None:
    full()
    RegistrationEvent.objects.filter(action="registered").update(message_key="")
    assert "I9" in names()


def test_a_message_of_something_else_is_not_ours() -> None:
    full()
    Mailing.objects.filter(kind="registration.confirmed").update(kind="grants.confirmed", key="7:confirmed")
    assert names() == {"I5"}


def test_only_the_event_that_is_asked_about_is_reported() -> None:
    first, _second = full()
    other = bookable()
    RegistrationEvent.objects.filter(registration=first, action="registered").update(message_key="")
    assert list(services.reconcile(now=NOW, event=other.event_id)) == []


def whole_outbox_read(queries: list[str]) -> int:
    """Say how many statements read the outbox without naming the messages that they are about."""
    return sum('FROM "mail_mailing"' in sql and '"mail_mailing"."key" IN' not in sql for sql in queries)


def test_the_outbox_is_read_once_however_many_events_there_are() -> None:
    for number in range(4):
        registered(bookable(), number)
    with CaptureQueriesContext(connection) as seen:
        assert list(services.reconcile(now=NOW)) == []
    assert whole_outbox_read([query["sql"] for query in seen]) == 1


def test_messages_are_looked_up_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.registration.services.reconciliation.AT_ONCE", 2)
    offering = bookable()
    for number in range(5):
        registered(offering, number)
    assert names() == set()
    Mailing.objects.filter(pk=Mailing.objects.order_by("pk").last().pk).delete()
    assert names() == {"I5"}


def test_the_command_says_that_all_holds() -> None:
    full()
    said = io.StringIO()
    call_command("registrations", "reconcile", stdout=said)
    assert said.getvalue().strip() == "All holds."


def test_the_command_fails_when_something_does_not_hold() -> None:
    first, _second = full()
    CapacityPool.objects.filter(pk=pool_of(first.offering).pk).update(held=0)
    with pytest.raises(CommandError):
        call_command("registrations", "reconcile", stdout=io.StringIO())
