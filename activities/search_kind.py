"""Activities in the site's search and on the pages of keywords.

An activity is one row, whatever the number of its languages: its page in the source language, which carries the
keywords. What a visitor reads are the words of the translation, where there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from wagtail.models import Site

from cms.core.locales import SOURCE_LANGUAGE
from cms.core.navigation import address_of
from cms.core.public_pages import without_private
from cms.plugin_api.contributions import ResultCard

from . import words
from .models import ActivityKeyword, ActivityPage


def searchable(site: Any) -> Any:
    """The activities of a site that a visitor may see, one page each."""
    rows = ActivityPage.objects.live().descendant_of(site.root_page).select_related("locale").defer_streams()
    return without_private(rows)


def rows(request: HttpRequest) -> Any:
    """The same for a page of search results: title and summary in the visitor's language come along."""
    found = searchable(Site.find_for_request(request))
    return found if words.language() == SOURCE_LANGUAGE else found.translated(*words.languages())


def cards(request: HttpRequest, pages: Sequence[ActivityPage]) -> list[ResultCard]:
    """The cards of `rows`."""
    shown = words.of(pages, request)
    return [_card(page, shown[page.pk]) for page in pages]


def card(page: ActivityPage) -> ResultCard:
    """The card of one page in its own language, for lists that ask one by one."""
    return _card(page, words.Words(page.title, page.summary, address_of(page), page.language.bcp47))


def _card(page: ActivityPage, shown: words.Words) -> ResultCard:
    return ResultCard(title=shown.title, url=shown.url, text=shown.summary, meta=[str(page.years)], lang=shown.lang)


def tagged(rows: Any, keyword: Any) -> Any:
    return rows.filter(tagged_items__tag=keyword)


def counts(site: Any) -> Any:
    rows = ActivityKeyword.objects.filter(content_object__in=searchable(site).values("pk"))
    return rows.order_by().values_list("tag").annotate(n=Count("content_object", distinct=True))
