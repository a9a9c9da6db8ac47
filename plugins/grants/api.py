"""Calls for programs: /api/v1/plugins/grants/calls/. No personal data; an estimate is never among the dates."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from wagtail.models import Site

from . import months, statuses, windows
from .elsewhere import pages, words_for
from .japan_time import JAPAN
from .models import GrantProgramme
from .statuses import Status

PER_PAGE = 100


def calls_as_json(request: HttpRequest) -> JsonResponse:
    """The grants of the site by deadline, each with its status, its next call and, apart from it, the estimate.

    `status` narrows the list; `page` counts from 1. What cannot be read is answered with 400 and its reason.
    """
    wanted, number = request.GET.get("status", ""), request.GET.get("page", "1")
    if wanted and wanted not in Status.values:
        return JsonResponse({"error": f"status: one of {', '.join(Status.values)}"}, status=400)
    if not (number.isascii() and number.isdigit() and 0 < int(number[:9]) < 10**6):
        return JsonResponse({"error": "page: a number from 1"}, status=400)
    site = Site.find_for_request(request)
    now, shown_as = timezone.now(), windows.of_site(site)
    told: Any = GrantProgramme.objects.filter(site=site).with_pages(pages(site)).values("pk")
    rows = told.standing(at=now, windows=shown_as)
    rows = rows.filter(status=wanted) if wanted else rows.exclude(status=statuses.DEAD)
    page = Paginator(rows.by_deadline().values_list("pk", flat=True), PER_PAGE).get_page(number)
    found = {row.pk: row for row in GrantProgramme.objects.filter(pk__in=list(page.object_list)).for_lists()}
    words = words_for(found.values(), site, request)
    results = [
        _result(found[key], words[found[key].page_key], request, now, shown_as)
        for key in page.object_list
        if key in found and found[key].page_key in words
    ]
    return JsonResponse(
        {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages, "results": results}
    )


def _result(programme: Any, words: Any, request: HttpRequest, now: Any, shown_as: Any) -> dict[str, Any]:
    standing = statuses.of_programme(programme, programme.calls.all(), now=now, windows=shown_as)
    expected = None
    if standing.expected is not None:
        expected = {"month": months.day_of(standing.expected).strftime("%Y-%m"), "is_estimate": True}
    return {
        "id": str(programme.page_key),
        "title": words.title,
        "url": request.build_absolute_uri(words.url),
        "funder": programme.funder.display_name,
        "status": standing.status.value,
        "call": _call(standing.call) if standing.call else None,
        "expected": expected,
        "amount_min": programme.amount_min,
        "amount_max": programme.amount_max,
        "currency": "JPY",
        "rate": programme.rate,
        "costs": programme.costs,
        "legal_forms": programme.legal_forms,
        "partners": programme.partners,
    }


def _call(call: Any) -> dict[str, Any]:
    return {
        "id": str(call.uuid),
        "opens_on": call.opens_on.isoformat() if call.opens_on else None,
        "closes_on": call.closes_on.isoformat() if call.closes_on else None,
        "closes_before": call.closes_at.astimezone(JAPAN).isoformat() if call.closes_at else None,
        "closing_kind": call.closing_kind,
        "decision_on": call.decision_on.isoformat() if call.decision_on else None,
        "guidelines_url": call.guidelines_url,
    }
