"""Django's backend for SQLite, with one line in which all who write stand.

SQLite has one writer, and those who wait for it ask again after ever longer pauses, up to a tenth of a second. While
others write one after another without a gap, who asks so seldom finds it taken again and again: beside 120 people who
registered, a member of staff who saved a page was overtaken by a hundred (docs/performance.md). So a turn is had
before a transaction begins, in the order in which it was asked for, and lasts until it is committed or taken back.

Only what begins a transaction stands in the line: every `atomic` (they are IMMEDIATE by the settings) and every single
statement that writes outside of one. Who holds a turn waits for no other lock.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from .file_locks import NotHad, file_lock

logger = logging.getLogger(__name__)
#: Where no line can be made, and why: said once by each process, not at every write.
_said: set[tuple[Path, str]] = set()

PATIENCE = 20.0  # seconds, as long as SQLite itself waits
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def locks_folder(settings: dict[str, Any]) -> Path:
    """Return where the files of locks are: beside the database that these settings of a connection name."""
    return Path(f"{settings['NAME']}.locks")


@contextmanager
def in_line(path: Path, *, deadline: float) -> Iterator[None]:
    """Hold the lock of a file, as `file_lock` does; where none can be made, let SQLite alone decide, and log that once.

    Raises: NotHad.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(file_lock(path, deadline=deadline))
        except OSError as error:
            # SQLite itself still lets one in at a time, and says why where it cannot write.
            why = type(error).__name__
            if (path.parent, why) not in _said:
                _said.add((path.parent, why))
                logger.warning("nobody stands in line to write: %s", why)
        yield


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose writing waits for its turn.

    Raises: OperationalError, in the words of SQLite, where the turn was not had within `patience` seconds.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.patience = PATIENCE
        self._turn = ExitStack()
        self.execute_wrappers.append(self._one_statement)

    def _one_statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if self.in_atomic_block or not self.get_autocommit() or not WRITES.match(sql):
            return execute(sql, params, many, context)
        with self._in_turn():
            return execute(sql, params, many, context)

    @contextmanager
    def waiting(self, patience: float) -> Iterator[None]:
        """Let transactions that begin in the block wait so many seconds for their turn."""
        usual, self.patience = self.patience, patience
        try:
            yield
        finally:
            self.patience = usual

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        with ExitStack() as stack:
            if not self.is_in_memory_db():
                line = locks_folder(self.settings_dict) / "write"
                try:
                    stack.enter_context(in_line(line, deadline=time.monotonic() + self.patience))
                except NotHad:
                    raise OperationalError("database is locked: the turn to write did not come in time") from None
            yield

    def _start_transaction_under_autocommit(self) -> None:
        self._turn.enter_context(self._in_turn())
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._turn.close()
            raise

    def _commit(self) -> Any:
        # A commit that fails is taken back, and until then nobody else could write anyway. The next one's turn comes
        # before what waits for the commit: a Redis that hangs holds nobody up.
        super()._commit()
        self._turn.close()

    def _rollback(self) -> Any:
        try:
            super()._rollback()
        finally:
            self._turn.close()

    def _close(self) -> Any:
        try:
            super()._close()
        finally:
            self._turn.close()
