"""Cancelling, changing, giving back, moving: what a registration does while it stays, and what it frees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.mail.models import Delivery, Mailing
from events.registration import services
from events.registration.exceptions import (
    AlreadyRegistered,
    ChangedMeanwhile,
    Full,
    HasBegun,
    MoveNotAllowed,
    NoMoreRoom,
    PartyTooLarge,
    RegistrationClosed,
    UnknownPlace,
)
from events.registration.models import Offering, Registration
from events.registration.party import Consent, NeedAsked
from events.registration.standing import position
from events.registration.states import State
from tests.factories.events import NOW, bookable, course, fresh, party, pool_of, registered, staff

pytestmark = pytest.mark.django_db


def people(registration: Registration) -> list[int]:
    return list(registration.members.filter(cancelled_at=None).values_list("pk", flat=True))


@pytest.fixture(autouse=True)
def _everything_holds() -> object:
    yield
    assert services.reconcile(now=NOW) == []


# Cancelling ------------------------------------------------------------------------------------------------------


def test_a_cancelled_place_goes_to_the_first_who_waits() -> None:
    offering = bookable(capacity=1)
    first, second, third = (registered(offering, number) for number in (1, 2, 3))
    services.cancel(registration=first.pk, now=NOW)
    assert [fresh(row).state for row in (first, second, third)] == ["cancelled", "confirmed", "waitlisted"]


def test_who_moves_up_is_told() -> None:
    offering = bookable(capacity=1)
    first, second = registered(offering, 1), registered(offering, 2)
    services.cancel(registration=first.pk, now=NOW)
    assert Mailing.objects.filter(kind="registration.confirmed", key__startswith=str(second.uuid)).count() == 1


def test_a_place_is_kept_for_a_party_that_it_is_too_small_for() -> None:
    offering = bookable(capacity=2)
    first = registered(offering, 1)
    registered(offering, 2)
    waits = [registered(offering, 3, seats=2), registered(offering, 4)]
    services.cancel(registration=first.pk, now=NOW)
    assert [fresh(row).state for row in waits] == ["waitlisted", "waitlisted"]


def test_with_the_other_filling_it_goes_to_the_next_whom_it_fits() -> None:
    offering = bookable(capacity=2, fills=True)
    first = registered(offering, 1)
    registered(offering, 2)
    waits = [registered(offering, 3, seats=2), registered(offering, 4)]
    services.cancel(registration=first.pk, now=NOW)
    assert [fresh(row).state for row in waits] == ["waitlisted", "confirmed"]


def test_who_waits_leaves_the_queue_by_cancelling() -> None:
    offering = bookable(capacity=1)
    rows = [registered(offering, number) for number in (1, 2, 3)]
    services.cancel(registration=rows[1].pk, now=NOW)
    assert position(fresh(rows[2])) == 1


def test_cancelling_twice_is_cancelling_once() -> None:
    registration = registered(bookable())
    for _ in range(3):
        services.cancel(registration=registration.pk, now=NOW)
    assert registration.log.filter(action="cancelled").count() == 1


def test_what_was_seen_must_still_be_so() -> None:
    registration = registered(bookable(), seats=2)
    services.give_back(registration=registration.pk, members=people(registration)[:1], now=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.cancel(registration=registration.pk, now=NOW, version=registration.version)


def test_nobody_is_let_in_after_the_start() -> None:
    offering = bookable(capacity=1)
    first, second = registered(offering, 1), registered(offering, 2)
    services.cancel(registration=first.pk, now=NOW + timedelta(days=30, hours=5), by=staff())
    assert fresh(second).state == State.WAITLISTED
    services.promote(offering=offering.pk, now=NOW)


def test_nobody_cancels_for_themselves_what_has_begun() -> None:
    registration = registered(bookable())
    with pytest.raises(HasBegun):
        services.cancel(registration=registration.pk, now=NOW + timedelta(days=30, hours=5))
    assert fresh(registration).state == State.CONFIRMED


def test_a_party_stands_in_the_same_order_at_all_its_pools() -> None:
    whole, singles = course(dates=2, capacity=1)
    registered(singles[0], 1, now=NOW + timedelta(hours=1))  # by another clock
    waits = registered(whole, 2)
    assert waits.allocations.values("arrived_at").distinct().count() == 1


def test_who_waits_for_several_dates_gets_all_of_them_or_none() -> None:
    whole, singles = course(dates=2, capacity=1)
    first, second = (registered(single, number) for number, single in enumerate(singles, start=1))
    waits = registered(whole, 3)
    services.cancel(registration=first.pk, now=NOW)
    assert list(waits.allocations.values_list("state", flat=True)) == ["queued", "queued"]
    services.cancel(registration=second.pk, now=NOW)
    assert list(waits.allocations.values_list("state", flat=True)) == ["held", "held"]


# Giving back and changing ----------------------------------------------------------------------------------------


def test_one_of_several_places_can_be_given_back() -> None:
    offering = bookable(capacity=3)
    family, waits = registered(offering, 1, seats=3), registered(offering, 2)
    services.give_back(registration=family.pk, members=people(family)[1:2], now=NOW)
    assert (fresh(family).seats, fresh(family).state, fresh(waits).state) == (2, "confirmed", "confirmed")


def test_the_last_place_is_not_given_back_but_cancelled() -> None:
    registration = registered(bookable())
    with pytest.raises(UnknownPlace):
        services.give_back(registration=registration.pk, members=people(registration), now=NOW)


def test_the_place_of_somebody_else_cannot_be_given_back() -> None:
    offering = bookable()
    first, second = registered(offering, 1, seats=2), registered(offering, 2, seats=2)
    with pytest.raises(UnknownPlace):
        services.give_back(registration=first.pk, members=people(second)[:1], now=NOW)


def test_a_party_can_grow_where_there_is_room() -> None:
    offering = bookable(capacity=3)
    registration = registered(offering, seats=2)
    services.change(registration=registration.pk, party=party(seats=3), now=NOW)
    assert (fresh(registration).seats, pool_of(offering).held, len(people(registration))) == (3, 3, 3)


def test_a_party_that_staff_let_in_larger_may_change_a_telephone_number_and_become_smaller() -> None:
    offering = bookable(capacity=20, party_max=4)
    registration = registered(offering)
    services.change(registration=registration.pk, party=party(seats=8), now=NOW, by=staff())
    services.change(registration=registration.pk, party=party(seats=8, phone="053-000-9999"), now=NOW)
    services.change(registration=registration.pk, party=party(seats=6), now=NOW)
    assert fresh(registration).seats == 6
    with pytest.raises(PartyTooLarge):
        services.change(registration=registration.pk, party=party(seats=7), now=NOW)


def test_taking_back_the_consent_about_needs_is_kept_too() -> None:
    registration = registered(bookable(), consent=Consent(version="1", locale="ja", sensitive=True))
    changed = party(consent=Consent(version="1", locale="ja", sensitive=False), name="別の名前")
    services.change(registration=registration.pk, party=changed, now=NOW)
    assert fresh(registration).sensitive_consent_at is None


@pytest.mark.parametrize("agreed", [True, False])
def test_a_consent_is_given_and_taken_back_where_nothing_else_changes(agreed: bool) -> None:
    registration = registered(bookable(), consent=Consent(version="1", locale="ja", sensitive=not agreed))
    said = Delivery.objects.count()
    changed = party(consent=Consent(version="1", locale="ja", sensitive=agreed))
    for _twice in range(2):
        services.change(registration=registration.pk, party=changed, now=NOW)
    assert (fresh(registration).sensitive_consent_at is not None) is agreed
    assert registration.log.filter(data__changed=["sensitive_consent_at"]).count() == 1
    assert Delivery.objects.count() == said


def test_a_party_that_does_not_fit_stays_as_it_was() -> None:
    offering = bookable(capacity=3)
    registration = registered(offering, seats=2)
    with pytest.raises(NoMoreRoom) as refusal:
        services.change(registration=registration.pk, party=party(seats=4), now=NOW)
    assert refusal.value.free == 1
    assert fresh(registration).seats == 2


def test_what_is_free_for_who_waits_is_not_for_who_grows() -> None:
    offering = bookable(capacity=3)
    registration = registered(offering, 1, seats=2)
    registered(offering, 2, seats=2)
    with pytest.raises(NoMoreRoom):
        services.change(registration=registration.pk, party=party(1, seats=3), now=NOW)


def test_a_party_that_waits_keeps_its_number_when_it_changes() -> None:
    offering = bookable(capacity=1)
    rows = [registered(offering, number) for number in (1, 2, 3)]
    services.change(registration=rows[1].pk, party=party(2, seats=2), now=NOW)
    assert [position(fresh(row)) for row in rows[1:]] == [1, 2]


def test_a_smaller_party_that_waits_may_fit_now() -> None:
    offering = bookable(capacity=3)
    registered(offering, 1, seats=2)
    waits = registered(offering, 2, seats=2)
    services.change(registration=waits.pk, party=party(2), now=NOW)
    assert fresh(waits).state == State.CONFIRMED


def test_a_change_that_changes_nothing_tells_nobody() -> None:
    registration = registered(bookable())
    services.change(registration=registration.pk, party=party(), now=NOW)
    assert Mailing.objects.count() == 1


def test_the_log_names_the_fields_that_changed_and_not_what_they_say() -> None:
    registration = registered(bookable())
    services.change(registration=registration.pk, party=party(name="別の名前"), now=NOW)
    line = registration.log.get(action="changed")
    assert line.data["changed"] == ["name", "people"]


def test_changing_into_somebody_who_has_registered_is_refused() -> None:
    offering = bookable()
    registered(offering, 1)
    second = registered(offering, 2)
    with pytest.raises(AlreadyRegistered):
        services.change(registration=second.pk, party=party(1), now=NOW)


def test_nobody_changes_what_has_begun_but_staff() -> None:
    registration = registered(bookable())
    with pytest.raises(RegistrationClosed):
        services.change(registration=registration.pk, party=party(seats=2), now=NOW + timedelta(days=31))


def test_an_interpreter_that_is_not_needed_any_more_is_given_back() -> None:
    offering = bookable()
    pool = services.add_interpreters(event=offering.event, language="vi", capacity=1)
    registration = registered(offering, needs=(NeedAsked(kind="interpreter", language="vi"),))
    services.change(registration=registration.pk, party=party(), now=NOW)
    pool.refresh_from_db()
    assert pool.held == 0


def test_a_cancelled_registration_cannot_be_changed() -> None:
    registration = registered(bookable())
    services.cancel(registration=registration.pk, now=NOW)
    with pytest.raises(MoveNotAllowed):
        services.change(registration=registration.pk, party=party(seats=2), now=NOW)


# Moving ------------------------------------------------------------------------------------------------------------


def two_dates(**event: object) -> tuple[Offering, Offering]:
    _whole, singles = course(dates=2, capacity=1, **event)
    return singles[0], singles[1]


def test_a_registration_moves_to_a_date_with_room() -> None:
    first, second = two_dates()
    registration = registered(first)
    services.move(registration=registration.pk, offering=second.pk, now=NOW)
    assert (pool_of(first).held, pool_of(second).held) == (0, 1)


def test_moving_frees_the_old_place() -> None:
    first, second = two_dates()
    moving, waits = registered(first, 1), registered(first, 2)
    services.move(registration=moving.pk, offering=second.pk, now=NOW)
    assert fresh(waits).state == State.CONFIRMED


def test_a_move_to_a_full_date_is_refused_and_the_old_place_kept() -> None:
    first, second = two_dates()
    registered(second, 1)
    registration = registered(first, 2)
    with pytest.raises(Full):
        services.move(registration=registration.pk, offering=second.pk, now=NOW)
    assert (fresh(registration).offering_id, fresh(registration).state) == (first.pk, "confirmed")


def test_who_waits_gets_a_place_by_moving_to_a_date_with_room() -> None:
    first, second = two_dates()
    registered(first, 1)
    waits = registered(first, 2)
    services.move(registration=waits.pk, offering=second.pk, now=NOW)
    assert fresh(waits).state == State.CONFIRMED


def test_a_move_to_another_event_is_refused() -> None:
    registration = registered(bookable())
    with pytest.raises(UnknownPlace):
        services.move(registration=registration.pk, offering=bookable().pk, now=NOW)
