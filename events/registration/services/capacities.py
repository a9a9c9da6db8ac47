"""How many there may be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.choices import Action
from events.registration.exceptions import PoolsBusy, UnknownPlace
from events.registration.models import CapacityPool, Offering

from .journal import record_for_event
from .locks import locked_pools
from .placement import pools_of, serve


def set_capacity(*, pool: int, capacity: int | None, by: Any, now: datetime) -> CapacityPool:
    """Allow more or fewer; None is without limit.

    More goes to who waits at once. Fewer than are given takes nothing from anybody: nobody new is let in until enough
    have been given back.

    Raises: UnknownPlace, PoolsBusy.
    """
    row = CapacityPool.objects.select_related("event").filter(pk=pool).first()
    if row is None:
        raise UnknownPlace
    reached = {pool}
    for offering in Offering.objects.filter(pools=pool):
        reached.update(pools_of(offering))
    with locked_pools(reached) as ledger:
        if pool not in ledger.pools:
            raise PoolsBusy
        before = ledger.pools[pool].capacity
        if before == capacity:
            return ledger.pools[pool]
        ledger.limit(pool, capacity)
        record_for_event(
            event=row.event, action=Action.CHANGED, now=now, by=by,
            data={"pool": pool, "capacity_before": before, "capacity": capacity, "held": ledger.pools[pool].held},
        )  # fmt: skip
        serve(ledger, now=now)
    return ledger.pools[pool]
