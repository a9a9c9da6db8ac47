"""Who waits gets what was freed."""

from __future__ import annotations

from datetime import datetime

from events.registration.models import Registration

from .finding import offering_now
from .locks import locked_pools
from .placement import pools_of, serve


def promote(*, offering: int, now: datetime) -> list[Registration]:
    """Give what is free to who waits, in the order of the queue; return those who got something.

    All other services do this themselves when they free something; it is a verb of its own for the clock and repair.

    Raises: UnknownPlace, PoolsBusy.
    """
    with locked_pools(pools_of(offering_now(offering))) as ledger:
        return serve(ledger, now=now)
