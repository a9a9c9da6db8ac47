"""Beat that goes on when the clock of its machine is put right."""

from __future__ import annotations

import logging
from time import monotonic, time
from typing import Any

from celery.beat import Scheduler

logger = logging.getLogger(__name__)

#: Clocks are slewed by less at a time; more than this between two looks was a jump. Beat looks every few seconds.
JUMP = 5.0  # seconds


class Steady(Scheduler):
    """Celery's scheduler, which counts anew from the moment at which it sees that the clock has jumped.

    Celery notes by the clock when an entry ran, and would wait until the clock has come there again: a year, where a
    machine started with a wrong one. Nothing is kept in a file: when work was done last, the database knows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._ahead = self._clock_ahead()
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Run what is due; return how many seconds nothing will be."""
        ahead = self._clock_ahead()
        if abs(ahead - self._ahead) > JUMP:
            logger.warning("beat: the clock has jumped by %.0f seconds; counting anew", ahead - self._ahead)
            for entry in self.schedule.values():
                entry.last_run_at = entry.default_now()
            self._heap = None
        self._ahead = ahead
        return super().tick(*args, **kwargs)  # type: ignore[no-any-return]

    def _clock_ahead(self) -> float:
        """By how much the clock is ahead of the one that nobody can put forward or back."""
        return time() - monotonic()
