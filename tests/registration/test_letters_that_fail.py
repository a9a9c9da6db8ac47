"""One letter that cannot be written: the others leave, and the desk tells whom it was for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from cms.mail.models import Mailing
from events.registration import messages, services
from events.registration.choices import MessageKind
from events.registration.models import Notice, Registration
from tests.factories.event_pages import offered, told
from tests.factories.events import NOW, bookable, registered

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(days=28)
REFUSED = "cms.mail.exceptions.AddressRefused"


def spoil(row: Registration) -> None:
    """Give somebody an address of before the rules, which the outbox refuses."""
    Registration.objects.filter(pk=row.pk).update(email="hanako at example.jp")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters of confirmation fail, as one of a plugin or a changed template would."""

    def raising(*_what: Any) -> str:
        raise ValueError("見本 花子")

    monkeypatch.setitem(messages._LEADS, MessageKind.CONFIRMED, raising)


@pytest.fixture
def three() -> list[Registration]:
    """Three people to be reminded; to the second no letter can be written any more."""
    rows = [registered(bookable(), number) for number in range(3)]
    spoil(rows[1])
    return rows


def reminded() -> int:
    return Mailing.objects.filter(kind="registration.reminder").count()


def test_the_others_are_reminded(three: list[Registration]) -> None:
    services.send_due_reminders(now=DUE)
    assert reminded() == 2


def test_the_desk_is_asked_to_tell_the_one(three: list[Registration]) -> None:
    services.send_due_reminders(now=DUE)
    notice = Notice.objects.open(at=DUE).get()
    assert (notice.registration, notice.channel, notice.failure) == (three[1], "phone", REFUSED)


def test_who_gave_no_telephone_is_written_to_by_hand() -> None:
    row = registered(bookable(), phone="")
    spoil(row)
    services.send_due_reminders(now=DUE)
    assert (Notice.objects.get().registration, Notice.objects.get().channel) == (row, "mail")


def test_the_next_round_does_not_try_again(three: list[Registration]) -> None:
    for minutes in (0, 10):
        services.send_due_reminders(now=DUE + timedelta(minutes=minutes))
    assert (Notice.objects.count(), reminded()) == (1, 2)


def test_what_must_hold_holds(three: list[Registration]) -> None:
    services.send_due_reminders(now=DUE)
    assert list(services.reconcile(now=DUE)) == []


def test_a_registration_is_not_lost_with_its_letter(broken: None) -> None:
    assert registered(bookable()).state == "confirmed"
    assert (Notice.objects.get().kind, Notice.objects.get().failure) == ("confirmed", "ValueError")


def test_a_database_that_went_away_is_no_letter_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_facts: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    row = registered(bookable())
    monkeypatch.setattr("events.registration.notifications.queue", away)
    with pytest.raises(OperationalError):
        services.cancel(registration=row.pk, now=NOW)
    assert not Notice.objects.exists()


def test_staff_see_why_they_are_asked(client: Any, admin_user: Any, broken: None) -> None:
    offering = offered(told(days=20), capacity=2)
    registered(offering, 1, now=timezone.now())
    client.force_login(admin_user)
    page = client.get(f"/admin/events/{offering.event_id}/messages/").content.decode()
    assert "このメールは自動で作れませんでした(ValueError)" in page
