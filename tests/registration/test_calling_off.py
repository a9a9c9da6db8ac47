"""Dates that move, dates and events that are called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from cms.mail.models import MailAttachment, Mailing
from events.registration import services
from events.registration.exceptions import EventNotHeld, InvalidInput
from events.registration.models import Event, Offering, Session
from events.registration.news import Why
from tests.factories.events import NOW, VenueFactory, bookable, course, fresh, registered

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _everything_holds() -> object:
    yield
    assert services.reconcile(now=NOW) == []


def moved(offering: Offering, **facts: object) -> Session:
    session = offering.sessions.get()
    return services.reschedule(
        session=session.pk, starts_at=session.starts_at + A_DAY, ends_at=session.ends_at + A_DAY, by=None, now=NOW,
        **facts,
    )  # fmt: skip


def entries(kind: str) -> list[Calendar]:
    files = MailAttachment.objects.filter(mailing__kind=f"registration.{kind}").order_by("pk")
    return [Calendar.from_ical(bytes(file.content)) for file in files]


def test_everybody_with_a_place_or_in_the_queue_is_told_of_a_move() -> None:
    offering = bookable(capacity=1)
    for number in (1, 2):
        registered(offering, number)
    moved(offering)
    assert Mailing.objects.filter(kind="registration.rescheduled").count() == 2


def test_who_has_cancelled_is_not_told() -> None:
    offering = bookable()
    services.cancel(registration=registered(offering).pk, now=NOW)
    moved(offering)
    assert not Mailing.objects.filter(kind="registration.rescheduled").exists()


def test_the_mail_says_the_old_date_and_why() -> None:
    offering = bookable()
    registered(offering)
    moved(offering, why=Why("台風のため", "because of the typhoon"))
    text = Mailing.objects.get(kind="registration.rescheduled").text
    assert "6月10日(水)14:00〜16:00" in text
    assert "6月11日(木)14:00〜16:00" in text
    assert "台風のため" in text


def test_somebody_who_reads_english_is_told_why_in_english() -> None:
    offering = bookable()
    registered(offering, locale="en")
    moved(offering, why=Why("台風のため", "because of the typhoon"))
    text = Mailing.objects.get(kind="registration.rescheduled").text
    assert "because of the typhoon" in text
    assert "台風" not in text


def test_the_calendar_entry_is_the_same_one_with_a_higher_sequence() -> None:
    offering = bookable()
    registered(offering)
    moved(offering)
    before, after = (entries(kind)[0].events[0] for kind in ("confirmed", "rescheduled"))
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start - before.start == A_DAY


def test_the_event_says_its_new_span() -> None:
    offering = bookable()
    session = moved(offering)
    assert Event.objects.get().starts_at == session.starts_at


def test_a_date_can_move_to_another_place_only() -> None:
    offering = bookable()
    registered(offering)
    session = offering.sessions.get()
    services.reschedule(
        session=session.pk, starts_at=session.starts_at, ends_at=session.ends_at, by=None, now=NOW,
        venue=VenueFactory(name="市民プラザ"), room="第2会議室",
    )  # fmt: skip
    text = Mailing.objects.get(kind="registration.rescheduled").text
    assert "市民プラザ 第2会議室" in text


def test_a_date_can_move_from_its_place_to_none() -> None:
    offering = bookable()
    Session.objects.update(venue=VenueFactory())
    session = offering.sessions.get()
    services.reschedule(
        session=session.pk, starts_at=session.starts_at, ends_at=session.ends_at, without_venue=True, by=None, now=NOW
    )
    assert offering.sessions.get().venue is None


def test_moving_to_where_it_is_tells_nobody() -> None:
    offering = bookable()
    registered(offering)
    session = offering.sessions.get()
    services.reschedule(session=session.pk, starts_at=session.starts_at, ends_at=session.ends_at, by=None, now=NOW)
    assert not Mailing.objects.filter(kind="registration.rescheduled").exists()


def test_a_date_that_ends_before_it_starts_is_refused() -> None:
    session = bookable().sessions.get()
    with pytest.raises(InvalidInput):
        services.reschedule(session=session.pk, starts_at=NOW, ends_at=NOW, by=None, now=NOW)


def test_a_date_does_not_move_to_what_is_over() -> None:
    offering = bookable()
    session = offering.sessions.get()
    last_year = {"starts_at": session.starts_at - 365 * A_DAY, "ends_at": session.ends_at - 365 * A_DAY}
    with pytest.raises(InvalidInput) as refusal:
        services.reschedule(session=session.pk, by=None, now=NOW, **last_year)
    assert list(refusal.value.errors) == ["starts_at"]
    assert offering.sessions.get().starts_at == session.starts_at


def test_a_date_that_is_over_is_put_right_where_nobody_is_told_of_it() -> None:
    session = bookable().sessions.get()
    later, earlier = session.ends_at + A_DAY, session.starts_at - timedelta(hours=1)
    services.reschedule(session=session.pk, starts_at=earlier, ends_at=session.ends_at, by=None, now=later)
    assert Session.objects.get().starts_at == earlier


def test_a_date_that_is_over_and_was_booked_stays() -> None:
    offering = bookable()
    registered(offering)
    session = offering.sessions.get()
    later, earlier = session.ends_at + A_DAY, session.starts_at - timedelta(hours=1)
    with pytest.raises(InvalidInput):
        services.reschedule(session=session.pk, starts_at=earlier, ends_at=session.ends_at, by=None, now=later)


def test_a_date_that_was_missed_moves_to_what_is_to_come() -> None:
    offering = bookable()
    registered(offering)
    session = offering.sessions.get()
    later = session.ends_at + A_DAY
    services.reschedule(session=session.pk, starts_at=later + A_DAY, ends_at=later + 2 * A_DAY, by=None, now=later)
    assert Session.objects.get().starts_at == later + A_DAY


def test_a_cancelled_event_takes_every_registration_with_it() -> None:
    offering = bookable(capacity=1)
    rows = [registered(offering, number) for number in (1, 2)]
    services.cancel_event(event=offering.event_id, by=None, now=NOW)
    assert {fresh(row).state for row in rows} == {"cancelled"}


def test_a_cancelled_event_takes_entries_out_of_calendars() -> None:
    offering = bookable(capacity=1)
    for number in (1, 2):
        registered(offering, number)
    services.cancel_event(event=offering.event_id, by=None, now=NOW)
    taken_back = entries("event_cancelled")
    assert [(entry["METHOD"], entry.events[0]["STATUS"]) for entry in taken_back] == [("CANCEL", "CANCELLED")]
    assert taken_back[0].events[0]["UID"] == entries("confirmed")[0].events[0]["UID"]


def test_calling_off_twice_tells_once() -> None:
    offering = bookable()
    registered(offering)
    for _ in range(2):
        services.cancel_event(event=offering.event_id, by=None, now=NOW)
    assert Mailing.objects.filter(kind="registration.event_cancelled").count() == 1


def test_what_is_over_cannot_be_called_off() -> None:
    with pytest.raises(EventNotHeld):
        services.cancel_event(event=bookable().event_id, by=None, now=NOW + timedelta(days=40))


def test_a_date_that_is_over_cannot_be_called_off() -> None:
    """The course goes on, and who came to the first date is not told that it did not take place."""
    whole, singles = course(dates=3)
    registered(whole)
    first = singles[0].sessions.get()
    with pytest.raises(EventNotHeld):
        services.cancel_session(session=first.pk, by=None, now=first.ends_at)
    assert not Mailing.objects.filter(kind="registration.rescheduled").exists()


def test_a_date_that_has_begun_can_still_be_called_off() -> None:
    _whole, singles = course(dates=3)
    first = singles[0].sessions.get()
    services.cancel_session(session=first.pk, by=None, now=first.ends_at - timedelta(minutes=1))
    assert singles[0].sessions.get().is_cancelled


def test_a_course_goes_on_when_one_of_its_dates_is_called_off() -> None:
    whole, singles = course(dates=3)
    in_course, on_that_day = registered(whole, 1), registered(singles[1], 2)
    services.cancel_session(session=singles[1].sessions.get().pk, by=None, now=NOW)
    assert (fresh(in_course).state, fresh(on_that_day).state) == ("confirmed", "cancelled")


def test_a_course_is_told_which_date_falls_out_of_the_calendar() -> None:
    whole, singles = course(dates=3)
    registered(whole)
    gone = singles[1].sessions.get()
    services.cancel_session(session=gone.pk, by=None, now=NOW)
    kept, taken_back = entries("rescheduled")
    assert (len(kept.events), taken_back["METHOD"], taken_back.events[0].start) == (2, "CANCEL", gone.starts_at)


def test_a_cancelled_registration_takes_its_entry_back() -> None:
    registration = registered(bookable())
    services.cancel(registration=registration.pk, now=NOW)
    assert entries("cancelled")[0]["METHOD"] == "CANCEL"


def test_who_only_waited_has_no_entry_to_take_back() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    services.cancel(registration=registered(offering, 2).pk, now=NOW)
    assert entries("cancelled") == []
