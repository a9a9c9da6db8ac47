"""The list of grants: narrowed, put in order and paged by the request's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.facets import Chip, Facet, chosen
from cms.core.memory import Memory
from cms.core.navigation import places
from cms.core.querystrings import changed
from cms.search.keys import keys_found
from home.listing import children_of

from . import facets, windows
from .cards import Card, card_of, words_of
from .statuses import BY_DEADLINE, next_change

PER_PAGE = 24
LONGEST_QUERY = 200
_COUNTED = Memory(64)


@dataclass(frozen=True)
class Listing:
    """One page of the list. question: what its feeds ask. now: the moment that all of it is true for."""

    query: str
    facets: list[Facet]
    page: Page[Any]
    cards: list[Card]
    total: int
    is_narrowed: bool
    querystring: str
    question: str
    orders: list[Chip]
    kept: list[tuple[str, str]]
    chosen: list[Chip]
    now: datetime

    @property
    def reset_url(self) -> str:
        """The list without any choice; nothing when nothing is chosen."""
        return "?" if self.is_narrowed else ""

    @property
    def ways_out(self) -> list[tuple[str, str]]:
        """What an empty list offers."""
        return [(_("Show all"), "?")] if self.is_narrowed else []


def pages_of(index: Any) -> Any:
    """The pages about grants that a visitor of this list may read, one of each family."""
    return children_of(index, apps.get_model("grants.GrantPage")).defer(*HEAVY)


HEAVY = ("body", "who", "what_for", "needed", "how_to_apply")


def programmes_of(index: Any, query: str = "") -> Any:
    """The grants of a list, those that fit the words where there are any."""
    pages = pages_of(index)
    if query:
        pages = pages.filter(pk__in=keys_found(query, pages))
    return apps.get_model("grants.GrantProgramme").objects.with_pages(pages)


def build(*, index: Any, request: HttpRequest, now: datetime | None = None) -> Listing:
    """Read one page of the list. The number of queries does not depend on how many grants and calls there are."""
    now = now or timezone.now()
    query, ticked = _words(request), facets.chosen_in(request.GET)
    order = request.GET.get("order", "")
    order = order if order in ORDERS else ""
    found = _counted(index, request, order, now)
    page = Paginator(found.keys, PER_PAGE).get_page(request.GET.get("page"))
    return Listing(
        query=query,
        facets=found.facets,
        page=page,
        cards=_cards(index, list(page.object_list), request, now),
        total=len(found.keys),
        is_narrowed=bool(query or ticked),
        querystring=changed(request.GET),
        question=_question(index, request),
        orders=_orders(request, order),
        kept=[("order", order)] if order else [],
        chosen=chosen(found.facets, request.GET, query),
        now=now,
    )


def _counted(index: Any, request: HttpRequest, order: str, now: datetime) -> facets.Counted:
    """What a list shows in which order, and its facets: remembered until a fact changes or a date comes."""
    shown_as, ticked = windows.of_site(Site.find_for_request(request)), facets.chosen_in(request.GET)

    def count() -> facets.Counted:
        return facets.counted(_asked(index, request, now)[2].order_by(*ORDERS[order][1]), ticked)

    if _words(request):  # what they find changes by itself
        return count()
    return _COUNTED.get(
        (index.pk, get_language(), shown_as, order, tuple((name, tuple(values)) for name, values in ticked.items())),
        lambda: (next_change(now=now, windows=shown_as), count()),
        holds=lambda kept: now < kept[0],
    )[1]


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]


def _asked(index: Any, request: HttpRequest, now: datetime) -> tuple[str, dict[str, list[str]], Any]:
    """What is asked of a list: the words, the choices, and the grants that fit the words."""
    query = _words(request)
    shown_as = windows.of_site(Site.find_for_request(request))
    rows = programmes_of(index, query).values("pk").standing(at=now, windows=shown_as)
    return query, facets.chosen_in(request.GET), rows


def found_by(*, index: Any, request: HttpRequest, now: datetime) -> Any:
    """Return the keys of all grants that the list shows for a request, as a query to ask further with."""
    _query, ticked, rows = _asked(index, request, now)
    return facets.narrowed(rows, ticked).values("pk")


def _question(index: Any, request: HttpRequest) -> str:
    """The choice of the list, for feeds: which of several lists it is has to be said, the first is meant without."""
    rest = changed(request.GET, without=("page", "order", "list"))
    first = places(request).get("grants")
    own = "" if first is not None and first.pk == index.pk else f"list={index.pk}"
    return "&".join(part for part in (rest, own) if part)


def _cards(index: Any, keys: list[int], request: HttpRequest, now: datetime) -> list[Card]:
    """The cards of some grants in this order."""
    found = apps.get_model("grants.GrantProgramme").objects.filter(pk__in=keys).for_lists()
    programmes = {row.pk: row for row in found}
    page_keys = [row.page_key for row in programmes.values()]
    words = words_of(pages_of(index).filter(translation_key__in=page_keys), request)
    shown_as = windows.of_site(Site.find_for_request(request))
    return [
        card_of(programmes[key], words[programmes[key].page_key], now=now, windows=shown_as)
        for key in keys
        if key in programmes and programmes[key].page_key in words
    ]


ORDERS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "": (lambda: _("By deadline"), BY_DEADLINE),
    "amount": (lambda: _("Largest first"), (F("amount_max").desc(nulls_last=True), "sort_key", "pk")),
    "new": (lambda: _("Newest first"), (F("created_at").desc(), "-pk")),
}


def _orders(request: HttpRequest, current: str) -> list[Chip]:
    rest = changed(request.GET, without=("page", "order"))
    return [
        Chip(label(), f"?{'&'.join(part for part in (rest, f'order={name}' if name else '') if part)}", name == current)
        for name, (label, _columns) in ORDERS.items()
    ]
