"""Send no faster than a lane allows."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Pace:
    """Spreads a batch evenly over the time that was reserved for it."""

    def __init__(self, rate: float | None, starts_at: datetime, clock: Callable[[], datetime]):
        self._gap = timedelta(seconds=1 / rate) if rate else None
        self._next = starts_at
        self._clock = clock

    def wait(self) -> None:
        """Return when the next message may leave."""
        if self._gap is None:
            return
        seconds = (self._next - self._clock()).total_seconds()
        if seconds > 0:
            time.sleep(seconds)
        self._next += self._gap
