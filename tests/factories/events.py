"""Events that can be registered for, and people who register."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth import get_user_model
from wagtail.models import Site

from events.registration import services
from events.registration.choices import EventKind, EventStatus, OfferingKind, PoolUnit, Selection, Waitlist
from events.registration.models import CapacityPool, Event, Offering, Registration, Session, Venue
from events.registration.party import Consent, Party

# A Monday at 10 in Japan. Events of these factories are a month later.
NOW = datetime(2026, 5, 11, 1, 0, tzinfo=UTC)
CONSENT = Consent(version="2026-04", locale="ja", sensitive=True)


def default_site() -> Site:
    return Site.objects.select_related("root_page").get(is_default_site=True)


class VenueFactory(factory.django.DjangoModelFactory):
    """A venue of the default site. Trait: accessible."""

    class Meta:
        model = Venue

    class Params:
        accessible = factory.Trait(step_free=True, accessible_toilet=True, hearing_loop=True, nursing_room=True)

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"会場{n}")
    address = "架橋市中央1-2-3"


class EventFactory(factory.django.DjangoModelFactory):
    """An event that takes place and takes registrations, without dates.

    Traits: draft, lottery, approval, offers (who waits is asked), no_waiting, fills (smaller parties go ahead),
    verified (the address is confirmed first), series.
    """

    class Meta:
        model = Event

    class Params:
        draft = factory.Trait(status=EventStatus.DRAFT)
        lottery = factory.Trait(selection=Selection.LOTTERY)
        approval = factory.Trait(selection=Selection.APPROVAL)
        offers = factory.Trait(waitlist=Waitlist.OFFER)
        no_waiting = factory.Trait(waitlist=Waitlist.NONE)
        fills = factory.Trait(fill="fill")
        verified = factory.Trait(verify_first=True)
        series = factory.Trait(kind=EventKind.COURSE_SERIES)

    page_key = factory.LazyFunction(uuid.uuid4)
    site = factory.LazyFunction(default_site)
    kind = EventKind.COURSE
    status = EventStatus.SCHEDULED


class SessionFactory(factory.django.DjangoModelFactory):
    """Two hours, a month after NOW; each next one a week later."""

    class Meta:
        model = Session

    class Params:
        weeks = 0

    event = factory.SubFactory(EventFactory)
    starts_at = factory.LazyAttribute(lambda o: NOW + timedelta(days=30, weeks=o.weeks, hours=4))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))


def bookable(
    *, capacity: int | None = 20, unit: str = PoolUnit.PERSON, offering: dict[str, Any] | None = None, **event: Any
) -> Offering:
    """Return the offering of an event with one date and one pool. `event`: traits and fields of the event."""
    session = SessionFactory(event=EventFactory(**event))
    return services.add_offering(
        event=session.event, sessions=[session], capacity=capacity, unit=unit, **(offering or {})
    )


def course(*, dates: int = 3, capacity: int = 5, **event: Any) -> tuple[Offering, list[Offering]]:
    """Return a whole course and its single dates, sharing one pool per date."""
    row = EventFactory(**({"series": True} | event))
    sessions = [SessionFactory(event=row, weeks=week) for week in range(dates)]
    singles = [services.add_offering(event=row, sessions=[session], capacity=capacity) for session in sessions]
    pools = [pool_of(single) for single in singles]
    whole = services.add_offering(event=row, sessions=sessions, capacity=None, pools=pools, kind=OfferingKind.COURSE)
    return whole, singles


def pool_of(offering: Offering) -> CapacityPool:
    """Return the pool that an offering always takes from, as it is in the database now."""
    return CapacityPool.objects.get(taken_by__offering=offering, taken_by__when_needed=False)


def party(number: int = 1, **facts: Any) -> Party:
    """Return a party that nobody else is: name, address and telephone carry the number."""
    usual: dict[str, Any] = {
        "name": f"架橋{number}子",
        "kana": "かけはし",
        "email": f"person{number}@example.jp",
        "phone": f"053-{number // 10000:03}-{number % 10000:04}",
        "consent": CONSENT,
    }
    return Party(**usual | facts)


def key() -> str:
    """Return a key as a form carries one."""
    return uuid.uuid4().hex


def registered(
    offering: Offering, number: int = 1, *, now: datetime = NOW, locale: str = "ja", **facts: Any
) -> Registration:
    """Register a party through the service and return the registration."""
    done = services.register(offering=offering.pk, idem_key=key(), party=party(number, **facts), locale=locale, now=now)
    return done.registration


def staff() -> Any:
    """Return somebody of the centre."""
    return get_user_model().objects.create_user("desk", "desk@example.jp", "x")


def fresh(registration: Registration) -> Registration:
    """Return the registration as it is in the database now."""
    return Registration.objects.get(pk=registration.pk)
