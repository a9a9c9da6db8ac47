"""Months counted through, so that they can be compared: January of the year 0 is 0. And when a grant comes again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, IntegerField, Value
from django.db.models.functions import Coalesce, Greatest, Least, Mod

from .choices import Cycle
from .japan_time import japanese_day

#: A grant comes again no sooner than half its cycle after the last call, so that one that was called in the last days
#: of November instead of December is not expected anew in the same December.
HALF_CYCLE = {Cycle.ANNUAL: 6, Cycle.TWICE: 3}


def index_of(day: date) -> int:
    """Return the number of the month of a day."""
    return day.year * 12 + day.month - 1


def day_of(index: int) -> date:
    """Return the first day of a month."""
    return date(index // 12, index % 12 + 1, 1)


def next_month(*, months: Sequence[int], cycle: str, last: int | None, now: datetime) -> int | None:
    """Return the month in which the next call is to be expected, None where nothing can be said.

    months: the numbers (1 to 12) of the months in which calls open. last: the month of the last call. Only grants that
    come once or twice a year can be expected; the month that has begun counts as coming.
    """
    if cycle not in HALF_CYCLE or not months:
        return None
    earliest = index_of(japanese_day(now))
    if last is not None:
        earliest = max(earliest, last + HALF_CYCLE[Cycle(cycle)])
    return min(earliest + (month - 1 - earliest) % 12 for month in months)


def next_month_sql(*, cycle: Cycle, first: str, second: str, last: Any, now: datetime) -> Any:
    """The same as `next_month` for rows of a cycle. first, second: names of columns with months, of which `first` is
    not null; last: an expression for the last call's month."""
    present = Value(index_of(japanese_day(now)), IntegerField())
    earliest = Greatest(present, Coalesce(last + HALF_CYCLE[cycle], present), output_field=IntegerField())

    def coming(month: Any) -> Any:
        # No negative number may stand before the remainder: databases differ about its sign.
        return earliest + Mod(month + Value(11) - Mod(earliest, Value(12)), Value(12))

    other = Coalesce(F(second), F(first))
    return Least(coming(F(first)), coming(other), output_field=IntegerField())
