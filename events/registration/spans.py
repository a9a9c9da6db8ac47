"""The spans of events that lists are looked up by, and which of them a change touches (ADR 81).

Keys grow with time, and it is the newest events that are changed most. What lists remember is kept for each span of
keys by itself, the newest the shortest, so that a change has few events looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cms.core.generations import names_touched
from events.registration.models import Event

#: So many keys have a token together.
BLOCK = 1024
#: So many blocks are a span, but for the newest, which is one block or two. Where that would be more than `MOST` spans
#: they are twice as long, and twice again.
LONG = 8
MOST = 8
_PREFIX = "events-"
#: Greater than any key that there will be.
_MOST = 2**31 - 1


@dataclass(frozen=True)
class Span:
    """The events whose keys are in these blocks; without `end`, whatever comes after them too.

    newest: of the span without `end`, the newest block of which a change was heard: one in a newer block makes another
    span.
    """

    first: int
    end: int | None
    newest: int

    @property
    def is_whole(self) -> bool:
        return self.first == 0 and self.end is None

    @property
    def keys(self) -> tuple[int, int]:
        """The first key, and the first that is too great."""
        return self.first * BLOCK, _MOST if self.end is None else self.end * BLOCK

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of its blocks, as `generations.watch` is told them."""
        return tuple(f"{_PREFIX}{block}" for block in range(self.first, self.end or self.newest + 1))


def spans() -> list[Span]:
    """All spans, the oldest first.

    A new block makes the newest span begin later and leaves all others but the one before it where they are.
    """
    newest = max((block for name in names_touched() if (block := _block(name)) is not None), default=0)
    last, length = max(newest - 1, 0), LONG
    while last > length * MOST:
        length *= 2
    starts = [*range(0, last, length), last]
    return [
        Span(first, end, newest if end is None else 0)
        for first, end in zip(starts, [*starts[1:], None], strict=True)
    ]  # fmt: skip


def side_by_side(chosen: Sequence[Span]) -> list[list[Span]]:
    """Some spans, the oldest first, in groups with no other span's keys between them."""
    groups = [[span] for span in chosen[:1]]
    for before, span in pairwise(chosen):
        if before.end == span.first:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _part(key: int) -> str:
    return f"{_PREFIX}{key // BLOCK}"


def _block(name: str) -> int | None:
    prefix, _, number = name.partition(_PREFIX)
    return int(number) if not prefix and number else None


def of_event(event: Any) -> Iterable[str]:
    return [_part(event.pk)]


def of_row(row: Any) -> Iterable[str]:
    """Of a date, a language or an organiser of an event."""
    return [_part(row.event_id)]


def of_pages(page_keys: Any) -> Iterable[str]:
    """Of the events that have these pages. One without facts is in no list, and facts that come say so."""
    events = Event.objects.filter(page_key__in=page_keys).order_by()
    return [_part(pk) for pk in events.values_list("pk", flat=True)]
