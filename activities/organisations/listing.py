"""What a directory shows: the organisations that fit, their cards, the facets."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.facets import Chip, chosen
from cms.core.json_rows import key_list, keys_as_json, rows_as_json, rows_of
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import Memory
from cms.core.models.site_settings import in_language
from cms.core.querystrings import changed
from cms.core.statements import Statement
from cms.search.keys import keys_found

from . import addresses, facet_counts
from .facet_counts import Asked
from .filters import PART, Filter
from .models.choices import Kind, ListOrder, Status, status_kind
from .models.organisations import Organisation
from .models.texts import OrganisationText
from .names import Named
from .words import in_order_of, nearest

PER_PAGE = 24
#: In order, remembered until a fact changes (ADR 79).
_KEYS = Memory(64)
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
    chosen: list[Chip]

    @property
    def reset_url(self) -> str:
        """The list without any choice; nothing when nothing is chosen."""
        return "?" if self.is_narrowed else ""

    @property
    def ways_out(self) -> list[tuple[str, str]]:
        """What an empty list offers."""
        return [(_("Show all"), "?")] if self.is_narrowed else []


def build(*, directory: Any, request: HttpRequest) -> Listing:
    """Narrow, search and page the organisations of a directory by the request's parameters."""
    site = Site.find_for_request(request)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    ticked = facet_counts.chosen_in(request.GET)
    listed = _in_readers_order(addresses.Directories.of(site, request).same(directory).filter_on(site))
    found = keys_found(query, listed.rows()) if query else None
    is_japanese = language_of(get_language() or SOURCE_LANGUAGE).is_japanese
    asked = Asked(listed, ticked, found, is_japanese)
    counted = facet_counts.counted(asked)
    # The facets' query has counted the rows already.
    page = Paginator(range(counted.total), PER_PAGE).get_page(request.GET.get("page"))
    return Listing(
        query=query,
        facets=counted.facets,
        page=page,
        cards=cards(_rows(asked, counted, page), request),
        total=counted.total,
        is_narrowed=bool(query or ticked),
        querystring=changed(request.GET),
        chosen=chosen(counted.facets, request.GET, query),
    )


def _in_readers_order(listed: Filter) -> Filter:
    """The order of the syllabary is that of the names as they are shown: outside Japanese, of the English ones."""
    is_japanese = language_of(get_language() or SOURCE_LANGUAGE).is_japanese
    return listed if is_japanese or listed.order != ListOrder.KANA else replace(listed, order="english")


def _rows(asked: Asked, counted: facet_counts.Counted, page: Page[Any]) -> list[Any]:
    """What the cards of one list page are made from, in order: the directory's, or for a search the best first."""
    if not counted.total:
        return []
    fitting: Sequence[int]
    if asked.found is None:
        fitting = _KEYS.get(asked.key, lambda: array("q", _in_order(asked.shape)(**asked.values)), parts=[PART])
    else:  # Who searches wants the best first; the search ranks, the choices only narrow.
        fitting = asked.found if counted.matching is None else [pk for pk in asked.found if pk in counted.matching]
    wanted = fitting[page.start_index() - 1 : page.end_index()]
    by_pk = {row["pk"]: row for row in _wanted(nearest(get_language() or SOURCE_LANGUAGE))(wanted=keys_as_json(wanted))}
    return [by_pk[pk] for pk in wanted if pk in by_pk]


@lru_cache(maxsize=128)
def _in_order(shape: facet_counts.Shape) -> Statement:
    """The keys of all that fit: cards cost a query of words and areas for each, even of those that are not shown."""

    def build(**marks: Any) -> Any:
        rows, chosen = shape.rows(marks)
        return facet_counts.narrowed(rows, chosen).values_list("pk", flat=True)

    return Statement(build, **shape.kinds)


def _for_cards(rows: Any, codes: Sequence[str]) -> Any:
    """What cards read, with the published words in the first of these languages that has any and the areas."""
    words = OrganisationText.objects.filter(organisation=OuterRef("pk"), live=True).order_by(in_order_of(codes), "pk")
    areas = Organisation.areas.through.objects.filter(organisation=OuterRef("pk"))
    return rows.annotate(
        summary=Subquery(words.values("summary")[:1]),
        written_in=Subquery(words.values("locale__language_code")[:1]),
        of_areas=rows_as_json(areas, "organisation", "area_id", "area__name", "area__name_en", "area__reading"),
        of_keywords=addresses.asked_by_filters("pk")["of_keywords"],
    ).values(*(field.name for field in fields(Named) if not field.name.startswith("known")), *BESIDE)


BESIDE = ("summary", "written_in", "of_areas", "of_keywords")


@lru_cache(maxsize=32)
def _wanted(codes: tuple[str, ...]) -> Statement:
    def build(wanted: Any) -> Any:
        # Which they are may be remembered; whether anybody may see them is asked anew.
        return _for_cards(Organisation.objects.public().filter(pk__in=key_list(wanted)).order_by(), codes)

    return Statement(build, wanted=str)


def with_words(rows: Any) -> Any:
    """Rows with the published words and the areas that their cards read."""
    texts = OrganisationText.objects.filter(live=True).select_related("locale")
    return rows.prefetch_related("areas", Prefetch("texts", queryset=texts, to_attr="live_texts"))


def cards(rows: list[Any], request: HttpRequest) -> list[Card]:
    """The cards of what `_for_cards` read."""
    areas = {row["pk"]: sorted(rows_of(row["of_areas"]), key=lambda area: (area[3], area[1])) for row in rows}
    named = []
    for row in rows:
        facts = Named(**{name: value for name, value in row.items() if name not in BESIDE})
        named.append(addresses.know(facts, areas=row["of_areas"], keywords=row["of_keywords"]))
    urls = addresses.public_urls(named, request)
    kinds, statuses = {str(key): str(label) for key, label in Kind.choices}, dict(Status.choices)
    visitors = get_language() or SOURCE_LANGUAGE
    return [
        Card(
            title=organisation.display_name,
            url=urls[organisation.pk],
            text=row["summary"] or "",
            eyebrow=kinds.get(organisation.kind, organisation.kind),
            status=None
            if organisation.status == Status.ACTIVE
            else (status_kind(organisation.status), str(statuses[organisation.status])),
            chips=[in_language(name, name_en) for _pk, name, name_en, _reading in areas[row["pk"]]],
            lang=_lang(row["written_in"], visitors),
        )
        for row, organisation in zip(rows, named, strict=True)
    ]


def _lang(written_in: str | None, visitors: str) -> str:
    """The `lang` of words that are not in the visitor's language, else nothing."""
    language = language_of(written_in) if written_in else None
    return language.bcp47 if language and language.code != visitors else ""
