"""Where somebody stands in a queue."""

from __future__ import annotations

from django.db.models import Q

from .choices import AllocationState
from .letter_rows import LetterRows
from .models import Allocation, Registration


def position(registration: Registration, rows: LetterRows | None = None) -> int | None:
    """Return the place in the queue, from 1; the hindmost where several are waited for. None: it waits for no place.

    rows: what goes with the registration, where it is known.
    """
    allocations = rows.allocations if rows else registration.allocations.all()
    waits = [row for row in allocations if row.state == AllocationState.QUEUED and row.is_primary]
    return max((1 + before(row) for row in waits), default=None)


def before(row: Allocation) -> int:
    """Return how many parties wait at the pool before this one."""
    earlier = Q(arrived_at__lt=row.arrived_at) | Q(arrived_at=row.arrived_at, registration_id__lt=row.registration_id)
    queued = Allocation.objects.filter(pool=row.pool_id, state=AllocationState.QUEUED, is_primary=row.is_primary)
    return queued.filter(earlier).count()
