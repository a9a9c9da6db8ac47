"""The card of events in 今日のセンター: this week's dates with their numbers, who waits, whom to call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum
from django.http import HttpRequest
from django.utils import timezone

from events.registration.models import Notice, Registration, Session
from events.registration.states import State

from . import permissions
from .listing import titles_of

WEEK = timedelta(days=7)
MOST = 8


def week_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the dates of the next seven days and what waits for staff; None when there is neither. Six queries."""
    if not permissions.may_look(request.user):
        return None
    events = permissions.events_of(request.user).order_by()
    now = timezone.localtime()
    start = now.replace(hour=0, minute=0, second=0, microsecond=0)
    # The dates of a week are few beside all events: each asks whose its event is.
    coming = Session.objects.held().filter(
        Exists(events.filter(pk=OuterRef("event"))), event__status="scheduled",
        starts_at__gte=start, starts_at__lt=start + WEEK,
    ).select_related("event", "venue").order_by("starts_at", "pk")  # fmt: skip
    sessions = list(coming[:MOST])
    people = permissions.sees_people(request.user)
    waiting = _waiting(events.filter(status="scheduled"), now) if people else []
    to_call = _to_call(request.user) if people else []
    if not (sessions or waiting or to_call):
        return None
    for row in sessions:
        row.event.on_its_clock([row])
    rows = [row.event for row in sessions]
    titles = titles_of([*rows, *(item["event"] for item in (*waiting, *to_call))])
    booked = dict(
        Registration.objects.filter(offering__sessions__in=sessions, state=State.CONFIRMED)
        .order_by().values_list("offering__sessions").annotate(n=Sum("seats"))
    )  # fmt: skip
    return {
        "sessions": [{"session": row, "title": titles[row.event.page_key], "people": booked.get(row.pk, 0)}
                     for row in sessions],
        "waiting": [{**item, "title": titles[item["event"].page_key]} for item in waiting],
        "to_call": [{**item, "title": titles[item["event"].page_key]} for item in to_call],
        "sees_people": people,
    }  # fmt: skip


def _waiting(events: Any, now: datetime) -> list[dict[str, Any]]:
    """Return per event how many wait, and what for: a place, an answer, a decision.

    Of events that are over nobody can give a place any more, and whoever waited for one stands there until erased.
    """
    states = (State.WAITLISTED, State.OFFERED, State.APPLIED)
    # Two lists: an index finds those whose end is to come, and would find nothing for “or without dates”.
    still = Q(event__in=events.filter(ends_at__gt=now).values("pk"))
    still |= Q(event__in=events.filter(ends_at__isnull=True).values("pk"))
    rows = Registration.objects.filter(still, state__in=states)
    counts = rows.order_by().values("event", "state").annotate(n=Count("pk"))
    known = {row.pk: row for row in permissions.Event.objects.filter(pk__in={line["event"] for line in counts})}
    found = [{"event": known[line["event"]], "state": line["state"], "label": State(line["state"]).label,
              "n": line["n"]} for line in counts]  # fmt: skip
    return sorted(found, key=lambda item: (item["event"].starts_at is None, item["event"].starts_at, item["state"]))[
        :MOST
    ]


def _to_call(user: Any) -> list[dict[str, Any]]:
    """Return per event how many somebody has to tell.

    Open notices are few beside registrations: asked from the events on, SQLite looked at each of a million of these.
    """
    open_ones = Notice.objects.open(at=timezone.now()).order_by().values(pk_of=F("registration__event"))
    counts = {line["pk_of"]: line["n"] for line in open_ones.annotate(n=Count("pk"))}
    known = permissions.events_of(user).filter(pk__in=counts).order_by("starts_at", "pk")
    return [{"event": event, "n": counts[event.pk]} for event in known[:MOST]]
