"""営業日: days on which town halls and most offices work."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import holidays

SATURDAY = 5
#: Months and days of the turn of the year (Act on Holidays of Administrative Organs, article 1).
TURN_OF_THE_YEAR = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


@cache
def _holidays_of(year: int) -> Any:
    return frozenset(holidays.country_holidays("JP", years=year))


def is_working_day(day: date) -> bool:
    """Whether it is no weekend, no national holiday of Japan, nor the turn of the year."""
    if day.weekday() >= SATURDAY or (day.month, day.day) in TURN_OF_THE_YEAR:
        return False
    return day not in _holidays_of(day.year)


def working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
