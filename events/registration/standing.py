"""Where somebody stands in a queue."""

from __future__ import annotations

from django.db.models import Q

from .choices import AllocationState
from .models import Allocation, Registration


def position(registration: Registration) -> int | None:
    """Return the place in the queue, from 1; the hindmost where several are waited for. None: it waits for no place."""
    waits = [row for row in registration.allocations.all() if row.state == AllocationState.QUEUED and row.is_primary]
    return max((1 + before(row) for row in waits), default=None)


def before(row: Allocation) -> int:
    """Return how many parties wait at the pool before this one."""
    earlier = Q(arrived_at__lt=row.arrived_at) | Q(arrived_at=row.arrived_at, registration_id__lt=row.registration_id)
    queued = Allocation.objects.filter(pool=row.pool_id, state=AllocationState.QUEUED, is_primary=row.is_primary)
    return queued.filter(earlier).count()
