"""Dates by day: the slots of a consultation are one day to everybody who does not book one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cms.core.spoken_dates import on_its_clock


@dataclass
class Day:
    """What takes place on one day, from the first start to the last end. dates: the rows."""

    starts_at: datetime
    ends_at: datetime
    dates: list[Any] = field(default_factory=list)

    @property
    def is_cancelled(self) -> bool:
        return all(each.is_cancelled for each in self.dates)

    @property
    def name(self) -> str:
        """The name of the date, where the day has but one."""
        return self.dates[0].display_name if len(self.dates) == 1 else ""


def days_of(dates: Iterable[Any]) -> list[Day]:
    """Return the days of an event in order; dates that were called off count only where the whole day was."""
    by_day: dict[date, list[Any]] = {}
    for each in dates:
        by_day.setdefault(on_its_clock(each.starts_at).date(), []).append(each)
    found = []
    for _day, rows in sorted(by_day.items()):
        held = [each for each in rows if not each.is_cancelled] or rows
        found.append(Day(min(each.starts_at for each in held), max(each.ends_at for each in held), held))
    return found


def next_of(days: list[Day], *, at: datetime) -> Day | None:
    """Return the next day that is held, or the first of an event that is over."""
    held = [day for day in days if not day.is_cancelled] or days
    return next((day for day in held if day.ends_at > at), held[0] if held else None)
