"""The list of activities: what a visitor asked for, which activities answer it, and how many each facet would leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backend

from activities import words
from activities.asking import BEST, SORTS, Asked, ask
from activities.choices import PartnerRole
from activities.facets import Facet, counts, facets, narrowed

PER_PAGE = 20


@dataclass(frozen=True)
class Card:
    """An activity in a list."""

    title: str
    url: str
    lang: str
    text: str
    meta: Sequence[str]
    eyebrow: str
    years: str


@dataclass(frozen=True)
class Chip:
    """A link as `components/chips.html` takes it."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Found:
    """The answer."""

    asked: Asked
    total: int
    page: ListPage
    cards: Sequence[Card]
    facets: Sequence[Facet]
    query: str
    kept: Sequence[tuple[str, str]]
    chosen: Sequence[Chip]
    sorts: Sequence[Chip]
    ways_on: Sequence[tuple[str, str]]
    reset_url: str


def searched(activities: QuerySet[Any], query: str) -> list[int]:
    """Return the keys of the activities that the words find, best first."""
    return [page.pk for page in get_search_backend().search(query, activities.defer_streams())]  # type: ignore[attr-defined]


def find(*, activities: QuerySet[Any], searchable: QuerySet[Any], query: QueryDict, request: HttpRequest) -> Found:
    """Answer a visitor's question about `activities`, in a number of queries that does not depend on their number.

    searchable: the same activities or more, by conditions that the search index knows.
    """
    asked = ask(query)
    best: list[int] = []
    everything = activities
    if asked.words:
        best = searched(searchable, asked.words)
        everything = activities.filter(pk__in=best)
    linked, alike = counts(everything, asked)
    total = sum(row.count for row in alike if row.is_chosen(asked))
    page = Counted(_ordered(narrowed(everything, asked), asked, best), total).get_page(asked.page)
    counted = facets(linked, alike, asked)
    return Found(
        asked=asked,
        total=total,
        page=page,
        cards=cards(list(page.object_list), request),
        facets=counted,
        query=_changed(query),
        kept=[("sort", asked.sort)] if query.get("sort") else [],
        chosen=_chosen(counted, query, asked),
        sorts=_sorts(query, asked),
        ways_on=_ways_on(asked, request.path),
        reset_url=request.path if asked.is_narrowed else "",
    )


class Counted(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, rows: Any, total: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.count = total


def _ordered(rows: QuerySet[Any], asked: Asked, best: list[int]) -> Any:
    """Put the rows in order; for "best" the order of the search is kept."""
    rows = rows.annotate(
        earliest=Coalesce("start_fy", "end_fy", Value(9999)),
        latest=Coalesce("end_fy", "start_fy", Value(0)),
        reading_or_title=Coalesce(NullIf("reading", Value("")), "title"),
        **_bodies(),
    )
    if asked.sort != BEST:
        return rows.select_related("locale").defer_streams().order_by(*SORTS[asked.sort][1])  # type: ignore[attr-defined]
    matching = set(rows.values_list("pk", flat=True))
    return _InOrder([pk for pk in best if pk in matching], rows)


class _InOrder(Sequence[Any]):
    """Rows in the order of given keys, of which only the slice that is asked for is read."""

    def __init__(self, keys: list[int], rows: QuerySet[Any]) -> None:
        self.keys, self.rows = keys, rows

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, wanted: Any) -> Any:
        keys = self.keys[wanted]
        found = {row.pk: row for row in self.rows.select_related("locale").defer_streams().filter(pk__in=keys)}  # type: ignore[attr-defined]
        return [found[key] for key in keys if key in found]


def cards(pages: Sequence[Any], request: HttpRequest) -> list[Card]:
    """Turn the activities of one list page into cards, in the visitor's language where they are translated."""
    shown = words.of(pages, request)
    english = not (get_language() or "ja").startswith("ja")
    return [
        Card(
            title=shown[page.pk].title,
            url=shown[page.pk].url,
            lang=shown[page.pk].lang,
            text=shown[page.pk].summary,
            years=str(page.years),
            eyebrow=str(page.years),
            meta=_names(page, english=english),
        )
        for page in pages
    ]


def _bodies() -> dict[str, Any]:
    """Annotations: who carried an activity out and the first body beside it, in both languages."""
    lines = apps.get_model("activities.PartnerLine").objects.filter(page=OuterRef("pk")).order_by("sort_order", "pk")
    roles = {"lead": Q(role=PartnerRole.CARRIED_OUT), "beside": ~Q(role=PartnerRole.CARRIED_OUT)}
    names = {"": "organisation__name", "_en": "organisation__name_en"}
    return {
        f"{place}{suffix}": Subquery(lines.filter(role).values_list(Coalesce(NullIf(name, Value("")), "name"))[:1])
        for place, role in roles.items()
        for suffix, name in names.items()
    }


def _names(page: Any, *, english: bool) -> list[str]:
    """The bodies of an activity with `_bodies()`, once each."""
    found = [getattr(page, f"{place}_en" if english else place) or getattr(page, place) for place in ("lead", "beside")]
    return [name for name in dict.fromkeys(found) if name]


def _changed(query: QueryDict, *, drop: Sequence[tuple[str, str]] = (), **changes: str) -> str:
    """The query string from its first page, with some values dropped and others set."""
    kept = query.copy()
    kept.pop("page", None)
    for name, value in drop:
        kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    for name, value in changes.items():
        kept[name] = value
    return kept.urlencode()


def _chosen(counted: Sequence[Facet], query: QueryDict, asked: Asked) -> list[Chip]:
    """What is chosen, each with the address of the list without it."""
    chips = [
        Chip(f"{facet.label}: {option.label} ×", f"?{_changed(query, drop=[(facet.name, option.value)])}")
        for facet in counted
        for option in facet.options
        if option.selected
    ]
    if asked.words:
        chips.insert(0, Chip(f"「{asked.words}」 ×", f"?{_changed(query, drop=[('q', query.get('q', ''))])}"))
    return chips


def _sorts(query: QueryDict, asked: Asked) -> list[Chip]:
    """The orders on offer."""
    found = [
        Chip(str(name()), f"?{_changed(query, sort=sign)}", sign == asked.sort)
        for sign, (name, _order) in SORTS.items()
    ]
    if asked.words:
        found.insert(0, Chip(_("best match first"), f"?{_changed(query, sort=BEST)}", asked.sort == BEST))
    return found


def _ways_on(asked: Asked, path: str) -> list[tuple[str, str]]:
    """Where to go from an empty list."""
    ways = [(_("All activities"), path), (_("Keywords in order"), f"{path}keywords/")]
    if asked.words and asked.chosen:
        ways.insert(0, (_("The same words without the choices"), f"?{urlencode({'q': asked.words})}"))
    return ways
