"""Deadlines as Japanese funders mean them: wall-clock times in Japan, whatever clock the server keeps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Japan has had one time without summer time since 1952.
JAPAN = ZoneInfo("Asia/Tokyo")
#: What people write for the end of a day.
LAST_MINUTE = time(23, 59)
#: From the first moment that is too late back to the day before which it was not.
A_MOMENT = timedelta(seconds=1)


def start_of(day: date) -> datetime:
    """Return the moment at which a day begins in Japan."""
    return datetime.combine(day, time(), JAPAN)


def end_of(day: date, at: time | None = None) -> datetime:
    """Return the first moment that is too late.

    A day alone means its end: open at 23:59:59, closed at 00:00:00. So does 23:59, by which people mean the same.
    Any other time is the moment itself: by 15:00 means that at 15:00:00 it is over.
    """
    if at is None or at.replace(second=0, microsecond=0) == LAST_MINUTE:
        return start_of(day + timedelta(days=1))
    return datetime.combine(day, at, JAPAN)


def japanese_day(moment: datetime) -> date:
    """Return the day that a moment falls on in Japan."""
    return moment.astimezone(JAPAN).date()


def days_until(closes_on: date, *, now: datetime) -> int:
    """Return how many days are left, as people count them: 0 on the last day."""
    return (closes_on - japanese_day(now)).days
