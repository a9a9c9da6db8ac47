"""Events in the site's search and on the pages of keywords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Site

from cms.core.locales import language_of
from cms.core.templatetags.kakehashi import in_visitors_language
from cms.plugin_api.contributions import ResultCard
from events import rows
from events.cards import when, where
from events.models import EventPage
from events.visible import visitors_code


def searchable(site: Site) -> Any:
    """One page of each event that a visitor may read, in the visitor's language where there is one."""
    pages = EventPage.objects.on_site(site).one_each(visitors_code())
    return pages.select_related("locale")


def tagged(pages: Any, keyword: Any) -> Any:
    """Those of such pages that carry a keyword."""
    return pages.filter(tagged_items__tag=keyword).distinct()


def counts(site: Site) -> Any:
    """Pairs of keyword and number of events."""
    pages = searchable(site).filter(tagged_items__isnull=False).order_by()
    return pages.values_list("tagged_items__tag").annotate(number=Count("pk", distinct=True))


def cards(request: HttpRequest, pages: Sequence[EventPage]) -> list[ResultCard]:
    """The cards of some pages, with the dates of their events: one query, however many."""
    site = Site.find_for_request(request)
    facts = rows.of_pages(pages, site=site) if site else {}
    return [_card(page, facts.get(page.translation_key), request) for page in pages]


def card(page: EventPage) -> ResultCard:
    """The card of one page without its facts, for lists that ask one by one."""
    return _card(page, None, None)


def _card(page: EventPage, row: rows.Row | None, request: HttpRequest | None) -> ResultCard:
    language = language_of(page.locale.language_code)
    meta = [str(row.event.get_kind_display()), when(row, at=timezone.now()), where(row)] if row else []
    words = [page.lead, *(strip_tags(part) for part in page.body.stream_block.get_searchable_content(page.body))]
    return ResultCard(
        title=page.title,
        url=in_visitors_language(page.get_url(request) or ""),
        text=" ".join(part for part in words if part),
        meta=[part for part in meta if part],
        lang="" if language.code == visitors_code() else language.bcp47,
    )
