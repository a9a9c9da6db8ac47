"""What staff decide about one registration."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from events.registration.models import Registration


def decide(
    *, registration: int, decision: Literal["confirm", "wait", "reject"], by: Any, now: datetime, reason: str = ""
) -> Registration:
    """Decide on an application.

    Raises: Full (confirming beyond what is free), MoveNotAllowed, PoolsBusy.
    """
    raise NotImplementedError


def override_confirm(*, registration: int, by: Any, reason: str, now: datetime) -> Registration:
    """Confirm somebody who waits, out of turn or beyond the capacity. The reason is kept in the log.

    Raises: ReasonMissing, MoveNotAllowed, PoolsBusy.
    """
    raise NotImplementedError
