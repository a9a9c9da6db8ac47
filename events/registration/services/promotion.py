"""Who waits gets what was freed."""

from __future__ import annotations

from datetime import datetime

from events.registration.models import Registration


def promote(*, offering: int, now: datetime) -> list[Registration]:
    """Give what is free to who waits, in the order of the queue; return those whose state changed.

    All other services do this themselves when they free something; it is a verb of its own for the clock and for
    repair.

    Raises: PoolsBusy.
    """
    raise NotImplementedError
