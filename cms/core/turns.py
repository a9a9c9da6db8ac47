"""Who comes first writes first, on SQLite too.

SQLite has one writer, and those who wait for it ask again after ever longer pauses, up to a tenth of a second. While
others write one after another without a gap, who asks so seldom finds it taken again and again: of 120 people who
registered at the same time, somebody was overtaken by sixty (docs/performance.md). So what many visitors write stands
in one line before the database. PostgreSQL locks rows, and has lines of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import OperationalError, connection, transaction

from .file_locks import NotHad, file_lock

PATIENCE = 20.0  # seconds, as long as SQLite itself waits


def locks_folder() -> Path:
    """Where the files of locks are: beside the database of SQLite."""
    return Path(f"{connection.settings_dict['NAME']}.locks")


@contextmanager
def turn_to_write(*, patience: float = PATIENCE) -> Iterator[None]:
    """Open a transaction on SQLite when it is this process's turn to write; elsewhere do nothing.

    Inside a transaction the turn to write is had already. Whoever holds a turn takes no other lock.

    Raises: OperationalError when the turn was not had within `patience` seconds.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with ExitStack() as stack:
        turn = stack.enter_context(ExitStack())
        try:
            turn.enter_context(file_lock(locks_folder() / "write", deadline=time.monotonic() + patience))
        except NotHad:
            raise OperationalError("database is locked: the turn to write did not come in time") from None
        stack.enter_context(transaction.atomic())
        # The next one's turn comes with the commit, before all that waits for it: a Redis that hangs holds nobody up.
        transaction.on_commit(turn.close)
        yield
