"""How many places are left, for one event or for a list, in one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from cms.core.json_rows import key_list, keys_as_json
from cms.core.one_query import KeptParts
from events.registration.choices import Booking, EventStatus, Selection, Waitlist
from events.registration.models import CapacityPool, Event
from events.registration.outcomes import EventAvailability, OfferingAvailability, Openness

from . import bookables

BEST_FIRST = list(Openness)
_PARTS = KeptParts(lambda events: bookables.parts(key_list(events)), events=str)


def availability(*, events: Iterable[Event], now: datetime) -> Mapping[int, EventAvailability]:
    """Return what is free, by id of the event. One query, whatever the number of events."""
    by_id = {event.pk: event for event in events}
    found = _PARTS.read(events=keys_as_json(by_id)) if by_id else {}
    return availability_in(found=found, events=by_id.values(), now=now)


def availability_in(
    *, found: Mapping[str, Sequence[Any]], events: Iterable[Event], now: datetime
) -> Mapping[int, EventAvailability]:
    """The same from rows that were read together with others: `found` holds what `bookables.parts` asks for."""
    by_id = {event.pk: event for event in events}
    parts: dict[int, list[OfferingAvailability]] = {pk: [] for pk in by_id}
    fixed = {pk: _fixed(event, now) for pk, event in by_id.items()}
    for offering in bookables.offerings_in(found, by_id) if found.get("offerings") else ():
        pk = offering.event_id
        parts[pk].append(_of_offering(offering, by_id[pk], fixed[pk], now))
    return {pk: _of_event(event, parts[pk], fixed[pk]) for pk, event in by_id.items()}


def availability_of(*, event: Event, now: datetime) -> EventAvailability:
    """The same for one event."""
    return availability(events=[event], now=now)[event.pk]


def _of_offering(offering: Any, event: Event, fixed: Openness | None, now: datetime) -> OfferingAvailability:
    pools = offering.always_taken
    scarcest = _scarcest(pools)
    free = scarcest.free if scarcest is not None else None
    start, end = offering.span
    closes_at = offering.deadline(start=start, event=event)
    if offering.is_cancelled:
        fixed = Openness.CANCELLED
    return OfferingAvailability(
        offering=offering,
        openness=fixed or _openness(offering, event, pools, free, end, closes_at, now),
        free=free,
        scarcest=scarcest,
        waiting=offering.waiting,
        opens_at=event.opens_at,
        closes_at=closes_at,
        by_pool={take.pool_id: take.pool.free for take in offering.taken if take.when_needed},
    )


def _scarcest(pools: Sequence[CapacityPool]) -> CapacityPool | None:
    """The pool with the fewest free places; where all are without limit, the first."""
    if len(pools) == 1:  # as with nearly every offering
        return pools[0]
    limited = [pool for pool in pools if pool.capacity is not None]
    return min(limited, key=lambda pool: pool.free or 0, default=pools[0] if pools else None)


def _openness(
    offering: Any, event: Event, pools: Sequence[CapacityPool], free: int | None, end: datetime | None,
    closes_at: datetime | None, now: datetime,
) -> Openness:  # fmt: skip
    if end is not None and end <= now:
        return Openness.OVER
    if event.opens_at is not None and now < event.opens_at:
        return Openness.NOT_YET
    if offering.is_closed or (closes_at is not None and now >= closes_at):
        return Openness.CLOSED
    if event.selection != Selection.FIRST_COME or free is None:
        return Openness.OPEN
    least = min([pool.units_for(offering.party_min) for pool in pools], default=1)
    if free < least or offering.waiting:
        return Openness.FULL if event.waitlist == Waitlist.NONE else Openness.WAITING
    return Openness.FEW_LEFT if free <= event.few_left else Openness.OPEN


def _fixed(event: Event, now: datetime) -> Openness | None:
    """Return what holds for the whole event, whatever its offerings say."""
    if event.is_cancelled:
        return Openness.CANCELLED
    if event.is_over(at=now):
        return Openness.OVER
    if event.booking != Booking.HERE:
        return Openness.NO_BOOKING
    if event.status == EventStatus.DRAFT:
        return Openness.NOT_YET
    return None


def _of_event(event: Event, parts: list[OfferingAvailability], fixed: Openness | None) -> EventAvailability:
    openness = fixed or min((part.openness for part in parts), key=BEST_FIRST.index, default=Openness.NO_BOOKING)
    counted = [part for part in parts if part.takes_registrations] or parts
    # Offerings that share a pool share its free places: each pool is counted once.
    free: dict[int, int | None] = {}
    for part in counted:
        if part.scarcest is not None:
            free[part.scarcest.id] = part.free
    closes = [part.closes_at for part in counted if part.closes_at is not None]
    return EventAvailability(
        event=event,
        openness=openness,
        free=None if not free or None in free.values() else sum(count or 0 for count in free.values()),
        waiting=sum(part.waiting for part in parts),
        opens_at=event.opens_at,
        closes_at=max(closes, default=event.closes_at),
        offerings=parts,
    )
