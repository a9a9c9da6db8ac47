"""How long a process waits for its database."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Self


class Clock:
    """Counts the statements that are sent while it runs, and the seconds until they are answered."""

    def __init__(self) -> None:
        self.statements, self.seconds = 0, 0.0
        self._open = ExitStack()

    def __enter__(self) -> Self:
        from django.db import connection

        self._open.enter_context(connection.execute_wrapper(self._time))
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def _time(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.statements += 1
