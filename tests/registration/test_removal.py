"""What was set up by mistake can be taken back; what people registered for cannot."""

from __future__ import annotations

import pytest

from events.registration import services
from events.registration.exceptions import HasRegistrations, UnknownPlace
from events.registration.models import CapacityPool, Offering, Session
from events.registration.party import NeedAsked
from tests.factories.events import NOW, bookable, course, pool_of, registered

pytestmark = pytest.mark.django_db


def test_a_date_goes_with_what_is_booked_for_it_only() -> None:
    offering = bookable()
    services.remove_session(session=offering.sessions.get().pk, by=None, now=NOW)
    assert [model.objects.count() for model in (Session, Offering, CapacityPool)] == [0, 0, 0]


def test_a_whole_course_stays_when_one_of_its_dates_goes() -> None:
    whole, singles = course()
    services.remove_session(session=singles[0].sessions.get().pk, by=None, now=NOW)
    assert whole.sessions.count() == 2


def test_the_places_that_a_course_takes_from_stay() -> None:
    whole, singles = course()
    pool = pool_of(singles[0])
    services.remove_offering(offering=singles[0].pk, by=None, now=NOW)
    assert pool in whole.pools.all()


def test_a_date_with_an_old_registration_stays() -> None:
    offering = bookable()
    row = registered(offering)
    services.cancel(registration=row.pk, now=NOW)
    with pytest.raises(HasRegistrations):
        services.remove_session(session=offering.sessions.get().pk, by=None, now=NOW)


def test_something_bookable_goes_and_its_date_stays() -> None:
    offering = bookable()
    services.remove_offering(offering=offering.pk, by=None, now=NOW)
    assert Session.objects.exists()
    assert not CapacityPool.objects.exists()


def test_something_booked_stays() -> None:
    offering = bookable()
    registered(offering)
    with pytest.raises(HasRegistrations):
        services.remove_offering(offering=offering.pk, by=None, now=NOW)


def test_interpreters_that_nobody_asked_for_go() -> None:
    offering = bookable()
    pool = services.add_interpreters(event=offering.event, language="vi", capacity=1)
    services.remove_pool(pool=pool.pk, by=None, now=NOW)
    assert list(offering.pools.all()) == [pool_of(offering)]


def test_an_interpreter_whom_somebody_asked_for_stays() -> None:
    offering = bookable()
    pool = services.add_interpreters(event=offering.event, language="vi", capacity=1)
    registered(offering, needs=(NeedAsked(kind="interpreter", language="vi"),))
    with pytest.raises(HasRegistrations):
        services.remove_pool(pool=pool.pk, by=None, now=NOW)


def test_places_do_not_go_without_what_one_books() -> None:
    offering = bookable()
    with pytest.raises(UnknownPlace):
        services.remove_pool(pool=pool_of(offering).pk, by=None, now=NOW)
