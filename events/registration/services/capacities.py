"""How many there may be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import CapacityPool


def set_capacity(*, pool: int, capacity: int | None, by: Any, now: datetime) -> CapacityPool:
    """Allow more or fewer; None is without limit. More goes to who waits at once. Fewer than are given takes nothing
    from anybody.

    Raises: PoolsBusy.
    """
    raise NotImplementedError
