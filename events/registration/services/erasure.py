"""Keeping the promise to erase."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Registration


def erase_due(*, now: datetime) -> int:
    """Erase the personal data whose promised date has come and leave a report in numbers; return how many
    registrations.
    """
    raise NotImplementedError


def erase_now(*, registration: int, by: Any, now: datetime) -> Registration:
    """Erase one registration because the person asks for it; an active one is cancelled first.

    Raises: PoolsBusy.
    """
    raise NotImplementedError
