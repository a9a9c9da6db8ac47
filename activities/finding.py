"""The list of activities: what a visitor asked for, which activities answer it, and how many each facet would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities import words
from activities.asking import BEST, SORTS, Asked, ask
from activities.choices import PartnerRole
from activities.facets import Counts, Facet, counts, facets
from activities.narrowing import Question, Shape, narrowed, shown_below
from activities.querysets import TRANSLATED
from cms.core.addresses import Addresses
from cms.core.colons import colon
from cms.core.facets import Chip, chosen
from cms.core.fiscal_year import FiscalYearRange
from cms.core.json_rows import key_list, keys_as_json
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.querystrings import changed
from cms.core.statements import Statement
from cms.core.untranslated import untranslated
from cms.search.keys import keys_found

PER_PAGE = 20


@dataclass(frozen=True)
class Card:
    """An activity in a list."""

    title: str
    url: str
    lang: str
    text: str
    meta: Sequence[str]
    years: str


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


def find(*, below: Any, query: QueryDict, request: HttpRequest) -> Found:
    """Answer a visitor's question about the activities below a page, in a number of queries that does not depend on
    how many there are: one for the words searched for, one for all counts, one for the cards."""
    asked = ask(query)
    question = Question(below.path, asked, searched(below, asked.words) if asked.words else None)
    counted = counts(question)
    total = sum(row.count for row in counted.alike if row.is_chosen(asked))
    page = Paginator(range(total), PER_PAGE).get_page(asked.page)
    shown = facets(counted.linked, counted.alike, asked)
    return Found(
        asked=asked,
        total=total,
        page=page,
        cards=cards(_rows(question, counted, page), request),
        facets=shown,
        query=changed(query),
        kept=_kept(query, asked),
        chosen=_chosen(shown, query, asked),
        sorts=_sorts(query, asked),
        ways_on=_ways_on(asked, request.path),
        reset_url=request.path if asked.is_narrowed else "",
    )


def searched(below: Any, typed: str) -> list[int]:
    """Return the keys of the activities that the words find and a visitor may see, the best first."""
    return keys_found(typed, shown_below(below.path))


def _rows(question: Question, counted: Counts, page: ListPage) -> list[Any]:
    """What the cards of one list page are made from, in order."""
    if not page.paginator.count:
        return []
    start, stop, languages = page.start_index() - 1, page.end_index(), words.languages()
    if question.asked.sort != BEST:
        return list(_in_order(question.shape, question.asked.sort, start, languages)(**question.values))
    found = question.found or ()
    wanted = [pk for pk in found if counted.matching is None or pk in counted.matching][start:stop]
    by_pk = {row["pk"]: row for row in _wanted(languages)(wanted=keys_as_json(wanted))}
    return [by_pk[pk] for pk in wanted if pk in by_pk]


@lru_cache(maxsize=128)
def _in_order(shape: Shape, sort: str, start: int, languages: tuple[str, ...]) -> Statement:
    def build(**marks: Any) -> Any:
        rows, chosen = shape.rows(marks)
        rows = narrowed(rows, chosen).annotate(
            earliest=Coalesce("start_fy", "end_fy", Value(9999)),
            latest=Coalesce("end_fy", "start_fy", Value(0)),
            reading_or_title=Coalesce(NullIf("reading", Value("")), "title"),
        )
        return _for_cards(rows.order_by(*SORTS[sort][1]), languages)[start : start + PER_PAGE]

    return Statement(build, **shape.kinds)


@lru_cache(maxsize=32)
def _wanted(languages: tuple[str, ...]) -> Statement:
    def build(wanted: str) -> Any:
        return _for_cards(apps.get_model("activities.ActivityPage").objects.filter(pk__in=key_list(wanted)), languages)

    return Statement(build, wanted=str)


def _for_cards(rows: Any, languages: tuple[str, ...]) -> Any:
    """What cards read: words in the first of the languages that there are some in, years, who took part."""
    if languages[0] == SOURCE_LANGUAGE:
        rows = rows.annotate(**dict.fromkeys(TRANSLATED, Value(None, TextField())))
    else:
        rows = rows.translated(*languages)
    columns = ("pk", "title", "summary", "url_path", "start_fy", "end_fy", "ongoing")
    return rows.annotate(**_bodies()).values(*columns, *TRANSLATED, *_bodies())


def cards(rows: Sequence[Mapping[str, Any]], request: HttpRequest) -> list[Card]:
    """Turn what `_for_cards` read into cards."""
    addresses = Addresses(request)
    english = not (get_language() or "ja").startswith("ja")
    found = []
    for row in rows:
        shown = words.chosen(row, addresses)
        years = FiscalYearRange.of_years(row["start_fy"], row["end_fy"], ongoing=row["ongoing"] and not row["end_fy"])
        found.append(Card(shown.title, shown.url, shown.lang, shown.summary, _names(row, english=english), str(years)))
    return found


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


def _names(row: Mapping[str, Any], *, english: bool) -> list[str]:
    """The bodies of an activity with `_bodies()`, once each."""
    found = [row[f"{place}_en" if english else place] or row[place] for place in ("lead", "beside")]
    return [untranslated(name) for name in dict.fromkeys(found) if name]


def _kept(query: QueryDict, asked: Asked) -> list[tuple[str, str]]:
    """What the form keeps without showing it."""
    sort = [("sort", asked.sort)] if query.get("sort") else []
    return sort + [("organisation", value) for value in asked.chosen.get("organisation", ())]


def _organisations(asked: Asked) -> list[tuple[str, str]]:
    """Keys and names of the public organisations whose activities are asked for."""
    wanted = asked.chosen.get("organisation")
    if not wanted:
        return []
    rows = apps.get_model("organisations.Organisation").objects.public().filter(pk__in=wanted)
    return [(str(row.pk), row.display_name) for row in rows.only("pk", "name", "name_en")]


def _chosen(counted: Sequence[Facet], query: QueryDict, asked: Asked) -> list[Chip]:
    """What is chosen, each with the address of the list without it; organisations come by a link, not by a facet."""
    return chosen(counted, query, asked.words) + [
        Chip(f"{_('Took part')}{colon()}{name} ×", f"?{changed(query, drop=[('organisation', pk)])}")
        for pk, name in _organisations(asked)
    ]


def _sorts(query: QueryDict, asked: Asked) -> list[Chip]:
    """The orders on offer."""
    found = [
        Chip(str(name()), f"?{changed(query, sort=sign)}", sign == asked.sort) for sign, (name, _order) in SORTS.items()
    ]
    if asked.words:
        found.insert(0, Chip(_("best match first"), f"?{changed(query, sort=BEST)}", asked.sort == BEST))
    return found


def _ways_on(asked: Asked, path: str) -> list[tuple[str, str]]:
    """Where to go from an empty list."""
    ways = [(_("All activities"), path), (_("Keywords in order"), f"{path}keywords/")]
    if asked.words and asked.chosen:
        ways.insert(0, (_("The same words without the choices"), f"?{urlencode({'q': asked.words})}"))
    return ways
