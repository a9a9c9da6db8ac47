"""助成の実績 as open data: awarded grants in the 360Giving standard (https://standard.threesixtygiving.org/, 1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.answered_once import unless_known
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models import Appearance
from home.listing import for_language, on_site

from .elsewhere import words_for
from .models import Award

VERSION = "1.4"
#: The list of Japanese corporate numbers at org-id.guide.
CORPORATE_NUMBERS = "JP-JCN"
LONGEST_TITLE = 140


def complete(awards: Any) -> Any:
    """Those that say all that the standard asks for: how much, when, and to whom."""
    named = awards.exclude(recipient=None, recipient_name="")
    return named.filter(amount__isnull=False, awarded_on__isnull=False)


@require_safe
def awarded_json(request: HttpRequest) -> HttpResponse:
    """The awarded grants of the site, in Japanese as they were entered, whatever the visitor reads."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    with override(SOURCE_LANGUAGE):
        response = JsonResponse(package(site, request), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="awarded-grants.json"'
    return unless_known(request, response)


def package(site: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the package of a site: four queries, however many grants. Without any it has an empty list."""
    rows = complete(Award.objects.filter(site=site)).select_related(
        "programme__funder__organisation", "recipient", "call"
    )
    awards = list(rows)
    words = words_for([award.programme for award in awards], site, request)
    activities = _activities(awards, site, request)
    prefix = _prefix(site)
    return {
        "version": VERSION,
        "publisher": {"name": Appearance.for_request(request).display_name, "website": site.root_url},
        "grants": [_grant(award, prefix, words, activities, request) for award in awards],
    }


def _prefix(site: Any) -> str:
    """What identifiers begin with. A publisher that has registered one at 360Giving is known under its own there."""
    return f"360G-{re.sub(r'[^a-z0-9]+', '', site.hostname.lower()) or 'site'}"


def _activities(awards: Iterable[Any], site: Any, request: HttpRequest) -> Mapping[Any, str]:
    """The whole address of each activity that money paid for, by the key of its pages."""
    keys = {award.activity_key for award in awards if award.activity_key}
    if not keys:
        return {}
    pages = for_language(on_site(apps.get_model("activities.ActivityPage"), site=site), code=SOURCE_LANGUAGE)
    found = pages.filter(translation_key__in=keys)
    return {page.translation_key: request.build_absolute_uri(page.get_url(request) or "/") for page in found}


def _grant(award: Any, prefix: str, words: Any, activities: Mapping[Any, str], request: HttpRequest) -> dict[str, Any]:
    programme = award.programme
    page = words.get(programme.page_key)
    told: dict[str, Any] = {
        "id": f"{prefix}-{award.uuid}",
        "title": award.title[:LONGEST_TITLE],
        "description": award.description or award.title,
        "currency": "JPY",
        "amountAwarded": award.amount,
        "awardDate": award.awarded_on.isoformat(),
        "recipientOrganization": [_body(award.recipient, award.recipient_name, f"{prefix}-ORG-{award.uuid}")],
        "fundingOrganization": [
            _body(programme.funder.organisation, programme.funder.name, f"{prefix}-FUNDER-{programme.funder_id}")
        ],
        "grantProgramme": [{"code": str(programme.page_key), "title": programme.name}],
        "fromOpenCall": "Yes" if award.call_id else "No",
    }
    if page is not None:
        told["grantProgramme"][0]["url"] = request.build_absolute_uri(page.url)
    if award.from_fy:
        first, last = _days(award, programme.funder.fiscal_start_month)
        told["plannedDates"] = [{"startDate": first.isoformat(), "endDate": last.isoformat()}]
    if award.activity_key in activities:
        told["url"] = activities[award.activity_key]
    return told


def _days(award: Any, month: int) -> tuple[date, date]:
    """From the first day of the first fiscal year to the last day of the last."""
    return FiscalYear(award.from_fy, month).first_day, FiscalYear(award.to_fy or award.from_fy, month).last_day


def _body(organisation: Any, name: str, otherwise: str) -> dict[str, Any]:
    """An organisation under its corporate number, which is public, else under an identifier of this site."""
    if organisation is None:
        return {"id": otherwise, "name": name}
    number = organisation.corporate_number
    return {"id": f"{CORPORATE_NUMBERS}-{number}" if number else f"{otherwise}", "name": organisation.name}
