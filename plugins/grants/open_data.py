"""助成の実績 as open data: awarded grants in the 360Giving standard (https://standard.threesixtygiving.org/, 1.4).

Identifiers say nothing of where the site is found: they stay when it moves to another address (`prefix_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.answered_once import unless_known
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models import Appearance
from cms.core.navigation import link_to
from home.listing import for_language, on_site

from .elsewhere import words_for
from .models import Award, GrantSettings

VERSION = "1.4"
#: The list of corporate numbers (法人番号) of the National Tax Agency: https://org-id.guide/list/JP-JCN
CORPORATE_NUMBERS = "JP-JCN"
LONGEST_TITLE = 140


def complete(awards: Any) -> Any:
    """Those that say all that the standard asks for: how much, when, and to whom."""
    named = awards.exclude(recipient=None, recipient_name="")
    return named.filter(amount__isnull=False, awarded_on__isnull=False)


@require_safe
def awarded_json(request: HttpRequest) -> HttpResponse:
    """The awarded grants of the site, in Japanese as they were entered, whatever the visitor reads.

    A package without grants is against the schema: a site that has none says so on a page instead.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    if not complete(Award.objects.filter(site=site)).exists():
        return render(request, "grants/no_awards.html", {"grants": link_to("grants")(request)})
    with override(SOURCE_LANGUAGE):
        response = JsonResponse(package(site, request), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="awarded-grants.json"'
    return unless_known(request, response)


def package(site: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the package of a site: a handful of queries, however many grants."""
    rows = complete(Award.objects.filter(site=site)).select_related(
        "programme__funder__organisation", "recipient", "call"
    )
    awards = list(rows)
    words = words_for([award.programme for award in awards], site, request)
    activities = _activities(awards, site, request)
    prefix = prefix_of(site)
    return {
        "version": VERSION,
        "publisher": {"name": Appearance.for_request(request).display_name, "website": site.root_url},
        "grants": [_grant(award, prefix, words, activities, request) for award in awards],
    }


def prefix_of(site: Any) -> str:
    """Return what identifiers begin with: what the centre has registered at 360Giving, as its settings say.

    Before it has, the key of its home page takes that place: centres do not share it, and it stays where a site moves.
    https://standard.threesixtygiving.org/en/latest/technical/identifiers/
    """
    chosen = GrantSettings.objects.filter(site=site).values_list("publisher_prefix", flat=True).first()
    return chosen or f"360G-{site.root_page.translation_key.hex[:12]}"


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
        "recipientOrganization": [_body(award.recipient, award.recipient_name, prefix, f"OF-{award.uuid}")],
        "fundingOrganization": [
            _body(programme.funder.organisation, programme.funder.name, prefix, f"FUNDER-{programme.funder_id}")
        ],
        "grantProgramme": [{"code": str(programme.page_key), "title": programme.name}],
    }
    if award.call_id:
        told["fromOpenCall"] = "Yes"
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


def _body(organisation: Any, name: str, prefix: str, otherwise: str) -> dict[str, Any]:
    """An organisation under its corporate number, which is public, else under an identifier of this site."""
    if organisation is None:
        return {"id": f"{prefix}-{otherwise}", "name": name}
    number = organisation.corporate_number
    identifier = f"{CORPORATE_NUMBERS}-{number}" if number else f"{prefix}-ORG-{organisation.uuid}"
    return {"id": identifier, "name": organisation.name}
