"""How many are reminded of what: figures for staff, never who they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from cms.mail.bulk.services import totals_of
from cms.mail.states import State
from plugins.grants.japan_time import japanese_day
from plugins.grants.models import GrantFollower


@dataclass(frozen=True)
class Sent:
    """A reminder that was made. told: the last day that it names; waiting, sent, others: mails."""

    reminder: Any
    waiting: int
    sent: int
    others: int


@dataclass(frozen=True)
class OfCall:
    """A call: how many want reminders of it, the days on which they go out, and those that were made."""

    people: int
    days: Sequence[date]
    made: Sequence[Sent]


def of_call(call: Any, wanted: Sequence[int], *, now: datetime) -> OfCall:
    """Return the figures of one call."""
    people = GrantFollower.objects.of_calls([call]).count()
    is_ahead = call.closes_at is not None and call.closes_at > now
    dates = [call.closes_on - timedelta(days=each) for each in wanted] if is_ahead else []
    made = [_sent(each) for each in call.told_by.select_related("campaign")]
    return OfCall(people, [day for day in dates if day >= japanese_day(now)], made)


def _sent(reminder: Any) -> Sent:
    if reminder.campaign is None:
        return Sent(reminder, 0, 0, 0)
    totals = totals_of(reminder.campaign)
    sent = totals.states[State.SENT]
    others = sum(number for state, number in totals.states.items()) - sent - totals.waiting
    return Sent(reminder, totals.waiting, sent, others)


def followed(programmes: Any) -> Any:
    """Return the grants that people want reminders of, the most wanted first: `people`, of these `every` later call."""
    rows = programmes.annotate(
        people=Count("followers", distinct=True),
        every=Count("followers", filter=Q(followers__every_call=True), distinct=True),
    )
    return rows.filter(people__gt=0).select_related("funder", "site").order_by("-people", "sort_key", "pk")


def languages(programmes: Any) -> list[tuple[str, int]]:
    """Return in how many cases which language is wanted, the most wanted first."""
    rows = GrantFollower.objects.filter(programme__in=programmes).order_by().values_list("locale")
    return sorted(rows.annotate(number=Count("pk")), key=lambda row: (-row[1], row[0]))
