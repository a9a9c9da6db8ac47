"""Where a call and a grant stand: computed from the moment and the facts, never stored.

Everything is said twice here, for rows in memory and for the database, and nowhere else: what a page says and what a
list is filtered by must not differ. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, F, IntegerField, Max, Min, Q, Value, When
from django.utils.translation import pgettext_lazy

from . import months
from .japan_time import japanese_day, start_of

#: Where no decision is known, a call is said to be closed for so long.
CLOSED_DAYS = 120


class Status(models.TextChoices):
    """予告・見込み・受付中・まもなく締切・締切・結果発表・終了."""

    CLOSING = "closing", pgettext_lazy("grant", "Closing soon")
    OPEN = "open", pgettext_lazy("grant", "Open for applications")
    ANNOUNCED = "announced", pgettext_lazy("grant", "Announced")
    ESTIMATED = "estimated", pgettext_lazy("grant", "Expected")
    CLOSED = "closed", pgettext_lazy("grant", "Applications closed")
    RESULTS = "results", pgettext_lazy("grant", "Results are out")
    OVER = "over", pgettext_lazy("grant", "Ended")


#: Of several calls of a grant, the one that concerns people most says how the grant stands. A call that is over says
#: as little as none.
WEIGHTS = {
    Status.OVER: 1, Status.RESULTS: 2, Status.CLOSED: 3, Status.ANNOUNCED: 4, Status.OPEN: 5, Status.CLOSING: 6,
}  # fmt: skip
#: The shape that goes with a status: see `components/status.html`.
SHAPES = {
    Status.CLOSING: "few", Status.OPEN: "open", Status.ANNOUNCED: "info", Status.ESTIMATED: "estimated",
    Status.CLOSED: "closed", Status.RESULTS: "info", Status.OVER: "ended",
}  # fmt: skip
#: What lists leave out unless it is asked for.
DEAD = Status.OVER


@dataclass(frozen=True)
class Windows:
    """How long before its deadline a call closes soon, and how long after the decision the results are out."""

    closing_days: int = 14
    results_days: int = 60


# In memory ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How a grant stands. call: the one that says so, if any. expected: the month, counted through, of the next."""

    status: Status
    call: Any = None
    expected: int | None = None


def of_call(call: Any, *, now: datetime, windows: Windows) -> Status:
    """Return where one call stands. It is never expected: an estimate is no call."""
    if call.opens_at is not None and now < call.opens_at:
        return Status.ANNOUNCED
    if call.closes_at is None or now < call.closes_at:
        soon = call.closes_at is not None and call.closes_at <= now + timedelta(days=windows.closing_days)
        return Status.CLOSING if soon else Status.OPEN
    if call.decided_at is None:
        return Status.CLOSED if now < call.closes_at + timedelta(days=CLOSED_DAYS) else Status.OVER
    if now < call.decided_at:
        return Status.CLOSED
    return Status.RESULTS if now < call.decided_at + timedelta(days=windows.results_days) else Status.OVER


def of_programme(programme: Any, calls: Iterable[Any], *, now: datetime, windows: Windows) -> Standing:
    """Return how a grant stands: by its most urgent call, else by the estimate of the next.

    calls: all of them, in any order. An estimate is given only while no call is open or announced.
    """
    known = list(calls)
    by_call = [(of_call(call, now=now, windows=windows), call) for call in known]
    status, call = min(by_call, key=_urgency, default=(Status.OVER, None))
    if WEIGHTS[status] >= WEIGHTS[Status.ANNOUNCED]:
        return Standing(status, call)
    expected = _expected(programme, known, now=now)
    if status == Status.OVER and expected is not None:
        return Standing(Status.ESTIMATED, call, expected)
    return Standing(status, call, expected)


def _urgency(found: tuple[Status, Any]) -> Any:
    """The weightiest first; of those that come the soonest, of those that are past the latest."""
    status, call = found
    coming = WEIGHTS[status] >= WEIGHTS[Status.ANNOUNCED]
    moment = call.opens_at if status == Status.ANNOUNCED else call.closes_at
    at = float("inf") if moment is None else moment.timestamp()
    return -WEIGHTS[status], at if coming else -at, call.pk or 0


def _expected(programme: Any, calls: Iterable[Any], *, now: datetime) -> int | None:
    if programme.has_ended:
        return None
    last = max((call.month for call in calls if call.month is not None), default=None)
    return months.next_month(months=programme.months, cycle=programme.cycle, last=last, now=now)


