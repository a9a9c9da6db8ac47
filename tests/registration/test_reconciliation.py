"""That the checker finds what is broken; each test breaks one thing behind the services' back."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

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
