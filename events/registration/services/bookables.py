"""Offerings with their dates, their pools and how many wait, for any number of events, in one query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cms.core.one_query import Part, point_at
from events.registration.choices import AllocationState
from events.registration.models import Allocation, Event, Offering, OfferingPool


def parts(events: Any, *, dates_too: bool = True) -> dict[str, Part]:
    """What to read (`cms.core.one_query`) for `offerings_in`. events: their ids, or a query for them.

    dates_too: also the columns of the dates; without, all dates of these events are read beside it, as "dates".
    """
    through = Offering.sessions.through.objects
    order = ("session__starts_at", "session__position", "session_id")
    mine = {"offering__event__in": events}
    return {
        "offerings": Part.whole(
            Offering.objects.filter(event__in=events), order=("position", "pk"), waiting=_waiting()
        ),
        "offering_dates": (
            Part.whole(through.filter(**mine), "session", order=order)
            if dates_too
            else Part.whole(through.filter(**mine))
        ),
        "offering_takes": Part.whole(OfferingPool.objects.filter(**mine), "pool"),
    }  # fmt: skip


def offerings_in(found: Mapping[str, Sequence[Any]], events: Mapping[int, Event]) -> Sequence[Any]:
    """Return the offerings of events in order, each with `waiting`, the number of parties in its queue.

    What an offering is for is its `dates`, what it takes from, with the pools, its `taken`.
    """
    dates: dict[int, list[Any]] = {}
    takes: dict[int, list[Any]] = {}
    for pk, session in _dates_in_order(found):
        dates.setdefault(pk, []).append(session)
    for row in found["offering_takes"]:
        takes.setdefault(row.offering_id, []).append(row)
    for offering in found["offerings"]:
        mine, taken = dates.get(offering.id, []), takes.get(offering.id, [])
        point_at((offering, *mine, *[take.pool for take in taken]), "event", events[offering.event_id])
        offering.know(dates=mine, taken=taken)
    return found["offerings"]


def _dates_in_order(found: Mapping[str, Sequence[Any]]) -> Iterator[tuple[int, Any]]:
    """The id of an offering with each of its dates, earlier dates first."""
    if "dates" not in found:
        yield from ((row.offering_id, row.session) for row in found["offering_dates"])
        return
    offerings: dict[int, list[int]] = {}
    for row in found["offering_dates"]:
        offerings.setdefault(row.session_id, []).append(row.offering_id)
    for session in found["dates"]:
        for pk in offerings.get(session.id, ()):
            yield pk, session


def _waiting() -> Any:
    """The parties in the queue of an offering; those that wait for several of its pools count once."""
    queued = Allocation.objects.filter(
        registration__offering=OuterRef("pk"), state=AllocationState.QUEUED, is_primary=True,
        pool__taken_by__offering=OuterRef("pk"),
    )  # fmt: skip
    counted = queued.order_by().values("registration__offering").annotate(parties=Count("registration", distinct=True))
    return Coalesce(Subquery(counted.values("parties"), output_field=IntegerField()), 0)
