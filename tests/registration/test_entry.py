"""Registering."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.mail.models import Mailing
from events.registration import services
from events.registration.choices import Source
from events.registration.exceptions import (
    AlreadyRegistered,
    EventNotHeld,
    Full,
    IdempotencyConflict,
    InvalidInput,
    NoRegistrationHere,
    NotOpenYet,
    PartyTooLarge,
    PartyTooSmall,
    RegistrationClosed,
    UnknownPlace,
)
from events.registration.models import Member, Registration, RegistrationEvent
from events.registration.party import NeedAsked
from events.registration.standing import position
from events.registration.states import State
from tests.factories.events import (
    NOW,
    bookable,
    course,
    fresh,
    key,
    party,
    pool_of,
    registered,
)

pytestmark = pytest.mark.django_db


def test_a_registration_with_room_is_confirmed() -> None:
    assert registered(bookable()).state == State.CONFIRMED


def test_a_confirmed_registration_holds_its_places() -> None:
    offering = bookable()
    registered(offering, seats=3)
    assert pool_of(offering).held == 3


def test_registering_when_full_joins_the_waiting_list() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    assert registered(offering, 2).state == State.WAITLISTED


def test_who_waits_has_a_position() -> None:
    offering = bookable(capacity=1)
    rows = [registered(offering, number) for number in range(1, 5)]
    assert [position(row) for row in rows] == [None, 1, 2, 3]


def test_a_party_is_never_split() -> None:
    offering = bookable(capacity=3)
    registered(offering, 1, seats=2)
    assert registered(offering, 2, seats=2).state == State.WAITLISTED
    assert pool_of(offering).held == 2


def test_strict_filling_lets_nobody_past_a_larger_party() -> None:
    offering = bookable(capacity=3)
    registered(offering, 1, seats=2)
    registered(offering, 2, seats=2)
    assert registered(offering, 3).state == State.WAITLISTED


def test_the_other_filling_gives_the_rest_to_whom_it_fits() -> None:
    offering = bookable(capacity=3, fills=True)
    registered(offering, 1, seats=2)
    registered(offering, 2, seats=2)
    assert registered(offering, 3).state == State.CONFIRMED


def test_without_a_waiting_list_it_is_full() -> None:
    offering = bookable(capacity=1, no_waiting=True)
    registered(offering, 1)
    with pytest.raises(Full):
        registered(offering, 2)


def test_who_does_not_want_to_wait_is_told_that_it_is_full() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    with pytest.raises(Full):
        services.register(offering=offering.pk, idem_key=key(), party=party(2), locale="ja", now=NOW, may_wait=False)
    assert Registration.objects.count() == 1


def test_without_a_limit_everybody_has_a_place() -> None:
    offering = bookable(capacity=None)
    assert {registered(offering, number, seats=6).state for number in range(5)} == {State.CONFIRMED}


def test_a_family_takes_one_place_of_a_pool_of_parties() -> None:
    offering = bookable(capacity=2, unit="party")
    registered(offering, 1, seats=4)
    assert pool_of(offering).held == 1


def test_a_course_takes_a_place_on_each_of_its_dates() -> None:
    whole, singles = course(dates=3)
    registered(whole)
    assert [pool_of(single).held for single in singles] == [1, 1, 1]


def test_a_course_waits_when_one_of_its_dates_is_full() -> None:
    whole, singles = course(dates=3, capacity=1)
    registered(singles[1], 1)
    assert registered(whole, 2).state == State.WAITLISTED
    assert [pool_of(single).held for single in singles] == [0, 1, 0]


# The same request again ---------------------------------------------------------------------------------------


def test_the_same_key_is_the_same_registration() -> None:
    offering, idem_key = bookable(), key()
    first, second = (
        services.register(offering=offering.pk, idem_key=idem_key, party=party(), locale="ja", now=NOW)
        for _ in range(2)
    )
    assert (first.registration.code, first.replayed) == (second.registration.code, not second.replayed)
    assert pool_of(offering).held == 1


def test_the_same_request_again_writes_no_second_mail() -> None:
    offering, idem_key = bookable(), key()
    for _ in range(3):
        services.register(offering=offering.pk, idem_key=idem_key, party=party(), locale="ja", now=NOW)
    assert Mailing.objects.count() == 1


def test_the_same_key_with_other_answers_is_refused() -> None:
    offering, idem_key = bookable(), key()
    services.register(offering=offering.pk, idem_key=idem_key, party=party(), locale="ja", now=NOW)
    with pytest.raises(IdempotencyConflict):
        services.register(offering=offering.pk, idem_key=idem_key, party=party(seats=2), locale="ja", now=NOW)


def test_the_same_request_is_answered_although_registration_has_closed_since() -> None:
    offering, idem_key = bookable(), key()
    done = services.register(offering=offering.pk, idem_key=idem_key, party=party(), locale="ja", now=NOW)
    later = NOW + timedelta(days=60)
    again = services.register(offering=offering.pk, idem_key=idem_key, party=party(), locale="ja", now=later)
    assert again.registration == done.registration


@pytest.mark.parametrize("bad", ["", "short", "x" * 65])
def test_a_key_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(InvalidInput):
        services.register(offering=bookable().pk, idem_key=bad, party=party(), locale="ja", now=NOW)


# Twice the same person -----------------------------------------------------------------------------------------


def test_the_same_person_cannot_register_twice() -> None:
    offering = bookable()
    registered(offering, 1)
    with pytest.raises(AlreadyRegistered):
        registered(offering, 1, email="other@example.jp")


def test_after_cancelling_the_same_person_can_come_again() -> None:
    offering = bookable()
    services.cancel(registration=registered(offering, 1).pk, now=NOW)
    assert registered(offering, 1).state == State.CONFIRMED


def test_a_family_that_shares_a_telephone_is_told_apart_by_name() -> None:
    offering = bookable()
    registered(offering, 1, phone="053-000-0000", kana="はなこ")
    assert registered(offering, 2, phone="０５３−０００−００００", kana="たろう").state == State.CONFIRMED


def test_full_width_digits_are_the_same_telephone() -> None:
    offering = bookable(duplicates="phone")
    registered(offering, 1, phone="053-000-1111")
    with pytest.raises(AlreadyRegistered):
        registered(offering, 2, phone="０５３−０００−１１１１")


def test_several_registrations_are_allowed_where_the_rule_says_so() -> None:
    offering = bookable(duplicates="none")
    assert {registered(offering, 1).state for _ in range(2)} == {State.CONFIRMED}


# When, what and how many ----------------------------------------------------------------------------------------


def test_nothing_is_taken_before_registration_opens() -> None:
    with pytest.raises(NotOpenYet):
        registered(bookable(opens_at=NOW + timedelta(minutes=1)))


def test_nothing_is_taken_at_the_deadline() -> None:
    with pytest.raises(RegistrationClosed):
        registered(bookable(closes_at=NOW))


def test_nothing_is_taken_after_the_start() -> None:
    with pytest.raises(RegistrationClosed):
        registered(bookable(), now=NOW + timedelta(days=30, hours=4))


def test_seven_days_before_at_17_is_read_off_the_clock_on_the_wall() -> None:
    offering = bookable(offering={"close_days_before": 7})
    closes_at = offering.closes_at
    assert closes_at is not None
    assert closes_at.astimezone(offering.event.zone).isoformat() == "2026-06-03T17:00:00+09:00"


def test_nothing_is_taken_for_what_is_in_preparation() -> None:
    with pytest.raises(NotOpenYet):
        registered(bookable(draft=True))


def test_nothing_is_taken_for_what_is_cancelled() -> None:
    offering = bookable()
    services.cancel_event(event=offering.event_id, by=None, now=NOW)
    with pytest.raises(EventNotHeld):
        registered(offering)


def test_staff_can_stop_registration_at_once() -> None:
    with pytest.raises(RegistrationClosed):
        registered(bookable(offering={"is_closed": True}))


def test_one_does_not_register_here_for_what_is_booked_elsewhere() -> None:
    with pytest.raises(NoRegistrationHere):
        registered(bookable(booking="elsewhere", booking_url="https://example.jp/"))


def test_staff_type_in_calls_for_what_is_booked_by_telephone() -> None:
    offering = bookable(booking="by_phone")
    done = services.register(
        offering=offering.pk, idem_key=key(), party=party(), locale="ja", now=NOW, source=Source.PHONE
    )
    assert done.registration.state == State.CONFIRMED


def test_a_party_that_is_too_large_is_told_the_limit() -> None:
    with pytest.raises(PartyTooLarge) as refusal:
        registered(bookable(party_max=4), seats=5)
    assert refusal.value.most == 4


def test_a_party_that_is_too_small_is_told_the_limit() -> None:
    with pytest.raises(PartyTooSmall):
        registered(bookable(offering={"party_min": 2}))


def test_an_offering_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownPlace):
        services.register(offering=0, idem_key=key(), party=party(), locale="ja", now=NOW)


# What arrived earlier -------------------------------------------------------------------------------------------


def test_a_fax_that_is_typed_in_later_gets_the_place_it_would_have_had() -> None:
    offering = bookable(capacity=1)
    registered(offering, 1)
    waits = registered(offering, 2, now=NOW + timedelta(hours=2))
    fax = services.register(
        offering=offering.pk, idem_key=key(), party=party(3), locale="ja", now=NOW + timedelta(hours=5),
        source=Source.FAX, received_at=NOW + timedelta(hours=1),
    ).registration  # fmt: skip
    assert (position(fax), position(fresh(waits))) == (1, 2)


def test_a_fax_that_arrived_in_time_is_taken_after_the_deadline() -> None:
    offering = bookable(closes_at=NOW)
    done = services.register(
        offering=offering.pk, idem_key=key(), party=party(), locale="ja", now=NOW + timedelta(hours=5),
        source=Source.FAX, received_at=NOW - timedelta(hours=1),
    )  # fmt: skip
    assert done.registration.state == State.CONFIRMED


def test_a_language_the_site_does_not_know_is_answered_in_japanese() -> None:
    assert registered(bookable(), locale="tlh").locale == "ja"


def test_the_public_cannot_say_when_it_arrived() -> None:
    done = services.register(
        offering=bookable().pk, idem_key=key(), party=party(), locale="ja", now=NOW,
        received_at=NOW - timedelta(days=5),
    )  # fmt: skip
    assert done.registration.received_at == NOW


# What is written down --------------------------------------------------------------------------------------------


def test_a_registration_writes_one_line_of_the_log_and_one_mail() -> None:
    registered(bookable())
    assert (RegistrationEvent.objects.count(), Mailing.objects.count()) == (1, 1)


def test_the_log_holds_nothing_that_was_typed() -> None:
    registered(bookable(), name="架橋花子", needs=(NeedAsked(kind="other", details="秘密"),))
    line = RegistrationEvent.objects.get()
    assert "架橋花子" not in str(vars(line))
    assert "秘密" not in str(line.data)


def test_somebody_without_mail_is_on_the_list_of_people_to_call() -> None:
    registration = registered(bookable(), email="")
    assert list(registration.notices.values_list("kind", "channel", "done_at")) == [("confirmed", "phone", None)]
    assert Mailing.objects.count() == 0


def test_a_refused_registration_leaves_nothing() -> None:
    offering = bookable(capacity=1, no_waiting=True)
    registered(offering, 1)
    with pytest.raises(Full):
        registered(offering, 2)
    assert (Registration.objects.count(), Member.objects.count(), Mailing.objects.count()) == (1, 1, 1)


def test_everything_holds_after_registering() -> None:
    offering = bookable(capacity=2)
    for number in range(1, 6):
        registered(offering, number)
    assert services.reconcile(now=NOW) == []


# On the day --------------------------------------------------------------------------------------------------------


def test_a_walk_in_has_a_place_and_is_checked_in() -> None:
    offering = bookable()
    session = offering.sessions.get()
    done = services.walk_in(session=session.pk, party=party(), idem_key=key(), by=None, now=session.starts_at)
    assert done.registration.state == State.CONFIRMED
    assert session.attendances.count() == 1


def test_a_walk_in_finds_it_full() -> None:
    offering = bookable(capacity=1)
    registered(offering)
    session = offering.sessions.get()
    with pytest.raises(Full):
        services.walk_in(session=session.pk, party=party(2), idem_key=key(), by=None, now=session.starts_at)


def test_staff_can_let_a_walk_in_in_beyond_the_capacity_and_the_log_tells() -> None:
    offering = bookable(capacity=1)
    registered(offering)
    session = offering.sessions.get()
    services.walk_in(
        session=session.pk, party=party(2), idem_key=key(), by=None, now=session.starts_at, beyond_capacity=True
    )
    pool = pool_of(offering)
    assert (pool.capacity, pool.held, pool.ceiling) == (1, 2, 2)
    assert RegistrationEvent.objects.filter(action="override").count() == 1
