"""Offerings with their dates, their pools and how many wait, for any number of events, in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cms.core.one_query import Part
from events.registration.choices import AllocationState
from events.registration.models import Allocation, Event, Offering, OfferingPool


def parts(events: Any) -> dict[str, Part]:
    """What to read (`cms.core.one_query`) for `offerings_in`. events: their ids, or a query for them."""
    mine = {"offering__event__in": events}
    return {
        "offerings": Part.whole(
            Offering.objects.filter(event__in=events), order=("position", "pk"), waiting=_waiting()
        ),
        "offering_dates": Part.whole(
            Offering.sessions.through.objects.filter(**mine), "session",
            order=("session__starts_at", "session__position", "session_id"),
        ),
        "offering_takes": Part.whole(OfferingPool.objects.filter(**mine), "pool"),
    }  # fmt: skip


def offerings_in(found: Mapping[str, Sequence[Any]], events: Mapping[int, Event]) -> Sequence[Any]:
    """Return the offerings of events in order, each with `waiting`, the number of parties in its queue.

    What an offering is for (`sessions`) and takes from (`takes`, with their pools) counts as prefetched.
    """
    dates: dict[int, list[Any]] = {offering.pk: [] for offering in found["offerings"]}
    takes: dict[int, list[Any]] = {offering.pk: [] for offering in found["offerings"]}
    for row in found["offering_dates"]:
        dates[row.offering_id].append(row.session)
    for row in found["offering_takes"]:
        takes[row.offering_id].append(row)
    for offering in found["offerings"]:
        offering.event = events[offering.event_id]
        for session in dates[offering.pk]:
            session.event = offering.event
        for take in takes[offering.pk]:
            take.pool.event = offering.event
        offering.know(dates=dates[offering.pk], taken=takes[offering.pk])
    return found["offerings"]


def _waiting() -> Any:
    """The parties in the queue of an offering; those that wait for several of its pools count once."""
    queued = Allocation.objects.filter(
        registration__offering=OuterRef("pk"), state=AllocationState.QUEUED, is_primary=True,
        pool__taken_by__offering=OuterRef("pk"),
    )  # fmt: skip
    counted = queued.order_by().values("registration__offering").annotate(parties=Count("registration", distinct=True))
    return Coalesce(Subquery(counted.values("parties"), output_field=IntegerField()), 0)
