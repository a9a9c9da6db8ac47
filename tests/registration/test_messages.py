"""What people are told, and by which links they act."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from icalendar import Calendar

from cms.mail.models import Delivery, MailAttachment, Mailing
from events.registration import links, messages, services, tokens
from events.registration.choices import MessageKind
from events.registration.models import Event, Notice, Registration
from events.registration.tokens import Purpose
from tests.factories.events import NOW, bookable, course, default_site, fresh, registered

pytestmark = pytest.mark.django_db
JAPANESE = re.compile(r"[ぁ-んァ-ヶ]")


def mail(kind: str = "confirmed") -> Mailing:
    return Mailing.objects.get(kind=f"registration.{kind}")


def test_a_mail_is_in_the_language_of_who_registered() -> None:
    registered(bookable(place="会館", place_en="Hall"), locale="en", name="Maria Silva")
    assert not JAPANESE.search(mail().text.partition("-- ")[0])


def test_a_japanese_mail_is_in_japanese() -> None:
    registered(bookable())
    assert mail().subject == "お申し込みが確定しました：講座"
    assert "架橋1子 様" in mail().text


def test_a_mail_says_code_date_people_and_when_the_data_is_erased() -> None:
    registration = registered(bookable(retention_days=30), seats=2)
    text = mail().text
    assert registration.spaced_code in text
    assert "6月10日(水)14:00〜16:00" in text
    assert "2人" in text
    assert "2026年7月10日" in text


def test_a_mail_goes_to_the_address_and_has_an_end() -> None:
    registration = registered(bookable())
    assert Delivery.objects.get().address == registration.email
    assert mail().erase_after == links.erases_at(registration.event, registered_at=NOW)


def test_who_waits_is_told_her_number() -> None:
    offering = bookable(capacity=1)
    for number in (1, 2, 3):
        registered(offering, number)
    texts = Mailing.objects.filter(kind="registration.waitlisted").order_by("pk").values_list("text", flat=True)
    assert ["1番目" in texts[0], "2番目" in texts[1]] == [True, True]


def test_a_confirmation_carries_all_dates_of_a_course() -> None:
    whole, _singles = course(dates=3)
    registered(whole)
    file = MailAttachment.objects.get()
    assert (file.mimetype, file.method) == ("text/calendar", "PUBLISH")
    assert len(Calendar.from_ical(bytes(file.content)).events) == 3


def test_nothing_is_told_of_what_was_rolled_back() -> None:
    offering = bookable()
    with transaction.atomic():
        registered(offering)
        transaction.set_rollback(True)
    assert (Mailing.objects.count(), Registration.objects.count()) == (0, 0)


def test_there_are_words_for_every_kind_of_message() -> None:
    assert set(messages._LEADS) == set(MessageKind)


def test_a_call_that_was_made_is_off_the_list() -> None:
    registered(bookable(), email="")
    notice = Notice.objects.get()
    services.settle_notice(notice=notice.pk, by=None, now=NOW)
    assert Notice.objects.get().done_at == NOW


# Links -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def registration() -> Registration:
    return registered(bookable(), kana="かけはし はなこ", phone="053-000-1234")


def resolved(registration: Registration, *, made: str = Purpose.MANAGE, used: str = Purpose.MANAGE, now=NOW):  # type: ignore[no-untyped-def]
    token = links.token_for(registration, purpose=made)
    return services.resolve(token=token, purpose=used, now=now, site=default_site())


def test_a_link_opens_its_registration(registration: Registration) -> None:
    assert resolved(registration) == registration


def test_a_mail_holds_the_link(registration: Registration) -> None:
    assert links.path(registration) in mail().text


def test_a_link_for_another_purpose_opens_nothing(registration: Registration) -> None:
    assert resolved(registration, made=Purpose.CHECK_IN) is None


def test_a_link_opens_nothing_after_its_end(registration: Registration) -> None:
    assert resolved(registration, now=NOW + timedelta(days=365)) is None


def test_a_link_of_an_older_version_opens_nothing(registration: Registration) -> None:
    token = links.token_for(registration, purpose=Purpose.MANAGE)
    Registration.objects.update(token_version=2)
    assert services.resolve(token=token, purpose=Purpose.MANAGE, now=NOW, site=default_site()) is None


def test_a_link_with_any_letter_changed_opens_nothing(registration: Registration) -> None:
    token = links.token_for(registration, purpose=Purpose.MANAGE)
    for place in range(len(token)):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert services.resolve(token=other, purpose=Purpose.MANAGE, now=NOW, site=default_site()) is None


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 48, "\x00", "=" * 48, "A" * 5000])
def test_what_is_no_token_opens_nothing(token: str, registration: Registration) -> None:
    assert services.resolve(token=token, purpose=Purpose.MANAGE, now=NOW, site=default_site()) is None


def test_a_link_survives_a_new_key_of_the_site(registration: Registration, settings) -> None:  # type: ignore[no-untyped-def]
    token = links.token_for(registration, purpose=Purpose.MANAGE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert tokens.holds(token, purpose=Purpose.MANAGE, version=1, now=NOW)


def test_looking_at_a_link_changes_nothing(registration: Registration) -> None:
    for _ in range(100):
        resolved(registration)
    assert fresh(registration).version == 1


def test_two_requests_for_a_lost_mail_in_one_second_send_one(registration: Registration) -> None:
    """The other one has written its line, which this one does not see when it looks."""
    key = f"{registration.uuid}:link:{int(NOW.timestamp())}"
    registration.log.create(event=registration.event, at=NOW - timedelta(hours=1), action="resent", message_key=key)
    before = Mailing.objects.count()
    services.resend_link(code=registration.code, kana="かけはしはなこ", phone_end="1234", site=default_site(), now=NOW)
    assert Mailing.objects.count() == before


def test_a_lost_mail_is_sent_again(registration: Registration) -> None:
    services.resend_link(
        code=registration.spaced_code.lower(), kana="カケハシハナコ", phone_end="1234", site=default_site(), now=NOW
    )
    assert links.path(registration) in mail("link").text


@pytest.mark.parametrize("wrong", [{"code": "ABCDE-FGHJK"}, {"kana": "かけはし たろう"}, {"phone_end": "9999"}])
def test_it_is_not_sent_when_one_of_the_three_is_wrong(wrong: dict[str, str], registration: Registration) -> None:
    known = {"code": registration.code, "kana": registration.kana, "phone_end": "1234"}
    services.resend_link(**(known | wrong), site=default_site(), now=NOW)
    assert not Mailing.objects.filter(kind="registration.link").exists()


def test_asking_often_sends_once_in_five_minutes(registration: Registration) -> None:
    for minutes in (0, 1, 4, 5):
        services.resend_link(
            code=registration.code, kana=registration.kana, phone_end="1234", site=default_site(),
            now=NOW + timedelta(minutes=minutes),
        )  # fmt: skip
    assert Mailing.objects.filter(kind="registration.link").count() == 2


# Reminders ------------------------------------------------------------------------------------------------------------


TWO_DAYS_BEFORE = NOW + timedelta(days=28)  # 10 in the morning


def test_everybody_with_a_place_is_reminded_once() -> None:
    offering = bookable(capacity=2)
    for number in (1, 2, 3):
        registered(offering, number)
    for minutes in (0, 10, 20):
        services.send_due_reminders(now=TWO_DAYS_BEFORE + timedelta(minutes=minutes))
    assert Mailing.objects.filter(kind="registration.reminder").count() == 2


def test_nobody_is_reminded_too_early() -> None:
    registered(bookable())
    assert services.send_due_reminders(now=TWO_DAYS_BEFORE - timedelta(minutes=1)) == 0


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "../x", ""])
def test_an_event_whose_time_zone_cannot_be_read_keeps_nobody_else_from_being_reminded(zone: str) -> None:
    registered(bookable())
    other = registered(bookable(), 2)
    Event.objects.exclude(pk=other.event_id).update(tz=zone)
    assert services.send_due_reminders(now=TWO_DAYS_BEFORE) == 1


def test_who_registered_after_it_was_due_is_not_reminded() -> None:
    registered(bookable(), now=TWO_DAYS_BEFORE)
    assert services.send_due_reminders(now=TWO_DAYS_BEFORE + timedelta(hours=1)) == 0


def test_a_date_that_moved_is_reminded_of_again() -> None:
    offering = bookable()
    registered(offering)
    services.send_due_reminders(now=TWO_DAYS_BEFORE)
    session = offering.sessions.get()
    services.reschedule(
        session=session.pk, starts_at=session.starts_at + timedelta(days=7), by=None, now=TWO_DAYS_BEFORE,
        ends_at=session.ends_at + timedelta(days=7),
    )  # fmt: skip
    assert services.send_due_reminders(now=TWO_DAYS_BEFORE + timedelta(days=7)) == 1


def test_everything_holds_after_reminders() -> None:
    registered(bookable())
    services.send_due_reminders(now=TWO_DAYS_BEFORE)
    assert services.reconcile(now=TWO_DAYS_BEFORE) == []
