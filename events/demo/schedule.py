"""Days relative to the day of loading, so that the demo has coming and past events whenever it is loaded."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from itertools import count, islice

from django.utils import timezone

WEEKDAYS = {name: number for number, name in enumerate(calendar.day_name)}
MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_NEXT_MONTH = re.compile(r"next (\w+), (?:first )?(\w+) ([\d:]+)-([\d:]+)")
_NTH_OF_MONTHS = re.compile(r"(\d)\w\w (\w+) of next two months")


class UnknownRelative(Exception):
    """The facts say a day in words that are not understood."""


def moment(day: date, clock: str) -> datetime:
    """Return a time on a day, by the clock of the centre."""
    hours, minutes = (int(part) for part in clock.split(":"))
    return timezone.make_aware(datetime.combine(day, time(hours, minutes)))


def nth(year: int, month: int, weekday: int, number: int = 1) -> date:
    """Return the n-th weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def is_closed(day: date) -> bool:
    """Whether the demo's centre is closed for the turn of the year: from 29 December to 3 January."""
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def in_weeks(today: date, weeks: int, weekday: int) -> date:
    """Return a weekday about so many weeks from today, never today itself; the next one for 0 weeks.

    Unless it is the next one, the centre is open on it.
    """
    return weekly(today, weeks, weekday)[0]


def weekly(today: date, weeks: int, weekday: int, number: int = 1) -> list[date]:
    """Return so many days, week after week from `in_weeks` on, none of the others while the centre is closed."""
    day = today + timedelta(weeks=weeks, days=1)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    days = (day + timedelta(weeks=n) for n in count())
    return list(islice((each for each in days if not is_closed(each) or (each == day and not weeks)), number))


def spans(relative: str, *, today: date, closes: int = 0) -> list[tuple[date, str, str]]:
    """Return (day, start, end) for what the facts call the time of an event; start and end are empty where not said.

    closes: how many days before the day registration ends.

    Raises:
        UnknownRelative: the words are not understood.
    """
    if found := _NEXT_MONTH.fullmatch(relative):
        month, weekday, start, end = found.groups()
        day = nth(today.year, MONTHS[month], WEEKDAYS[weekday])
        # The registration has to be open for a while.
        if day <= today + timedelta(days=closes + 3):
            day = nth(today.year + 1, MONTHS[month], WEEKDAYS[weekday])
        return [(day, start, end)]
    if found := _NTH_OF_MONTHS.fullmatch(relative):
        number, weekday = int(found[1]), WEEKDAYS[found[2]]
        months = [today.year * 12 + today.month - 1 + ahead for ahead in (1, 2)]
        return [(nth(value // 12, value % 12 + 1, weekday, number), "", "") for value in months]
    raise UnknownRelative(relative)
