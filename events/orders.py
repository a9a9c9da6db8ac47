"""Which events are shown in which order, for those who remember it until facts change or an event ends (ADR 79)."""

from __future__ import annotations

from array import array
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from math import inf
from typing import Any

from django.db.models import Min, Q

from events.registration.models import Event
from events.registration.spans import Span


@dataclass(frozen=True, eq=False)
class Order:
    """The keys of some events in the order in which they are shown. until: from then on it may be another.

    runs: those of the spans that it was put together from, each in its own order.
    """

    keys: Sequence[int]
    until: datetime | None
    runs: Sequence[Run] = ()

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, eq=False)
class Run(Order):
    """The order of one span, and where each of its events stands among those of others."""

    span: Span | None = None
    places: Sequence[Sequence[float]] = ()


#: For questions that no keys narrow.
EVERYTHING = Order((), None)


def runs_of(
    spans: Sequence[Span], rows: Iterable[Any], ends: Mapping[Span, datetime | None], *, latest_first: bool
) -> list[Run]:
    """Make the runs of some spans, the oldest first, which have no other span between them.

    rows: of all of them in order. Keys where one span is all there is, else (key, start, fiscal year).
    ends: when the next event of each span ends.
    """
    if spans[0].is_whole:
        return [Run(array("q", rows), ends[spans[0]], span=spans[0])]
    firsts = [span.keys[0] for span in spans]
    columns = [(array("q"), array("d"), array("q")) for _span in spans]
    for pk, start, year in rows:
        keys, starts, years = columns[bisect(firsts, pk) - 1]
        keys.append(pk)
        # What is not decided, or not known any more, comes last.
        starts.append(start.timestamp() if start else (-inf if latest_first else inf))
        years.append((year if year is not None else -1) if latest_first else 0)
    return [
        Run(keys, ends[span], span=span, places=(starts, years))
        for span, (keys, starts, years) in zip(spans, columns, strict=True)
    ]


def merged(runs: Sequence[Run], *, latest_first: bool) -> Order:
    """Put runs together, by what `rows.LATEST_FIRST` or `rows.SOONEST_FIRST` order them by."""
    until = min((run.until for run in runs if run.until), default=None)
    if len(runs) == 1:
        return Order(runs[0].keys, until, runs)
    rows = sorted(chain.from_iterable(zip(*run.places, run.keys, strict=True) for run in runs), reverse=latest_first)
    return Order(array("q", (row[-1] for row in rows)), until, runs)


def next_ends(site: Any, spans: Sequence[Span], *, now: datetime) -> dict[Span, datetime | None]:
    """When the next event of each of these spans ends, which makes it one of the past; None where none will."""
    if spans[0].is_whole:
        events = Event.objects.for_site(site).filter(ends_at__gt=now).order_by("ends_at")
        return {spans[0]: events.values_list("ends_at", flat=True).first()}
    ends = {f"span{number}": Min("ends_at", filter=_within(span)) for number, span in enumerate(spans)}
    found = Event.objects.for_site(site).filter(ends_at__gt=now).order_by().aggregate(**ends)
    return dict(zip(spans, found.values(), strict=True))


def _within(span: Span) -> Q:
    first, end = span.keys
    return Q(pk__gte=first, pk__lt=end)
