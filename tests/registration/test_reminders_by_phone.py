"""Who cannot be mailed is reminded by the desk; nobody is reminded of what is not so any more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.mail.models import Mailing
from events.registration import services
from events.registration.models import Notice, Registration
from events.registration.services import reminders
from tests.factories.events import NOW, bookable, registered

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(days=28)


def to_call(at=DUE):
    return list(Notice.objects.open(at=at).filter(kind="reminder").values_list("channel", flat=True))


def test_who_has_no_mail_is_put_on_the_list_of_people_to_call() -> None:
    registered(bookable(), email="")
    services.send_due_reminders(now=DUE)
    assert to_call() == ["phone"]


def test_who_wants_letters_is_called_when_it_is_near() -> None:
    registered(bookable(), contact_pref="post", postal_address="架橋市1-2")
    services.send_due_reminders(now=DUE)
    assert to_call() == ["phone"]


def test_the_list_holds_nobody_twice() -> None:
    registered(bookable(), email="")
    for minutes in (0, 10):
        services.send_due_reminders(now=DUE + timedelta(minutes=minutes))
    assert to_call() == ["phone"]


def test_a_reminder_goes_off_the_list_when_the_date_begins() -> None:
    offering = bookable()
    registered(offering, email="")
    services.send_due_reminders(now=DUE)
    assert to_call(offering.sessions.get().starts_at) == []


def test_a_reminder_of_who_cancelled_goes_off_the_list() -> None:
    row = registered(bookable(), email="")
    services.send_due_reminders(now=DUE)
    services.cancel(registration=row.pk, now=DUE)
    assert to_call() == []


def test_who_erased_all_is_not_to_be_called() -> None:
    row = registered(bookable(), email="")
    services.erase_now(registration=row.pk, by=None, now=NOW)
    assert not Notice.objects.open(at=NOW).exists()


def test_everything_holds_after_reminders_by_phone() -> None:
    registered(bookable(), email="")
    services.send_due_reminders(now=DUE)
    assert services.reconcile(now=DUE) == []


@pytest.mark.parametrize("meanwhile", ["cancelled", "moved"])
def test_what_happened_after_the_list_was_read_counts(meanwhile: str) -> None:
    """The clock has read who is to be reminded, and then somebody is faster."""
    offering = bookable()
    row = registered(offering)
    session = offering.sessions.select_related("event").get()
    if meanwhile == "cancelled":
        services.cancel(registration=row.pk, now=DUE)
    else:
        week = timedelta(days=7)
        services.reschedule(
            session=session.pk, starts_at=session.starts_at + week, ends_at=session.ends_at + week, by=None, now=DUE
        )
    assert reminders._remind(row.pk, session, DUE) is False
    assert not Mailing.objects.filter(kind="registration.reminder").exists()


def test_a_reminder_leaves_open_pages_of_the_booking_good() -> None:
    registered(bookable())
    services.send_due_reminders(now=DUE)
    assert Registration.objects.get().version == 1
