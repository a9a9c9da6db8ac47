"""What staff look up this month: grants that usually open now, that are overdue, that nobody looked at lately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from . import months, statuses
from .japan_time import japanese_day
from .statuses import Status, Windows

#: A call that did not appear in its month is asked about for so many months.
OVERDUE_MONTHS = 3
#: A call without a deadline may have been closed without notice.
ROLLING_DAYS = 180
#: Who has looked is not asked again for so long.
LOOKED_DAYS = 7


class Why(StrEnum):
    """Why a grant is to be looked up, the most urgent first."""

    OVERDUE = "overdue"
    NOW = "now"
    NEXT = "next"
    DECISION = "decision"
    ROLLING = "rolling"


@dataclass(frozen=True)
class Check:
    """A grant to look up. month: of the call that is expected or overdue. call: the last one."""

    programme: Any
    why: Why
    month: int | None
    call: Any
    is_done: bool


def of(programmes: Iterable[Any], *, now: datetime, windows: Windows) -> list[Check]:
    """Return what is to be looked up among grants that carry their calls; what somebody has just looked up last."""
    found = [check for programme in programmes if (check := _check(programme, now=now, windows=windows))]
    order = list(Why)
    return sorted(found, key=lambda check: (check.is_done, order.index(check.why), check.programme.sort_key))


def _check(programme: Any, *, now: datetime, windows: Windows) -> Check | None:
    calls = list(programme.calls.all())
    standing = statuses.of_programme(programme, calls, now=now, windows=windows)
    last = max(calls, key=lambda call: (call.month or 0, call.pk), default=None)
    why, month = _why(programme, standing, last, now=now)
    if why is None:
        return None
    return Check(programme, why, month, last, _is_done(programme, now=now))


def _why(programme: Any, standing: Any, last: Any, *, now: datetime) -> tuple[Why | None, int | None]:
    today = japanese_day(now)
    present = months.index_of(today)
    if standing.status in (Status.OPEN, Status.CLOSING) and standing.call.is_rolling:
        old = programme.checked_on is None or programme.checked_on < today - timedelta(days=ROLLING_DAYS)
        return (Why.ROLLING if old else None), None
    if standing.status in (Status.OPEN, Status.CLOSING, Status.ANNOUNCED) or programme.has_ended:
        return None, None
    overdue = _overdue(programme, last, present)
    if overdue is not None:
        return Why.OVERDUE, overdue
    if standing.expected == present:
        return Why.NOW, standing.expected
    if standing.expected == present + 1:
        return Why.NEXT, standing.expected
    if standing.status == Status.CLOSED and standing.call.decided_at is None:
        return Why.DECISION, None
    return None, None


def _overdue(programme: Any, last: Any, present: int) -> int | None:
    """The month of the last few in which a call was to be expected, and none has been entered since."""
    if programme.cycle not in months.HALF_CYCLE:
        return None
    gap = months.HALF_CYCLE[programme.cycle]
    for month in range(present - 1, present - 1 - OVERDUE_MONTHS, -1):
        is_usual = month % 12 + 1 in programme.months
        if is_usual and (last is None or last.month is None or last.month + gap <= month):
            return month
    return None


def _is_done(programme: Any, *, now: datetime) -> bool:
    looked = programme.checked_on
    return looked is not None and looked > japanese_day(now) - timedelta(days=LOOKED_DAYS)
