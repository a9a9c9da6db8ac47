"""May this be asked for at all? Looked at before the lock, to answer early, and again inside it, to be sure."""

from __future__ import annotations

from datetime import datetime

from events.registration.choices import BY_STAFF, Booking, EventStatus
from events.registration.exceptions import (
    EventNotHeld,
    NoRegistrationHere,
    NotOpenYet,
    PartyTooLarge,
    PartyTooSmall,
    RegistrationClosed,
)
from events.registration.models import Event, Offering


def check_booking(event: Event, *, source: str) -> None:
    """Refuse where one does not register here; staff may type in what reached them in another way.

    Raises: NoRegistrationHere.
    """
    if event.booking == Booking.HERE:
        return
    if event.booking in {Booking.BY_PHONE, Booking.INVITED} and source in BY_STAFF:
        return
    raise NoRegistrationHere


def check_held(offering: Offering, *, at: datetime) -> None:
    """Refuse what is cancelled, over, or not announced yet.

    Raises: EventNotHeld, NotOpenYet.
    """
    event = offering.event
    if event.status == EventStatus.DRAFT:
        raise NotOpenYet
    if offering.is_cancelled or event.is_cancelled or event.is_over(at=at):
        raise EventNotHeld


def check_window(offering: Offering, *, at: datetime) -> None:
    """Refuse before registration opens and after it closes.

    Raises: NotOpenYet, RegistrationClosed.
    """
    opens_at, closes_at = offering.event.opens_at, offering.closes_at
    if opens_at is not None and at < opens_at:
        raise NotOpenYet
    if offering.is_closed or (closes_at is not None and at >= closes_at):
        raise RegistrationClosed


def check_size(offering: Offering, *, seats: int, by_staff: bool) -> None:
    """Refuse parties outside the limits; staff may register larger ones, which is what the refusal says to call for.

    Raises: PartyTooSmall, PartyTooLarge.
    """
    if seats < offering.party_min:
        raise PartyTooSmall(least=offering.party_min)
    if seats > offering.most_people and not by_staff:
        raise PartyTooLarge(most=offering.most_people)
