"""What belongs together, as the count of a form or what is given at a pool, is written in one turn on SQLite.

All who write there stand in one line (`cms/sqlite/base.py`). PostgreSQL locks rows, and has lines of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

from django.db import connection, transaction

from cms.sqlite import base


def locks_folder() -> Path:
    """Where the files of locks are: beside the database of SQLite."""
    return base.locks_folder(connection.settings_dict)


@contextmanager
def turn_to_write(*, patience: float = base.PATIENCE) -> Iterator[None]:
    """Open a transaction on SQLite when it is this process's turn to write; elsewhere do nothing.

    Inside a transaction the turn to write is had already. Whoever holds a turn takes no other lock.

    Raises: OperationalError when the turn was not had within `patience` seconds.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with ExitStack() as stack:
        with cast(Any, connection).waiting(patience):
            stack.enter_context(transaction.atomic())
        yield
