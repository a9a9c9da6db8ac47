"""The rows that go with a registration and are told in its letters, read once, or known to who has written them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from cms.core.statements import Statement

from .choices import AllocationState
from .models import Allocation, Need, Registration, Session

# A letter is written while a pool is locked: what it reads is put into words once per process.
DATES = Statement(
    lambda offering: (
        Session.objects.filter(offerings=offering).select_related("venue").order_by("starts_at", "position", "pk")
    ),
    offering=int,
)
_ALLOCATIONS = Statement(
    lambda registration: (
        Allocation.objects.filter(registration=registration)
        .exclude(state=AllocationState.RELEASED)
        .select_related("pool")
    ),
    registration=int,
)
_NEEDS = Statement(lambda registration: Need.objects.filter(registration=registration), registration=int)


class LetterRows:
    """Dates, places and needs of a registration as they are now: each is read when it is first asked for.

    dates: all of its offering's, with their venues, in order. allocations: what it has or waits for, with the pools.
    Whoever has read or written them in this transaction gives them, and they are not read again.
    """

    def __init__(
        self,
        registration: Registration,
        *,
        dates: Sequence[Session] | None = None,
        allocations: Sequence[Allocation] | None = None,
        needs: Sequence[Need] | None = None,
    ) -> None:
        self._registration = registration
        given = {"dates": dates, "allocations": allocations, "needs": needs}
        self.__dict__.update({name: rows for name, rows in given.items() if rows is not None})

    @cached_property
    def dates(self) -> Sequence[Session]:
        return list(DATES(offering=self._registration.offering_id))

    @cached_property
    def allocations(self) -> Sequence[Allocation]:
        return list(_ALLOCATIONS(registration=self._registration.pk))

    @cached_property
    def needs(self) -> Sequence[Need]:
        return list(_NEEDS(registration=self._registration.pk))

    @property
    def held(self) -> list[Session]:
        """The dates that are not called off."""
        return [session for session in self.dates if not session.is_cancelled]

    @property
    def besides(self) -> list[Allocation]:
        """What it has, or waits for, besides its place: interpreters and the like, in the order of their pools."""
        return sorted((row for row in self.allocations if not row.is_primary), key=lambda row: row.pool_id)


def sessions_of(registration: Registration, *, cancelled: bool = False) -> list[Session]:
    """Return the dates that a registration is for; those that were called off only when asked for."""
    rows = LetterRows(registration)
    return list(rows.dates) if cancelled else rows.held
