"""A message to many: its letters are written a few at a time, and people who register meanwhile get in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from cms.mail.models import Mailing
from events.registration import services
from events.registration.exceptions import PoolsBusy
from events.registration.models import GroupMessage, Offering, Registration, RegistrationEvent
from events.registration.services import group_messages
from tests.factories.events import NOW, bookable, key, party, registered

pytestmark = pytest.mark.django_db
LATER, NEXT_ROUND = NOW + timedelta(days=1), NOW + timedelta(days=1, minutes=5)
PEOPLE = 25


@pytest.fixture
def offering() -> Offering:
    made = bookable(capacity=100)
    for number in range(PEOPLE):
        registered(made, number, **({"email": ""} if number == 3 else {}))
    return made


def write(offering: Offering) -> GroupMessage:
    return services.write_to_registrants(
        event=offering.event_id, audience="confirmed", subject="持ち物", text="筆記用具をお持ちください。", key=key(),
        by=None, now=LATER,
    )  # fmt: skip


def letters() -> int:
    return Mailing.objects.filter(kind="registration.from_centre").count()


@pytest.fixture
def interrupted(offering: Offering, monkeypatch: pytest.MonkeyPatch) -> GroupMessage:
    """A message whose sender does not wait for more than the first letters."""
    monkeypatch.setattr(group_messages, "WRITES_FOR", -1.0)
    message = write(offering)
    monkeypatch.undo()
    return message


def test_all_are_written_at_once_where_there_is_time(offering: Offering) -> None:
    message = write(offering)
    assert (letters(), message.by_mail, message.to_call) == (PEOPLE - 1, PEOPLE - 1, 1)
    assert message.finished_at == LATER


def test_what_is_left_is_written_by_the_clock(interrupted: GroupMessage) -> None:
    before = letters()
    services.continue_messages(now=NEXT_ROUND)
    interrupted.refresh_from_db()
    assert (before, letters(), interrupted.finished_at) == (0, PEOPLE - 1, NEXT_ROUND)


def test_nobody_is_written_to_twice(interrupted: GroupMessage) -> None:
    group_messages._write(interrupted, now=LATER, until=None)
    GroupMessage.objects.update(finished_at=None)
    services.continue_messages(now=NEXT_ROUND)
    assert letters() == PEOPLE - 1
    assert list(services.reconcile(now=NEXT_ROUND)) == []


def test_who_cancelled_meanwhile_is_not_written_to(interrupted: GroupMessage) -> None:
    services.cancel(registration=Registration.objects.earliest("pk").pk, now=LATER)
    services.continue_messages(now=NEXT_ROUND)
    assert (letters(), fresh_message(interrupted).by_mail) == (PEOPLE - 2, PEOPLE - 2)


def test_who_came_after_it_was_sent_is_not_meant(interrupted: GroupMessage, offering: Offering) -> None:
    registered(offering, 90, now=LATER + timedelta(minutes=1))
    services.continue_messages(now=NEXT_ROUND)
    assert letters() == PEOPLE - 1


def test_the_clock_leaves_alone_what_somebody_has_just_begun(interrupted: GroupMessage) -> None:
    services.continue_messages(now=LATER + timedelta(seconds=20))
    assert letters() == 0


def test_staff_see_how_far_it_is(interrupted: GroupMessage, client: Any, admin_user: Any) -> None:
    client.force_login(admin_user)
    page = client.get(f"/admin/events/{interrupted.event_id}/messages/{interrupted.pk}/").content.decode()
    assert f"{PEOPLE}件のうち0件の用意ができました" in page


def fresh_message(message: GroupMessage) -> GroupMessage:
    return GroupMessage.objects.get(pk=message.pk)


# People who register meanwhile -----------------------------------------------------------------------------------


def lines_before_her(offering: Offering, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let somebody register as soon as the first letter is being written; return how many were written before her."""
    begun, tell = threading.Event(), group_messages._tell

    def telling(*what: Any) -> None:
        begun.set()
        tell(*what)

    def comes() -> None:
        begun.wait(60)
        once = key()
        try:
            for tries in reversed(range(10)):
                try:
                    services.register(offering=offering.pk, idem_key=once, party=party(99), locale="ja", now=LATER)
                    break
                except PoolsBusy:  # on a busy machine she is asked to try again, and does
                    if not tries:
                        raise
        finally:
            connection.close()

    monkeypatch.setattr(group_messages, "_tell", telling)
    monkeypatch.setattr(group_messages, "WRITES_FOR", 120.0)
    somebody = threading.Thread(target=comes)
    somebody.start()
    write(offering)
    somebody.join()
    log: Callable[..., Any] = RegistrationEvent.objects.filter
    hers = log(registration__email="person99@example.jp", action="registered").earliest("pk")
    return int(log(action="wrote", registration__isnull=False, pk__lt=hers.pk).count())


@pytest.mark.django_db(transaction=True)
def test_who_registers_meanwhile_waits_for_a_few_letters(offering: Offering, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lines_before_her(offering, monkeypatch) < PEOPLE


@pytest.mark.django_db(transaction=True)
def test_control_written_in_one_go_she_waits_for_all(offering: Offering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_messages, "AT_ONCE", 1000)
    assert lines_before_her(offering, monkeypatch) == PEOPLE
