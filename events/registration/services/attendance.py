"""Who came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events.registration.choices import CheckInMethod
from events.registration.outcomes import CheckedIn


def check_in(
    *,
    registration: int,
    session: int,
    by: Any,
    now: datetime,
    members: Sequence[int] | None = None,
    method: str = CheckInMethod.LIST,
    nonce: str = "",
) -> CheckedIn:
    """Note that people of a party came; all of them unless `members` (ids) says who. Twice is the same as once.

    Raises: NotExpected, UnknownPlace.
    """
    raise NotImplementedError


def undo_check_in(
    *, registration: int, session: int, by: Any, now: datetime, members: Sequence[int] | None = None
) -> int:
    """Take a check-in back that was a mistake; return for how many people."""
    raise NotImplementedError
