"""People who must be told by telephone or post."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Notice


def settle_notice(*, notice: int, by: Any, now: datetime) -> Notice:
    """Note that somebody was told."""
    raise NotImplementedError
