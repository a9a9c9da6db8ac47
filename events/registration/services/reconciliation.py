"""Looking whether all that must hold holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from events.registration.outcomes import Violation


def reconcile(*, now: datetime, event: int | None = None) -> Sequence[Violation]:
    """Return what does not hold, of one event or of all; nothing is changed."""
    raise NotImplementedError
