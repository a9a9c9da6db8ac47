"""The list of events: what a visitor asked for, which events answer it, and how many each facet would leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Site
from wagtail.search.backends import get_search_backend

from events import rows
from events.asking import COMING, PAST, Asked, ask
from events.cards import Card, card_of
from events.facets import Facet, Judged, facets, judge
from events.statuses import of_event
from events.visible import Visible

PER_PAGE = 20


@dataclass(frozen=True)
class Chip:
    """A link as `components/chips.html` takes it."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Found:
    """The answer. query: the whole question without the page, for the pages of the list and for the feeds."""

    asked: Asked
    total: int
    page: ListPage
    cards: Sequence[Card]
    facets: Sequence[Facet]
    query: str
    kept: Sequence[tuple[str, str]]
    chosen: Sequence[Chip]
    spans: Sequence[Chip]
    ways_on: Sequence[tuple[str, str]]
    reset_url: str

    @property
    def is_past(self) -> bool:
        return self.asked.when == PAST


def find(*, query: QueryDict, request: HttpRequest, site: Site, now: datetime) -> Found:
    """Answer a visitor's question, in a number of queries that does not depend on the number of events."""
    asked = ask(query)
    judged = judged_rows(asked, site=site, now=now)
    fitting = [each for each in judged if each.fits(asked)]
    page = Paginator(fitting, PER_PAGE).get_page(asked.page)
    counted = facets(judged, asked)
    return Found(
        asked=asked,
        total=len(fitting),
        page=page,
        cards=cards(list(page.object_list), request=request, site=site, now=now),
        facets=counted,
        query=_changed(query),
        kept=[("when", asked.when)] if asked.when == PAST else [],
        chosen=_chosen(counted, query, asked),
        spans=_spans(asked),
        ways_on=_ways_on(asked, request.path),
        reset_url=_reset(asked, request.path),
    )


def judged_rows(asked: Asked, *, site: Site, now: datetime) -> list[Judged]:
    """The coming or past events that the words find, with all that they can be chosen by."""
    visible = Visible.on(site)
    events = rows.past(visible, at=now) if asked.when == PAST else rows.coming(visible, at=now)
    if asked.words:
        events = events.filter(page_key__in=searched(asked.words, site=site))
    read = rows.read(events, site=site, free_at=now)
    return [judge(row, of_event(row.event, row.free, now=now)) for row in read]


def searched(words: str, *, site: Site) -> list[Any]:
    """The keys of the events whose page the words find."""
    pages = rows.pages_on(site).defer_streams()
    return [page.translation_key for page in get_search_backend().search(words, pages)]


def cards(judged: Sequence[Judged], *, request: HttpRequest, site: Site, now: datetime) -> list[Card]:
    """The cards of the events of one page of the list."""
    pages = rows.pages_of([each.row for each in judged], site=site)
    return [
        card_of(each.row, pages[each.row.event.page_key], each.status, request=request, at=now)
        for each in judged
        if each.row.event.page_key in pages
    ]


def _changed(query: QueryDict, *, drop: Sequence[tuple[str, str]] = ()) -> str:
    """The query string from its first page, with some values dropped."""
    kept = query.copy()
    kept.pop("page", None)
    for name, value in drop:
        kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    return kept.urlencode()


def _chosen(counted: Sequence[Facet], query: QueryDict, asked: Asked) -> list[Chip]:
    """What is chosen, each with the address of the list without it."""
    chips = [
        Chip(
            format_html("{}: {} ×", facet.label, option.label), f"?{_changed(query, drop=[(facet.name, option.value)])}"
        )
        for facet in counted
        for option in facet.options
        if option.selected
    ]
    if asked.words:
        chips.insert(0, Chip(f"「{asked.words}」 ×", f"?{_changed(query, drop=[('q', query.get('q', ''))])}"))
    return chips


def _spans(asked: Asked) -> list[Chip]:
    """Coming or past: the words stay, choices that only one of them has would not."""
    words = {"q": asked.words} if asked.words else {}
    return [
        Chip(_("Coming events"), f"?{urlencode(words)}", asked.when == COMING),
        Chip(_("Past events"), f"?{urlencode({'when': PAST, **words})}", asked.when == PAST),
    ]


def _reset(asked: Asked, path: str) -> str:
    if not asked.is_narrowed:
        return ""
    return f"{path}?when={PAST}" if asked.when == PAST else path


def _ways_on(asked: Asked, path: str) -> list[tuple[str, str]]:
    """Where to go from an empty list."""
    ways = [(_("All coming events"), path)] if asked.is_narrowed or asked.when == PAST else []
    if asked.when == COMING:
        words = {"q": asked.words} if asked.words else {}
        ways.append((_("Look among past events"), f"?{urlencode({'when': PAST, **words})}"))
    return ways
