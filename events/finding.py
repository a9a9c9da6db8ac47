"""The list of events: what a visitor asked for, which events answer it, and how many each facet would leave."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.addresses import Addresses
from cms.core.facets import Chip, chosen
from cms.core.json_rows import key_list, keys_as_json, keys_in_json
from cms.core.memory import Memory, Wanted
from cms.core.querystrings import changed
from cms.core.statements import Kind, Statement
from cms.search.keys import values_found
from events import rows
from events.asking import COMING, PAST, Asked, ask
from events.cards import Card, card_of
from events.facets import Facet, count
from events.narrowing import Question, Shape, kept_of_each
from events.orders import Order, Run, merged, next_ends, runs_of
from events.registration.free_places import free_events
from events.registration.models import Event
from events.registration.spans import Span, side_by_side, spans
from events.statuses import of_event
from events.visible import Shape as VisibleShape
from events.visible import Visible

PER_PAGE = 20
#: What takes a second to count at the largest centres. Rows are read anew, so that nothing private is shown for longer.
LONGEST = 600
#: Of a centre with 50,000 events the past ones of a language are 400 kB.
_ORDERS = Memory(16, longest=LONGEST)
#: What they are put together from: a span's stays until one of its own events changes.
_RUNS = Memory(160, longest=LONGEST)
#: Those that match what is chosen, with the order that they are taken from: it is another when an event has ended.
_FITTING = Memory(64, longest=LONGEST)
_OF_RUNS = Memory(512, longest=LONGEST)


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
    events = _in_order(_question(asked, site=site, now=now), 0, most)
    return rows.read(events, site=site, free_at=now, with_capacities=True)


def _question(asked: Asked, *, site: Site, now: datetime) -> Question:
    """The question with the keys of the coming or past events that the words find, before anything is chosen."""
    visible = Visible.on(site)
    order = _found(visible, asked, now) if asked.words else order_of(visible, asked.when, now=now)
    question = Question(visible, asked, now, order)
    if "free" not in asked.chosen:
        return question
    return replace(question, free=dict(_free(**question.values_of_keys)).get("free", "[]"))


def order_of(visible: Visible, when: str, *, now: datetime) -> Order:
    """Return all events of a visitor that are to come, or over. No query where it is remembered."""

    def look_up() -> Order:
        wanted = [
            Wanted(span, (visible, when, span), holds=lambda run: run.holds(now), parts=span.parts) for span in spans()
        ]
        runs = _RUNS.get_each(wanted, lambda missing: _runs(missing, visible, when, now=now))
        return merged(runs, latest_first=when == PAST)

    return _ORDERS.get((visible, when), look_up, holds=lambda order: order.holds(now))


def _runs(missing: Sequence[Span], visible: Visible, when: str, *, now: datetime) -> list[Run]:
    """Look up the runs of some spans: those that lie side by side in one query."""
    # When the next event ends is asked first: one that ends meanwhile is looked at again at once.
    ends = next_ends(visible.site, missing, now=now)
    runs: list[Run] = []
    for group in side_by_side(missing):
        of_all = group[0].is_whole
        bounds = {} if of_all else {"first": group[0].keys[0], "end": group[-1].keys[1]}
        rows = _all(visible.shape, when, of_spans=not of_all)(**visible.values, **bounds, now=now)
        runs += runs_of(group, rows.iterator(), ends, latest_first=when == PAST)
    return runs


def _found(visible: Visible, asked: Asked, now: datetime) -> Order:
    """Those in which the words stand. Not remembered: what the search knows changes by itself.

    The search says which, in no order: what can be shown is in order already, where that is remembered.
    """
    event = Event.objects.filter(page_key=OuterRef("translation_key")).order_by().values("pk")
    found = values_found(asked.words, visible.pages().annotate(event=Subquery(event)), "event")
    if not found:
        return Order((), None)
    order = _ORDERS.known((visible, asked.when), holds=lambda order: order.holds(now))
    if order is None:
        keys = _all(visible.shape, asked.when, is_found=True)(**visible.values, now=now, found=keys_as_json(found))
        return Order(array("q", keys.iterator()), None)
    among = set(found)
    return Order(array("q", (pk for pk in order.keys if pk in among)), order.until, order.runs)


@lru_cache(maxsize=32)
def _all(shape: VisibleShape, when: str, *, is_found: bool = False, of_spans: bool = False) -> Statement:
    def build(*, now: Any, **marks: Any) -> Any:
        visible = shape.marked(marks)
        events = rows.past(visible, at=now) if when == PAST else rows.coming(visible, at=now)
        if is_found:
            events = events.filter(pk__in=key_list(marks["found"]))
        if of_spans:
            events = events.filter(pk__gte=marks["first"], pk__lt=marks["end"])
            return events.values_list("pk", "starts_at", "fiscal_year")
        return events.values_list("pk", flat=True)

    more: dict[str, Kind] = {"found": str} if is_found else {}
    if of_spans:
        more = {"first": int, "end": int}
    return Statement(build, now=datetime, **more, **shape.kinds)


_free = Statement(
    lambda keys, now: keys_in_json("free", free_events(Event.objects.filter(pk__in=key_list(keys)).order_by(), at=now)),
    keys=str, now=datetime,
)  # fmt: skip


def _in_order(question: Question, start: int, most: int) -> list[Event]:
    """Some events of a question, from the place `start` on."""
    asked, order = question.asked, question.order
    if asked.chosen and not question.is_of_facts:
        return list(_narrowed(question.shape, asked.when, start, most)(**question.values))
    keys = order.keys
    if asked.chosen:
        kept = _FITTING.get(question.key, lambda: (order, _fitting(question)), holds=lambda kept: kept[0] is order)
        keys = kept[1]
    wanted = keys[start : start + most]
    events = {event.pk: event for event in _of_keys(keys=keys_as_json(wanted))}
    return [events[pk] for pk in wanted if pk in events]


_of_keys = Statement(lambda keys: Event.objects.filter(pk__in=key_list(keys)).order_by(), keys=str)


def _fitting(question: Question) -> Sequence[int]:
    """The keys of the events that match everything chosen, in order."""
    fitting = set().union(*kept_of_each(_OF_RUNS, question, lambda runs: _fitting_in(question, runs)))
    return array("q", (pk for pk in question.order.keys if pk in fitting))


def _fitting_in(question: Question, runs: Sequence[Run]) -> list[Sequence[int]]:
    """The same of each of some runs, in one query."""
    keys = keys_as_json(chain.from_iterable(run.keys for run in runs))
    found = set(_all_narrowed(question.shape, question.asked.when)(**question.values | {"keys": keys}).iterator())
    return [array("q", (pk for pk in run.keys if pk in found)) for run in runs]


@lru_cache(maxsize=128)
def _narrowed(shape: Shape, when: str, start: int, most: int) -> Statement:
    def build(**marks: Any) -> Any:
        return _ordered(shape, when, marks)[start : start + most]

    return Statement(build, keys=str, **shape.kinds())


@lru_cache(maxsize=128)
def _all_narrowed(shape: Shape, when: str) -> Statement:
    def build(**marks: Any) -> Any:
        return _ordered(shape, when, marks).values_list("pk", flat=True)

    return Statement(build, keys=str, **shape.kinds())


def _ordered(shape: Shape, when: str, marks: Mapping[str, Any]) -> Any:
    events = shape.narrowed(Event.objects.filter(pk__in=key_list(marks["keys"])), marks)
    return events.order_by(*(rows.LATEST_FIRST if when == PAST else rows.SOONEST_FIRST))


def _cards(question: Question, page: ListPage, *, request: HttpRequest, site: Site) -> list[Card]:
    """The cards of one page of the list."""
    if not page.paginator.count:
        return []
    now = question.now
    events = _in_order(question, page.start_index() - 1, PER_PAGE)
    read = rows.read(events, site=site, with_pages=True, free_at=now)
    addresses = Addresses(request)
    return [
        card_of(row, row.page, of_event(row.event, row.free, now=now), addresses=addresses, at=now)
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
