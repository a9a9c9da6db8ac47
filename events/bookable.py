"""What can be booked of an event, and the one thing to do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.spoken_dates import on_its_clock, say_day, say_span
from events.registration.choices import Booking, PoolUnit
from events.registration.models import Event
from events.registration.outcomes import EventAvailability, OfferingAvailability, Openness
from events.statuses import Status, of_offering


@dataclass(frozen=True)
class Offer:
    """One thing to book. url: of the form, empty where one cannot register now. dates: the dates it is for.

    day, time: of a slot without a name of its own, so that a list says the day once; else both are empty.
    """

    name: str
    day: str
    time: str
    status: Status
    url: str
    dates: Sequence[Any]
    free: int | None
    capacity: int | None
    waiting: int
    unit: str
    closes_at: datetime | None
    opens_at: datetime | None

    @property
    def counts_parties(self) -> bool:
        """Whether a place is for all who come together."""
        return self.unit == PoolUnit.PARTY


@dataclass(frozen=True)
class Action:
    """The one button of the page. is_here: it leads to a form of this site."""

    label: str
    url: str
    is_here: bool


def register_url(event: Event, offering: Any = None) -> str:
    """The address of the registration form, with what is to be booked chosen already."""
    url = reverse("event_registration:register", kwargs={"event": event.pk})
    return f"{url}?offering={offering.pk}" if offering is not None else url


def offers(event: Event, found: EventAvailability | None, *, dates: Sequence[Any], now: datetime) -> list[Offer]:
    """Return what one can book of an event, in order; nothing where one does not register here."""
    if found is None or event.booking != Booking.HERE:
        return []
    return [_offer(event, each, dates) for each in found.offerings if each.openness != Openness.CANCELLED]


def _offer(event: Event, found: OfferingAvailability, dates: Sequence[Any]) -> Offer:
    offering = found.offering
    keys = {session.pk for session in offering.dates}
    mine = [date for date in dates if date.pk in keys and not date.is_cancelled]
    unit = _unit(offering)
    day, time = _slot(mine) if len(mine) == 1 and not offering.display_name else ("", "")
    return Offer(
        name=offering.display_name or _name(mine),
        day=day,
        time=time,
        status=of_offering(found, unit=unit),
        url=register_url(event, offering) if found.takes_registrations else "",
        dates=mine,
        free=found.free,
        capacity=found.capacity,
        waiting=found.waiting,
        unit=unit,
        closes_at=found.closes_at,
        opens_at=found.opens_at,
    )


def _name(dates: Sequence[Any]) -> str:
    language = language_of(get_language() or SOURCE_LANGUAGE)
    if not dates:
        return ""
    year = on_its_clock(dates[0].starts_at).year != timezone.localdate().year
    return say_span(dates[0].starts_at, dates[0].ends_at, language=language, year=year)


def _slot(dates: Sequence[Any]) -> tuple[str, str]:
    """The day and the time of a single date, each as people say it."""
    language = language_of(get_language() or SOURCE_LANGUAGE)
    start, end = dates[0].starts_at, dates[0].ends_at
    year = on_its_clock(start).year != timezone.localdate().year
    day = say_day(start, language=language, year=year)
    said = say_span(start, end, language=language, year=year)
    return day, said.removeprefix(day).strip(language.comma)


def _unit(offering: Any) -> str:
    """Whether persons or parties are counted where it is scarcest; reads `taken`."""
    always = [take.pool.unit for take in offering.taken if not take.when_needed]
    return PoolUnit.PARTY if always and all(unit == PoolUnit.PARTY for unit in always) else PoolUnit.PERSON


def action(event: Event, status: Status, offered: Sequence[Offer]) -> Action | None:
    """Return what a visitor should do now, or None when there is nothing to be done on a screen."""
    if event.booking == Booking.ELSEWHERE and status.openness == Openness.NO_BOOKING and event.booking_url:
        return Action(_("Register on the organiser's site"), event.booking_url, False)
    bookable = [offer for offer in offered if offer.url]
    if not bookable:
        return None
    # One offering leads straight to its form; of several, the form asks.
    url = bookable[0].url if len(bookable) == 1 else register_url(event)
    if status.openness == Openness.WAITING:
        return Action(_("Join the waiting list"), url, True)
    return Action(_("Register (one minute)"), url, True)
