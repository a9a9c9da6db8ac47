"""Giving a whole registration back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Registration


def cancel(
    *, registration: int, now: datetime, by: Any = None, reason: str = "", version: int | None = None
) -> Registration:
    """Cancel a registration and give what it held to who waits. Cancelling a cancelled one changes nothing.

    version: what the person saw; another one refuses with `ChangedMeanwhile`. reason: told in the mail when staff
    cancel.

    Raises: MoveNotAllowed, ChangedMeanwhile, Erased, PoolsBusy.
    """
    raise NotImplementedError
