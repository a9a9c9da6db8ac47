"""One at a time at each pool: the lock that everything that gives or frees a place holds.

SQLite has one writer anyway; file locks let the others wait their turn without asking the database over and over, and
go with the process that held them. Of those who wait at a pool one at a time stands among all who write, so that a
crowd at an event holds nobody up who sends another form. PostgreSQL has advisory locks that end with the transaction.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet

from cms.core.json_rows import key_list, keys_as_json
from cms.core.statements import Statement
from cms.core.turns import locks_folder, turn_to_write
from cms.sqlite.base import in_line
from cms.sqlite.file_locks import NotHad
from events.registration.exceptions import PoolsBusy
from events.registration.models import CapacityPool

from .ledger import Ledger

PATIENCE = 10.0  # seconds; who waits longer is asked to press the button again
NAMESPACE = 0x6B616B65 << 32  # keeps these advisory locks apart from those of others
LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"


@contextmanager
def locked_pools(ids: Iterable[int], *, patience: float = PATIENCE) -> Iterator[Ledger]:
    """Open a transaction that is alone at these pools, and yield their ledger, read after the lock was had.

    All that was given and freed is written to the pools when the block ends well; nothing at all when it raises. Inside
    an outer transaction the locks are held until that one ends.

    Raises:
        PoolsBusy: a lock was not had within `patience` seconds, here or by any statement of the block, or the database
            chose this transaction to end a deadlock. Nothing was written.
    """
    numbers = sorted(set(ids))
    try:
        with ExitStack() as stack:
            if connection.vendor == "postgresql":
                stack.enter_context(transaction.atomic())
                _lock_postgres(numbers, patience)
            else:
                _lock_sqlite(stack, numbers, patience)
            ledger = read_ledger(numbers)
            yield ledger
            ledger.write()
    except OperationalError as error:
        if _is_about_a_lock(error):
            raise PoolsBusy from error
        raise


def _is_about_a_lock(error: OperationalError) -> bool:
    """Whether another transaction was in the way. PostgreSQL says so by a code, SQLite in words."""
    if connection.vendor == "postgresql":
        return getattr(error.__cause__, "sqlstate", "") in {LOCK_NOT_AVAILABLE, DEADLOCK}
    return "locked" in str(error)


def read_ledger(numbers: list[int]) -> Ledger:
    """Return the ledger of pools as they are now. The caller holds their locks."""
    return Ledger(_POOLS(pools=keys_as_json(numbers)))


def _pools(pools: str) -> QuerySet[CapacityPool]:
    rows = CapacityPool.objects.filter(pk__in=key_list(pools)).order_by("pk")
    return rows.select_for_update(no_key=True) if connection.vendor == "postgresql" else rows


_POOLS = Statement(_pools, pools=str)


def _lock_postgres(numbers: list[int], patience: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{int(patience * 1000)}ms"])
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [NAMESPACE + number])


def _lock_sqlite(stack: ExitStack, numbers: list[int], patience: float) -> None:
    if connection.in_atomic_block:  # the outer transaction has the only right to write already
        stack.enter_context(transaction.atomic())
        return
    deadline = time.monotonic() + patience
    locks = stack.enter_context(ExitStack())
    for number in numbers:
        locks.enter_context(_file_lock(number, deadline))
    stack.enter_context(turn_to_write(patience=deadline - time.monotonic()))
    # Let go with the commit, before all that waits for it: a Redis that hangs must hold nobody up at a pool.
    transaction.on_commit(locks.close)


@contextmanager
def _file_lock(number: int, deadline: float) -> Iterator[None]:
    try:
        with in_line(locks_folder() / str(number), deadline=deadline):
            yield
    except NotHad:
        raise PoolsBusy from None
