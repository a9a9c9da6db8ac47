"""What a directory shows: the organisations that fit, their cards, the facets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from . import addresses, facet_counts
from .models.choices import Status
from .models.texts import OrganisationText
from .words import words_in

PER_PAGE = 24
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Card:
    """An organisation in a list, as `components/card.html` wants it."""

    title: str
    url: str | None
    text: str
    eyebrow: str
    status: tuple[str, str] | None
    chips: list[str]
    lang: str


@dataclass(frozen=True)
class Listing:
    """One page of a directory's list."""

    query: str
    facets: list[facet_counts.Facet]
    page: Page[Any]
    cards: list[Card]
    total: int
    is_narrowed: bool
    querystring: str

    @property
    def reset_url(self) -> str:
        """The list without any choice; nothing when nothing is chosen."""
        return "?" if self.is_narrowed else ""

    @property
    def ways_out(self) -> list[tuple[str, str]]:
        """What an empty list offers."""
        return [(_("Show all"), "?")] if self.is_narrowed else []


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are: the facets' query has counted them."""

    def __init__(self, rows: Any, per_page: int, *, total: int) -> None:
        super().__init__(rows, per_page)
        self.count = total


def build(*, directory: Any, request: HttpRequest) -> Listing:
    """Narrow, search and page the organisations of a directory by the request's parameters."""
    site = Site.find_for_request(request)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chosen = facet_counts.chosen_in(request.GET)
    rows = addresses.Directories.of(site, request).same(directory).organisations(site)
    if query:
        rows = rows.filter(pk__in=_found(rows, query).get_queryset().order_by().values("pk"))
    narrowed = facet_counts.narrowed(rows, chosen)
    # Who searches wants the best first; the search ranks, the list below it only narrows.
    ranked = _found(narrowed, query) if query else with_words(narrowed)
    facets, total = facet_counts.counted(rows, chosen)
    page = CountedPaginator(ranked, PER_PAGE, total=total).get_page(request.GET.get("page"))
    return Listing(
        query=query,
        facets=facets,
        page=page,
        cards=cards(list(page.object_list), request),
        total=total,
        is_narrowed=bool(query or chosen),
        querystring=_without_page(request.GET),
    )


def _found(rows: Any, query: str) -> Any:
    """The search's answer among these rows. The rows go in by key alone: they may be narrowed over any table."""
    keys = rows.order_by().values("pk")
    return with_words(rows.model.objects.filter(pk__in=keys)).search(query)


def with_words(rows: Any) -> Any:
    """Rows with the published words and the areas that their cards read."""
    texts = OrganisationText.objects.filter(live=True).select_related("locale")
    return rows.prefetch_related("areas", Prefetch("texts", queryset=texts, to_attr="live_texts"))


def cards(rows: list[Any], request: HttpRequest) -> list[Card]:
    """The cards of these organisations, prepared by `with_words`."""
    urls = addresses.public_urls(rows, request)
    return [_card(row, urls[row.pk]) for row in rows]


def _card(row: Any, url: str | None) -> Card:
    text = words_in(row.live_texts, get_language() or "ja")
    status = None if row.status == Status.ACTIVE else (row.status_kind, str(row.get_status_display()))
    return Card(
        title=row.display_name,
        url=url,
        text=text.summary if text else "",
        eyebrow=str(row.get_kind_display()),
        status=status,
        chips=[area.label for area in row.areas.all()],
        lang=text.bcp47_if_foreign if text else "",
    )


def _without_page(query: QueryDict) -> str:
    rest = query.copy()
    rest.pop("page", None)
    return rest.urlencode()
