"""The list of events: what a visitor asked for, which events answer it, and how many each facet would leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.facets import Chip, chosen
from cms.core.json_rows import key_list, keys_as_json, keys_in_json
from cms.core.querystrings import changed
from cms.core.statements import Statement
from cms.search.keys import keys_found
from events import rows
from events.asking import COMING, PAST, Asked, ask
from events.cards import Card, card_of
from events.facets import Facet, count
from events.narrowing import Question, Shape
from events.registration.free_places import free_events
from events.registration.models import Event
from events.statuses import of_event
from events.visible import Shape as VisibleShape
from events.visible import Visible

PER_PAGE = 20


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
    question = _question(asked, site=site, now=now)
    counted = count(question)
    page = Paginator(range(counted.total), PER_PAGE).get_page(asked.page)
    return Found(
        asked=asked,
        total=counted.total,
        page=page,
        cards=_cards(question, page, request=request, site=site),
        facets=counted.facets,
        query=changed(query),
        kept=[("when", asked.when)] if asked.when == PAST else [],
        chosen=chosen(counted.facets, query, asked.words),
        spans=_spans(asked),
        ways_on=_ways_on(asked, request.path),
        reset_url=_reset(asked, request.path),
    )


def first(asked: Asked, *, site: Site, now: datetime, most: int) -> list[rows.Row]:
    """Return the first events that answer a question, in order, with their rows and what is free."""
    question = _question(asked, site=site, now=now)
    events = _in_order(question.shape, asked.when, 0, most)(**question.values)
    return rows.read(events, site=site, free_at=now, with_capacities=True)


def _question(asked: Asked, *, site: Site, now: datetime) -> Question:
    """The question with the keys of the coming or past events that the words find, before anything is chosen."""
    visible = Visible.on(site)
    values: dict[str, Any] = {**visible.values, "now": now}
    if asked.words:
        values["found"] = keys_as_json(keys_found(asked.words, visible.pages()))
    wants_free = "free" in asked.chosen
    statement = _keys(visible.shape, asked.when, is_searched=bool(asked.words), wants_free=wants_free)
    found = dict(statement(**values))
    return Question(visible, asked, now, found.get("keys", "[]"), found.get("free", "[]") if wants_free else None)


@lru_cache(maxsize=32)
def _keys(shape: VisibleShape, when: str, *, is_searched: bool, wants_free: bool) -> Statement:
    def build(*, now: Any, **marks: Any) -> Any:
        visible = shape.marked(marks)
        events = rows.past(visible, at=now) if when == PAST else rows.coming(visible, at=now)
        if is_searched:
            found = apps.get_model("events.EventPage").objects.filter(pk__in=key_list(marks["found"]))
            events = events.filter(page_key__in=found.order_by().values("translation_key"))
        keys = keys_in_json("keys", events)
        free = free_events(events.order_by(), at=now)
        return keys.union(keys_in_json("free", free), all=True) if wants_free else keys

    return Statement(build, now=datetime, **({"found": str} if is_searched else {}), **shape.kinds)


@lru_cache(maxsize=128)
def _in_order(shape: Shape, when: str, start: int, most: int) -> Statement:
    def build(**marks: Any) -> Any:
        events = shape.narrowed(Event.objects.filter(pk__in=key_list(marks["keys"])), marks)
        return events.order_by(*(rows.LATEST_FIRST if when == PAST else rows.SOONEST_FIRST))[start : start + most]

    return Statement(build, keys=str, **shape.kinds())


def _cards(question: Question, page: ListPage, *, request: HttpRequest, site: Site) -> list[Card]:
    """The cards of one page of the list."""
    if not page.paginator.count:
        return []
    now = question.now
    statement = _in_order(question.shape, question.asked.when, page.start_index() - 1, PER_PAGE)
    read = rows.read(statement(**question.values), site=site, with_pages=True, free_at=now)
    return [
        card_of(row, row.page, of_event(row.event, row.free, now=now), request=request, at=now)
        for row in read
        if row.page is not None
    ]


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
