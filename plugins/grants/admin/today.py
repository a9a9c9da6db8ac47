"""The card of grants in 今日のセンター: what closes this week, and what is to be looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from plugins.grants import checks, spoken, windows
from plugins.grants.models import GrantCall

from . import permissions

WEEK = timedelta(days=7)
MOST = 6


def grants_context(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the calls that close in the next seven days and how much there is to look up; None when neither is."""
    if not permissions.may_look(request.user):
        return None
    now = timezone.now()
    programmes = permissions.programmes_of(request.user)
    calls = GrantCall.objects.filter(programme__in=programmes).open_now(at=now).filter(closes_at__lte=now + WEEK)
    rows = list(calls.select_related("programme__funder").order_by("closes_at", "pk")[:MOST])
    found = checks.of(programmes.for_lists(), now=now, windows=windows.of_site(Site.find_for_request(request)))
    to_check = sum(not check.is_done for check in found)
    if not rows and not to_check:
        return None
    lines = [(row, spoken.deadline(row, now=now), spoken.countdown(row, now=now)) for row in rows]
    return {"lines": lines, "to_check": to_check}
