"""What staff write to several at once reaches each of them once, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.mail.models import Delivery
from events.registration import services
from events.registration.exceptions import InvalidInput, NobodyToTell
from events.registration.models import GroupMessage, Notice, Registration
from events.registration.party import Person
from tests.factories.events import NOW, bookable, key, registered

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def write(offering: Any, **facts: Any) -> GroupMessage:
    said = {"audience": "confirmed", "subject": "持ち物のお知らせ", "text": "筆記用具をお持ちください。",
            "key": key(), "by": None, "now": LATER}  # fmt: skip
    return services.write_to_registrants(event=offering.event_id, **(said | facts))


def written() -> list[Delivery]:
    rows = Delivery.objects.filter(mailing__kind="registration.from_centre").select_related("mailing")
    return list(rows.order_by("pk"))


def test_each_of_those_chosen_gets_one_mail() -> None:
    offering = bookable()
    people = [registered(offering, number) for number in (1, 2)]
    write(offering)
    assert [mail.address for mail in written()] == [row.email for row in people]


def test_the_mail_says_what_was_written_and_to_whom() -> None:
    offering = bookable()
    row = registered(offering)
    write(offering)
    (mail,) = written()
    assert "持ち物のお知らせ" in mail.mailing.subject
    assert "筆記用具をお持ちください。" in mail.mailing.text
    assert row.spaced_code in mail.mailing.text


def test_the_same_form_sent_again_sends_nothing() -> None:
    offering = bookable()
    registered(offering)
    once = key()
    assert write(offering, key=once) == write(offering, key=once)
    assert len(written()) == 1


def test_who_waits_is_not_told_what_is_for_those_with_a_place() -> None:
    offering = bookable(capacity=1)
    first, _waits = registered(offering, 1), registered(offering, 2)
    write(offering)
    assert [mail.address for mail in written()] == [first.email]


def test_who_waits_is_reached_alone() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    waits = registered(offering, 2)
    write(offering, audience="waiting")
    assert [mail.address for mail in written()] == [waits.email]


def test_who_came_is_reached_alone() -> None:
    offering = bookable()
    came, _stayed_away = registered(offering, 1), registered(offering, 2)
    services.check_in(registration=came.pk, session=offering.sessions.get().pk, by=None, now=NOW)
    write(offering, audience="came")
    assert [mail.address for mail in written()] == [came.email]


def test_a_family_that_came_gets_one_mail() -> None:
    offering = bookable()
    came = registered(offering, seats=2, people=(Person(name="架橋花子"), Person(name="架橋太郎")))
    services.check_in(registration=came.pk, session=offering.sessions.get().pk, by=None, now=NOW)
    write(offering, audience="came")
    assert len(written()) == 1


def test_who_cancelled_is_left_alone() -> None:
    offering = bookable()
    gone = registered(offering, 1)
    registered(offering, 2)
    services.cancel(registration=gone.pk, now=NOW)
    write(offering, audience="active")
    assert gone.email not in [mail.address for mail in written()]


def test_one_date_of_several_is_chosen() -> None:
    first = bookable()
    other = services.add_offering(event=first.event, sessions=[], capacity=5)
    here, _elsewhere = registered(first, 1), registered(other, 2)
    write(first, session=first.sessions.get())
    assert [mail.address for mail in written()] == [here.email]


def test_who_has_no_mail_is_put_on_the_list_of_people_to_call() -> None:
    offering = bookable()
    registered(offering, email="", contact_pref="phone")
    message = write(offering)
    assert (message.by_mail, message.to_call) == (0, 1)
    assert Notice.objects.get(message=message).channel == "phone"


def test_who_registered_in_english_reads_the_english() -> None:
    offering = bookable()
    registered(offering, locale="en")
    write(offering, subject_en="What to bring", text_en="Please bring a pen.")
    assert "Please bring a pen." in written()[0].mailing.text


def test_without_english_everybody_reads_the_japanese() -> None:
    offering = bookable()
    registered(offering, locale="en")
    write(offering)
    assert "筆記用具をお持ちください。" in written()[0].mailing.text


def test_english_without_a_subject_is_refused() -> None:
    offering = bookable()
    registered(offering)
    with pytest.raises(InvalidInput) as refused:
        write(offering, text_en="Please bring a pen.")
    assert list(refused.value.errors) == ["subject_en"]


def test_a_message_for_nobody_is_refused() -> None:
    with pytest.raises(NobodyToTell):
        write(bookable())
    assert not GroupMessage.objects.exists()


def test_the_ledgers_and_the_log_stay_right() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    registered(offering, 2, email="", contact_pref="phone")
    write(offering, audience="active")
    assert services.reconcile(event=offering.event_id, now=LATER) == []


def test_the_words_go_with_the_personal_data() -> None:
    offering = bookable()
    registered(offering)
    write(offering)
    services.erase_due(now=NOW + timedelta(days=365))
    assert GroupMessage.objects.get().is_erased


def test_who_was_erased_is_not_written_to() -> None:
    offering = bookable()
    gone, stays = registered(offering, 1), registered(offering, 2)
    services.erase_now(registration=gone.pk, by=None, now=NOW)
    Registration.objects.filter(pk=gone.pk).update(state="confirmed")
    write(offering)
    assert [mail.address for mail in written()] == [stays.email]


def test_each_further_person_costs_the_same() -> None:
    def queries(people: int) -> int:
        offering = bookable()
        for number in range(people):
            registered(offering, number + 1)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            write(offering)
        return len(seen)

    one, two, four = queries(1), queries(2), queries(4)
    assert four - two == 2 * (two - one)
    assert two - one <= 16
