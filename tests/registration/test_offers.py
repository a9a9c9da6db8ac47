"""Offers of a freed place, and addresses that are confirmed first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cms.mail.models import Mailing
from events.registration import services
from events.registration.exceptions import AddressNotConfirmedInTime, MoveNotAllowed, OfferExpired
from events.registration.models import Registration
from events.registration.states import State
from tests.factories.events import NOW, bookable, fresh, pool_of, registered

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=49)


@pytest.fixture(autouse=True)
def _everything_holds() -> object:
    yield
    assert services.reconcile(now=NOW) == []


@pytest.fixture
def offered() -> list[Registration]:
    """Three registrations for one place: the first has given it back, so that it is offered to the second."""
    offering = bookable(capacity=1, offers=True)
    rows = [registered(offering, number) for number in (1, 2, 3)]
    services.cancel(registration=rows[0].pk, now=NOW)
    return [fresh(row) for row in rows]


def test_a_freed_place_is_offered_and_kept(offered: list[Registration]) -> None:
    assert [row.state for row in offered] == ["cancelled", "offered", "waitlisted"]
    assert pool_of(offered[1].offering).held == 1


def test_an_offer_of_a_date_that_was_moved_to_an_earlier_time_ends_with_its_start(offered: list[Registration]) -> None:
    session = offered[1].offering.sessions.get()
    starts_at = NOW + timedelta(hours=2)
    services.reschedule(
        session=session.pk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None, now=NOW
    )
    with pytest.raises(OfferExpired):
        services.accept_offer(registration=offered[1].pk, now=starts_at)


def test_an_offer_ends_after_the_hours_of_the_event(offered: list[Registration]) -> None:
    assert offered[1].offer_expires_at == NOW + timedelta(hours=48)


def test_an_offer_does_not_outlast_the_start() -> None:
    offering = bookable(capacity=1, offers=True, offer_hours=336)
    first, second = registered(offering, 1), registered(offering, 2)
    services.cancel(registration=first.pk, now=NOW + timedelta(days=29))
    assert fresh(second).offer_expires_at == offering.first_start


def test_an_accepted_offer_is_a_place(offered: list[Registration]) -> None:
    services.accept_offer(registration=offered[1].pk, now=NOW)
    assert fresh(offered[1]).state == State.CONFIRMED


def test_accepting_twice_is_accepting_once(offered: list[Registration]) -> None:
    for _ in range(2):
        services.accept_offer(registration=offered[1].pk, now=NOW)
    assert offered[1].log.filter(action="accepted").count() == 1


def test_a_declined_offer_goes_to_the_next(offered: list[Registration]) -> None:
    services.decline_offer(registration=offered[1].pk, now=NOW)
    assert [fresh(row).state for row in offered[1:]] == ["declined", "offered"]


def test_an_offer_cannot_be_accepted_when_its_time_is_over(offered: list[Registration]) -> None:
    with pytest.raises(OfferExpired):
        services.accept_offer(registration=offered[1].pk, now=LATER)


def test_the_clock_takes_an_offer_back_and_asks_the_next(offered: list[Registration]) -> None:
    assert services.expire_offers(now=LATER) == 1
    assert [fresh(row).state for row in offered[1:]] == ["expired", "offered"]


def test_the_clock_takes_nothing_back_too_early(offered: list[Registration]) -> None:
    assert services.expire_offers(now=NOW + timedelta(hours=47)) == 0


def test_somebody_who_was_offered_nothing_cannot_accept(offered: list[Registration]) -> None:
    with pytest.raises(MoveNotAllowed):
        services.accept_offer(registration=offered[2].pk, now=NOW)


# The address first -------------------------------------------------------------------------------------------------


def test_an_unconfirmed_address_holds_its_place() -> None:
    offering = bookable(capacity=1, verified=True)
    first, second = registered(offering, 1), registered(offering, 2)
    assert (first.state, second.state, pool_of(offering).held) == ("unverified", "unverified", 1)


def test_a_confirmed_address_has_its_place_or_its_number() -> None:
    offering = bookable(capacity=1, verified=True)
    rows = [registered(offering, number) for number in (1, 2)]
    for row in rows:
        services.verify(registration=row.pk, now=NOW)
    assert [fresh(row).state for row in rows] == ["confirmed", "waitlisted"]


def test_an_address_that_is_not_confirmed_in_time_loses_its_place_to_the_next() -> None:
    offering = bookable(capacity=1, verified=True)
    rows = [registered(offering, number) for number in (1, 2)]
    services.verify(registration=rows[1].pk, now=NOW)
    assert services.expire_unverified(now=NOW + timedelta(minutes=30)) == 1
    assert [fresh(row).state for row in rows] == ["expired", "confirmed"]


def test_it_is_too_late_to_confirm_after_half_an_hour() -> None:
    registration = registered(bookable(verified=True))
    with pytest.raises(AddressNotConfirmedInTime):
        services.verify(registration=registration.pk, now=NOW + timedelta(minutes=30))


def test_confirming_again_changes_nothing() -> None:
    registration = registered(bookable(verified=True))
    for _ in range(3):
        services.verify(registration=registration.pk, now=NOW)
    assert Mailing.objects.count() == 2


def test_an_address_that_is_confirmed_afterwards_is_noted() -> None:
    registration = registered(bookable())
    services.verify(registration=registration.pk, now=NOW)
    assert fresh(registration).verified_at == NOW


def test_somebody_without_mail_has_nothing_to_confirm() -> None:
    assert registered(bookable(verified=True), email="").state == State.CONFIRMED


def test_an_applicant_who_confirms_has_applied() -> None:
    registration = registered(bookable(verified=True, approval=True))
    services.verify(registration=registration.pk, now=NOW)
    assert fresh(registration).state == State.APPLIED
