"""People who must be told by telephone or post."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.exceptions import UnknownPlace
from events.registration.models import Notice


def settle_notice(*, notice: int, by: Any, now: datetime) -> Notice:
    """Note that somebody was told; who noted it first stays.

    Raises: UnknownPlace.
    """
    Notice.objects.filter(pk=notice, done_at__isnull=True).update(done_at=now, done_by=by)
    row = Notice.objects.filter(pk=notice).first()
    if row is None:
        raise UnknownPlace
    return row
