"""Translations that are due, on the first screen of the admin."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from cms.core.locales import language_of

from . import report
from .standing import locales

MOST_SHOWN = 5


def due(request: HttpRequest) -> Mapping[str, Any] | None:
    """Return the public pages that are out of date; None when there are none. Three queries."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    rows = report.stale_of(report.sources(request.user, site), locales(site))
    # Counted with the first ones: to find them is what takes time.
    counted = rows.select_related("locale").defer("words", "prepared").annotate(total=Window(Count("pk")))
    shown = list(counted[:MOST_SHOWN])
    if not shown:
        return None
    total = shown[0].total
    titles = _titles([each.translation_key for each in shown])
    items = [
        {"title": titles[each.translation_key][1], "language": language_of(each.locale.language_code).name,
         "since": each.source_changed_at,
         "url": reverse("plugins_admin:multilingual:page_languages", args=[titles[each.translation_key][0]])}
        for each in shown if each.translation_key in titles
    ]  # fmt: skip
    url = f"{reverse('plugins_admin:multilingual:translations')}?state=stale"
    return {"total": total, "items": items, "more": total - len(items), "url": url}


def _titles(keys: list[Any]) -> dict[Any, tuple[int, str]]:
    pages = Page.objects.filter(translation_key__in=keys, live=True, locale__language_code="ja")
    return {key: (pk, title) for key, pk, title in pages.values_list("translation_key", "pk", "title")}
