"""「その後、どうなった?」: all families of activities as rivers, and every activity by the year it began in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from activities import lineage, river, words
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.statements import Statement

FAMILIES_PER_PAGE = 10


@dataclass(frozen=True)
class Member:
    """One activity of a family, for the list beside the drawing."""

    title: str
    url: str
    lang: str
    years: str
    note: str
    follows: str
    here: bool


@dataclass(frozen=True)
class Drawn:
    """A family: drawing and list."""

    river: Any
    members: Sequence[Member]
    name: str


@dataclass(frozen=True)
class Year:
    """The activities that began in one fiscal year; `label` says so when it is not known."""

    label: str
    activities: Sequence[words.Words]


@dataclass(frozen=True)
class View:
    """What the page shows."""

    total: int
    page: ListPage
    families: Sequence[Drawn]
    years: Sequence[Year]


def read(*, activities: QuerySet[Any], request: HttpRequest) -> View:
    """Read all families, and draw those of the list page asked for."""
    rows = activities.defer_streams()  # type: ignore[attr-defined]
    language = words.language()
    pages = {page.pk: page for page in (rows if language == SOURCE_LANGUAGE else rows.translated(language))}
    found = lineage.families(links_among(activities), pages)
    number = request.GET.get("page", "1")
    page = Paginator(found, FAMILIES_PER_PAGE).get_page(number)
    shown = words.of(pages.values(), request)
    return View(len(pages), page, [drawn(family, shown) for family in page.object_list], _years(pages, shown))


def links_among(activities: QuerySet[Any]) -> list[lineage.Link]:
    """The links whose later end is among these activities."""
    rows = apps.get_model("activities.PredecessorLink").objects.filter(page__in=activities.values("pk"))
    return [lineage.Link(*row) for row in rows.values_list("predecessor_id", "page_id", "note")]


def _relatives(page: int, language: str) -> QuerySet[Any]:
    rows = apps.get_model("activities.ActivityPage").objects.shown()
    return rows.filter(pk__in=lineage.members_of(page)).defer_streams().translated(language)  # type: ignore[no-any-return]


_RELATIVES = Statement(_relatives, page=int, language=str)


def family_of(*, facts: Any, links: Sequence[lineage.Link], request: HttpRequest) -> Drawn | None:
    """Draw the family of one activity from its links; None when it stands alone for the visitor. One query."""
    if not links:
        return None
    pages = {page.pk: page for page in _RELATIVES(page=facts.pk, language=words.language())}
    if facts.pk in pages:
        for name in ("translated_title", "translated_summary", "translated_path"):
            setattr(facts, name, getattr(pages[facts.pk], name))
    pages[facts.pk] = facts
    family = next((found for found in lineage.families(links, pages) if facts.pk in found.by_pk), None)
    return drawn(family, words.of(pages.values(), request), here=facts.pk) if family else None


def drawn(family: lineage.Family, shown: dict[int, words.Words], here: int | None = None) -> Drawn:
    """Draw a family and list its members."""
    notes = {link.after: link.note for link in family.links}
    members = [
        Member(
            title=shown[page.pk].title, url=shown[page.pk].url, lang=shown[page.pk].lang, years=str(page.years),
            note=notes.get(page.pk, ""), here=page.pk == here,
            follows=_(", ").join(shown[before.pk].title for before in family.before(page.pk)),
        )
        for page in family.members
    ]  # fmt: skip
    name = _("From %(first)s to %(last)s") % {"first": members[0].title, "last": members[-1].title}
    return Drawn(river.draw(family, words=shown, here=here), members, name)


def _years(pages: dict[int, Any], shown: dict[int, words.Words]) -> list[Year]:
    by_year: dict[int, list[Any]] = {}
    for page in pages.values():
        by_year.setdefault(page.start_fy or 0, []).append(page)
    years = []
    for year in sorted(by_year, key=lambda year: year or 9999):
        label = str(FiscalYear(year)) if year else _("first fiscal year not known")
        members = sorted(by_year[year], key=lambda page: (page.reading or page.title, page.pk))
        years.append(Year(label, [shown[page.pk] for page in members]))
    return years
