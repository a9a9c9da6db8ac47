"""What services answer. Data only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Registered:
    """replayed: the same request had been sent before; nothing was done now."""

    registration: Any
    replayed: bool = False


class Openness(StrEnum):
    """What a visitor can do about an offering or an event, in the order from best to worst."""

    OPEN = "open"
    FEW_LEFT = "few_left"
    WAITING = "waiting"
    NOT_YET = "not_yet"
    FULL = "full"
    CLOSED = "closed"
    OVER = "over"
    CANCELLED = "cancelled"
    NO_BOOKING = "no_booking"


@dataclass(frozen=True, kw_only=True)
class OfferingAvailability:
    """free: units that the scarcest pool still gives, in its own unit (None: no limit). waiting: parties in the queue.

    scarcest: the pool that bounds `free`, the first where none does. by_pool: free units per id of each pool that is
    taken when needed.
    """

    offering: Any
    openness: Openness
    free: int | None
    scarcest: Any
    waiting: int
    opens_at: datetime | None
    closes_at: datetime | None
    by_pool: Mapping[int, int | None] = field(default_factory=dict)

    @property
    def capacity(self) -> int | None:
        """Of the scarcest pool; None without limit."""
        return self.scarcest.capacity if self.scarcest is not None else None

    @property
    def held(self) -> int:
        """How many of the scarcest pool are given."""
        return self.scarcest.held if self.scarcest is not None else 0

    @property
    def takes_registrations(self) -> bool:
        """Whether the form may be shown."""
        return self.openness in {Openness.OPEN, Openness.FEW_LEFT, Openness.WAITING}


@dataclass(frozen=True, kw_only=True)
class EventAvailability:
    """The best of what an event's offerings offer; `free` is their sum, None without limit."""

    event: Any
    openness: Openness
    free: int | None
    waiting: int
    opens_at: datetime | None
    closes_at: datetime | None
    offerings: Sequence[OfferingAvailability] = ()

    @property
    def takes_registrations(self) -> bool:
        return self.openness in {Openness.OPEN, Openness.FEW_LEFT, Openness.WAITING}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One party in a queue, and why it waits.

    position: from 1. pools: those that have too few free units for it. behind_others: somebody before it waits too.
    """

    registration: Any
    position: int
    pools: Sequence[Any]
    behind_others: bool = False


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One person of a list for the door. attended: per id of the session."""

    registration: Any
    member: Any
    name: str
    kana: str
    number: int
    needs: Sequence[Any]
    answers: Mapping[str, Any]
    attended: Mapping[int, bool]


@dataclass(frozen=True, kw_only=True)
class CheckedIn:
    """members: those of the party who are checked in now. already: they had been before."""

    registration: Any
    session: Any
    members: Sequence[Any]
    already: bool = False


@dataclass(frozen=True, kw_only=True)
class DrawCheck:
    """Whether a published draw holds: the seed fits the commitment, the list its digest, the ranks the rule."""

    seed_fits: bool
    list_fits: bool
    ranks_fit: bool

    @property
    def holds(self) -> bool:
        return self.seed_fits and self.list_fits and self.ranks_fit


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A broken invariant. name: I1 to I10. where: ids of rows, never what somebody typed."""

    name: str
    where: str
    says: str
