"""What is given and free in some pools, while their locks are held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from events.registration.models import CapacityPool

NEXT_MOMENT = timedelta(microseconds=1)


class Ledger:
    """The pools by id. Changes are kept here and written as differences, so that the database's checks see each one."""

    def __init__(self, pools: Iterable[CapacityPool]) -> None:
        self.pools = {pool.pk: pool for pool in pools}
        self._read = {pk: _values(pool) for pk, pool in self.pools.items()}

    def has_room(self, pool: int, units: int) -> bool:
        """Whether the capacity leaves `units`; what was granted above it does not count as free."""
        free = self.pools[pool].free
        return free is None or units <= free

    @property
    def anything_free(self) -> bool:
        return any(pool.free is None or pool.free > 0 for pool in self.pools.values())

    def take(self, pool: int, units: int) -> None:
        """Give `units`. The caller has looked whether there is room, or has raised the ceiling."""
        self.pools[pool].held += units

    def put_back(self, pool: int, units: int) -> None:
        """Free `units`; what was granted above the capacity is worked off first."""
        row = self.pools[pool]
        row.held -= units
        if row.capacity is not None and row.ceiling is not None:
            row.ceiling = max(row.capacity, min(row.ceiling, row.held))

    def grant(self, pool: int, units: int) -> int:
        """Raise the ceiling so that `units` more can be given whatever the capacity; return by how many."""
        row = self.pools[pool]
        if row.ceiling is None:
            return 0
        beyond = max(row.held + units - row.ceiling, 0)
        row.ceiling += beyond
        return beyond

    def limit(self, pool: int, capacity: int | None) -> None:
        """Set the capacity. What is given above it stays given, and is the ceiling until it is given back."""
        row = self.pools[pool]
        row.capacity = capacity
        row.ceiling = None if capacity is None else max(capacity, row.held)

    def arrival(self, pools: Iterable[int], now: datetime) -> datetime:
        """Return a time of arrival that is later than all before it at each of these pools, and remember it there.

        One for all pools, so that two parties stand in the same order wherever they meet.
        """
        rows = [self.pools[pool] for pool in pools]
        last = max((row.last_arrival_at for row in rows if row.last_arrival_at is not None), default=None)
        if last is not None and now <= last:
            now = last + NEXT_MOMENT
        for row in rows:
            row.last_arrival_at = now
        return now

    def next_number(self, pool: int) -> int:
        """Return the next number of a pool."""
        row = self.pools[pool]
        row.next_seq += 1
        return row.next_seq - 1

    def write(self) -> None:
        """Write what changed. `held` and `next_seq` as differences: the database's checks stand behind the lock."""
        for pk, pool in self.pools.items():
            if self._read[pk] == _values(pool):
                continue
            held, next_seq, *_others = self._read[pk]
            CapacityPool.objects.filter(pk=pk).update(
                held=F("held") + (pool.held - held),
                next_seq=F("next_seq") + (pool.next_seq - next_seq),
                capacity=pool.capacity,
                ceiling=pool.ceiling,
                last_arrival_at=pool.last_arrival_at,
            )
            self._read[pk] = _values(pool)


def _values(pool: CapacityPool) -> tuple[int, int, int | None, int | None, datetime | None]:
    return pool.held, pool.next_seq, pool.capacity, pool.ceiling, pool.last_arrival_at