def next_change(*, now: datetime, windows: Windows) -> datetime:
    """Return until when every grant stands as it does now, as far as the clock goes. One query.

    A call changes at its dates and so many days before and after them, an estimate with the month in Japan.
    """
    closing, results, closed = (
        timedelta(days=days) for days in (windows.closing_days, windows.results_days, CLOSED_DAYS)
    )
    first = japanese_day(now).replace(day=1)
    moments = [start_of((first + timedelta(days=32)).replace(day=1))]
    calls = apps.get_model("grants.GrantCall").objects.order_by()
    for opens, closes, decided in calls.values_list("opens_at", "closes_at", "decided_at"):
        moments += [opens] if opens else []
        moments += [closes - closing, closes, closes + closed] if closes else []
        moments += [decided, decided + results] if decided else []
    return min(moment for moment in moments if moment > now)


# In the database ------------------------------------------------------------------------------------------------


def conditions(*, now: datetime, windows: Windows, prefix: str = "") -> Mapping[Status, Q]:
    """Return for each status of a call the condition on its columns. prefix: the way to the call ("calls__")."""

    def q(**lookups: Any) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in lookups.items()})

    days = timedelta
    # A grant without calls joins a row in which everything is null.
    begun = q(pk__isnull=False) & (q(opens_at__isnull=True) | q(opens_at__lte=now))
    decided, undecided = q(decided_at__isnull=False), q(decided_at__isnull=True)
    soon = q(closes_at__gt=now, closes_at__lte=now + days(windows.closing_days))
    later = q(closes_at__isnull=True) | q(closes_at__gt=now + days(windows.closing_days))
    past = begun & q(closes_at__lte=now)
    waited, shown = now - days(CLOSED_DAYS), now - days(windows.results_days)
    return {
        Status.ANNOUNCED: q(opens_at__gt=now),
        Status.CLOSING: begun & soon,
        Status.OPEN: begun & later,
        Status.CLOSED: past & (q(decided_at__gt=now) | (undecided & q(closes_at__gt=waited))),
        Status.RESULTS: past & decided & q(decided_at__lte=now, decided_at__gt=shown),
        Status.OVER: past & ((decided & q(decided_at__lte=shown)) | (undecided & q(closes_at__lte=waited))),
    }


def call_status(*, now: datetime, windows: Windows) -> Case:
    """Return an expression for the status of a row of calls."""
    found = conditions(now=now, windows=windows)
    return Case(
        *(When(condition, then=Value(status.value)) for status, condition in found.items()),
        output_field=models.CharField(),
    )


def annotated(programmes: Any, *, now: datetime, windows: Windows) -> Any:
    """Return rows of grants with `status`, and by what they are put in order.

    closes, opens: of the call that closes or opens next; expected: the month of the estimate, where nothing is open or
    announced; turn: the group in the list by deadline. All calls are read once, whatever is asked.
    """
    found = conditions(now=now, windows=windows, prefix="calls__")
    weights = (When(condition, then=Value(WEIGHTS[status])) for status, condition in found.items())
    taken = found[Status.CLOSING] | found[Status.OPEN]
    rows = programmes.annotate(
        weight=Max(Case(*weights, output_field=IntegerField())),
        closes=Min("calls__closes_at", filter=taken),
        opens=Min("calls__opens_at", filter=found[Status.ANNOUNCED]),
        last_month=Max("calls__month"),
    )
    coming = Q(weight__gte=WEIGHTS[Status.ANNOUNCED])
    rows = rows.annotate(expected=Case(When(coming, then=None), *_estimates(now), output_field=IntegerField()))
    return rows.annotate(status=_status(), turn=_turn())


def _estimates(now: datetime) -> Iterable[When]:
    for cycle in months.HALF_CYCLE:
        month = months.next_month_sql(
            cycle=cycle, first="opens_month", second="opens_month_2", last=F("last_month"), now=now
        )
        yield When(Q(cycle=cycle.value, has_ended=False, opens_month__isnull=False), then=month)


def _status() -> Case:
    weighty = [status for status in WEIGHTS if status != Status.OVER]
    return Case(
        *(When(weight=WEIGHTS[status], then=Value(status.value)) for status in weighty),
        When(expected__isnull=False, then=Value(Status.ESTIMATED.value)),
        default=Value(Status.OVER.value),
        output_field=models.CharField(),
    )


def _turn() -> Case:
    """Deadlines first, then what takes applications at any time, what is announced, what is expected, the rest."""
    return Case(
        When(closes__isnull=False, then=Value(0)),
        When(weight__gte=WEIGHTS[Status.OPEN], then=Value(1)),
        When(weight=WEIGHTS[Status.ANNOUNCED], then=Value(2)),
        When(expected__isnull=False, then=Value(3)),
        When(weight__gt=WEIGHTS[Status.OVER], then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )


#: The list by deadline: see `annotated`.
BY_DEADLINE = ("turn", "closes", "opens", "expected", "sort_key", "pk")
