"""The plan before a deadline: a page to print, and files for the calendar. Nobody's data is asked or kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.answered_once import file_response

from . import calendars, plans, spoken
from .cards import Words
from .elsewhere import words_for
from .japan_time import japanese_day
from .models import GrantCall


@require_safe
def plan_page(request: HttpRequest, call: UUID) -> HttpResponse:
    """The steps with their days, the first one first."""
    row, words = _call(request, call)
    now = timezone.now()
    made = plans.plan(plans.steps_of(row), last_day=row.closes_on, today=japanese_day(now))
    return render(
        request,
        "grants/plan.html",
        {
            "call": row,
            "words": words,
            "plan": made,
            "deadline": spoken.deadline(row, now=now),
            "countdown": spoken.countdown(row, now=now),
            "is_over": row.closes_at <= now,
        },
    )


@require_safe
def plan_ics(request: HttpRequest, call: UUID) -> HttpResponse:
    """The same for a calendar."""
    row, words = _call(request, call)
    now = timezone.now()
    url = request.build_absolute_uri(words.url)
    content = plans.as_calendar(row, words, url, now=now, today=japanese_day(now))
    return file_response(request, content, kind="text/calendar", name="grant-plan.ics")


@require_safe
def deadline_ics(request: HttpRequest, call: UUID) -> HttpResponse:
    """The last day alone, for a calendar. Later it is the same entry, whatever became of the day."""
    row, words = _call(request, call)
    url = request.build_absolute_uri(words.url)
    content = calendars.of_deadlines([(row, words, url)], name=words.title, now=timezone.now())
    return file_response(request, content, kind="text/calendar", name="grant-deadline.ics")


def _call(request: HttpRequest, uuid: UUID) -> tuple[Any, Words]:
    """A call of this site with a deadline, whose grant has a page for this visitor. Raises Http404."""
    site = Site.find_for_request(request)
    rows = GrantCall.objects.exclude(closes_on=None).select_related("programme__funder")
    row = get_object_or_404(rows.prefetch_related("programme__plan_steps"), uuid=uuid, site=site)
    words = words_for([row.programme], site, request).get(row.programme.page_key)
    if words is None:
        raise Http404
    return row, words
