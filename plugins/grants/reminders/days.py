"""On which days before a deadline people are reminded, and whether reminders can be asked for now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plugins.grants import chosen
from plugins.grants.japan_time import japanese_day

DEFAULT = "14, 7, 1"
MOST, LONGEST = 5, 60


def read_days(text: str) -> tuple[int, ...]:
    """Return the numbers in a text such as "14, 7, 1", the largest first. Raises ValueError for anything else."""
    parts = [part for part in re.split(r"[\s,、,]+", text.strip()) if part]
    if not all(part.isdecimal() and len(part) < 4 for part in parts):
        raise ValueError("not a list of numbers")
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def validate_days(text: str) -> None:
    """Refuse what is no list of one to five numbers of days."""
    try:
        days = read_days(text)
    except ValueError:
        days = (0,)
    if len(days) > MOST or not all(1 <= each <= LONGEST for each in days):
        raise ValidationError(_("Please write up to five numbers from 1 to 60 with commas between them: 14, 7, 1"))


def of_site(site: Any) -> tuple[int, ...]:
    """Return what the centre has set; remembered until somebody sets it anew."""
    return chosen.of_site(site)[1]


def due(call: Any, days: Iterable[int], *, now: datetime) -> int | None:
    """Return which reminder of a call it is time for: the last one whose day has come; None for none.

    One that could not go out on its day still does until the day of the next; none does after the deadline.
    """
    if call.closes_at is None or now >= call.closes_at:
        return None
    today = japanese_day(now)
    return min((each for each in days if call.closes_on - timedelta(days=each) <= today), default=None)


class Says(StrEnum):
    """Whether reminders can be asked for, or why not."""

    OFFERED = "offered"
    OFF = "off"
    ROLLING = "rolling"
    CLOSED = "closed"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Offer:
    """What a grant offers now. days: those on which a mail would come, the next first."""

    says: Says
    days: Sequence[date] = ()

    @property
    def is_offered(self) -> bool:
        return self.says is Says.OFFERED


def offer(calls: Iterable[Any], days: Sequence[int], *, now: datetime) -> Offer:
    """Return what a grant with these calls offers. Only a deadline that is known is ever reminded of."""
    known = list(calls)
    if not days:
        return Offer(Says.OFF)
    coming = [call for call in known if call.closes_at is not None and call.closes_at > now]
    if not coming:
        return Offer(Says.ROLLING if any(call.is_rolling for call in known) else Says.CLOSED)
    today = japanese_day(now)
    dates = {call.closes_on - timedelta(days=each) for call in coming for each in days}
    # Those of today may have left already.
    ahead = sorted(day for day in dates if day > today)
    return Offer(Says.OFFERED, ahead) if ahead else Offer(Says.TOO_LATE)
