"""When a digest is due. Days and times are those of the site's own clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from plugins.newsletters.models import DigestRule, Rhythm, WeekOfMonth

A_DAY = timedelta(days=1)
#: What a rule that never had a letter tells of: one period.
LENGTHS = {Rhythm.WEEKLY: timedelta(days=7), Rhythm.MONTHLY: timedelta(days=31)}


def length_of(rule: DigestRule) -> timedelta:
    return LENGTHS[Rhythm(rule.rhythm)]


def last_due(rule: DigestRule, *, at: datetime) -> datetime:
    """Return the last moment at which a letter of the rule was to leave, at or before `at`."""
    return next(_before(rule, at))


def next_due(rule: DigestRule, *, after: datetime) -> datetime:
    """Return the first moment after `after` at which a letter is to leave."""
    found = after
    for moment in _before(rule, after + 2 * LENGTHS[Rhythm.MONTHLY]):
        if moment <= after:
            break
        found = moment
    return found


def missed_between(rule: DigestRule, *, after: datetime, before: datetime) -> int:
    """Return how many moments lie between two others."""
    number = 0
    for moment in _before(rule, before - timedelta(seconds=1)):
        if moment <= after or number == 999:
            break
        number += 1
    return number


def period_of(rule: DigestRule, moment: datetime) -> str:
    """Name the period that a moment belongs to: 2026-W49 (ISO 8601) or 2026-12."""
    day = timezone.localdate(moment)
    if rule.rhythm == Rhythm.MONTHLY:
        return f"{day:%Y-%m}"
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02}"


def _before(rule: DigestRule, at: datetime) -> Iterator[datetime]:
    """Yield the rule's moments at or before a moment, backwards, without end."""
    days = _months(rule, at) if rule.rhythm == Rhythm.MONTHLY else _weeks(rule, at)
    for day in days:
        moment = timezone.make_aware(datetime.combine(day, rule.at_time))
        if moment <= at:
            yield moment


def _weeks(rule: DigestRule, at: datetime) -> Iterator[date]:
    day = timezone.localdate(at)
    day -= A_DAY * ((day.weekday() - rule.weekday) % 7)
    while True:
        yield day
        day -= 7 * A_DAY


def _months(rule: DigestRule, at: datetime) -> Iterator[date]:
    first = timezone.localdate(at).replace(day=1)
    while True:
        yield day_in_month(first, weekday=rule.weekday, week=rule.week_of_month)
        first = (first - A_DAY).replace(day=1)


def day_in_month(first: date, *, weekday: int, week: int) -> date:
    """Return the first … fourth, or the last, such weekday of the month that begins on `first`."""
    day = first + A_DAY * ((weekday - first.weekday()) % 7)
    if week != WeekOfMonth.LAST:
        return day + 7 * A_DAY * (week - 1)
    while (day + 7 * A_DAY).month == first.month:
        day += 7 * A_DAY
    return day
