"""説明会: the events that are about a grant, on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import HttpRequest

from cms.core.memory import SHELL
from cms.core.templatetags.kakehashi import in_visitors_language
from events import rows
from events.cards import lang_of, when, where
from events.statuses import of_event

MOST = 6


@dataclass(frozen=True)
class Briefing:
    """An event that is still to come."""

    title: str
    url: str
    lang: str
    when: str
    where: str
    status: tuple[str, str]


def of(programme: Any, site: Any, request: HttpRequest, *, now: datetime) -> Sequence[Briefing]:
    """Return the events about a grant that are not over, soonest first: three queries, however many; mostly none.

    Which grants have any is remembered until staff say it of another event.
    """
    if programme.pk not in SHELL.get(("grants.with_events", site.pk), lambda: _with_events(site)):
        return []
    named = programme.event_grants.values("event")
    ahead = Q(ends_at__gt=now) | Q(ends_at=None)
    events = rows.told_of(site).filter(ahead, page_key__in=named).exclude(status="finished").order_by("starts_at", "id")
    found = rows.read(list(events[:MOST]), site=site, with_pages=True, free_at=now)
    return [_briefing(row, request, now) for row in found if row.page is not None]


def _with_events(site: Any) -> frozenset[int]:
    rows = apps.get_model("grants.EventGrant").objects.filter(programme__site=site)
    return frozenset(rows.values_list("programme_id", flat=True))


def _briefing(row: Any, request: HttpRequest, now: datetime) -> Briefing:
    status = of_event(row.event, row.free, now=now)
    url = in_visitors_language(row.page.get_url(request) or "")
    return Briefing(row.page.title, url, lang_of(row.page), when(row, at=now), where(row), (status.kind, status.text))
