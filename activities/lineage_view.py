"""「その後、どうなった?」: all families of activities as rivers, and every activity by the year it began in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from activities import lineage, river, words
from activities.querysets import TRANSLATED
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.statements import Statement

FAMILIES_PER_PAGE = 8
ACTIVITIES_PER_PAGE = 60


@dataclass(frozen=True)
class Member:
    """One activity of a family, for the list beside the drawing."""

    title: str
    url: str
    lang: str
    years: str
    note: str
    follows: SafeString
    here: bool


@dataclass(frozen=True)
class Drawn:
    """A family: drawing and list. heading: its name with the languages of the titles in it."""

    river: Any
    members: Sequence[Member]
    name: str
    heading: SafeString


@dataclass(frozen=True)
class Year:
    """The activities that began in one fiscal year; `label` says so when it is not known."""

    label: str
    activities: Sequence[words.Words]


@dataclass(frozen=True)
class View:
    """What the page shows: `page` of the families, `years_page` of all activities."""

    total: int
    page: ListPage
    families: Sequence[Drawn]
    years_page: ListPage
    years: Sequence[Year]


@dataclass(frozen=True)
class End:
    """An activity at an end of a link: what a family is put in order by."""

    pk: int
    title: str
    start_fy: int | None
    end_fy: int | None


def read(*, activities: QuerySet[Any], request: HttpRequest) -> View:
    """Draw the families of the list page asked for, and list the activities of the other."""
    found = families_among(activities)
    page = Paginator(found, FAMILIES_PER_PAGE).get_page(request.GET.get("page", "1"))
    # All keys in one query: they are counted, cut into pages and read together with the members of the families.
    keys = [key for (key,) in _by_year(activities).values_list("pk")]
    years_page = Paginator(keys, ACTIVITIES_PER_PAGE).get_page(request.GET.get("years", "1"))
    members = [member.pk for family in page.object_list for member in family.members]
    pages = _in_words(activities, list(dict.fromkeys([*members, *years_page.object_list])))
    drawings = [_whole(family, pages) for family in page.object_list]
    listed = [pages[key] for key in years_page.object_list if key in pages]
    shown = words.of(list(pages.values()), request)
    total = years_page.paginator.count
    return View(total, page, [drawn(family, shown) for family in drawings], years_page, _years(listed, shown))


def families_among(activities: QuerySet[Any]) -> list[lineage.Family]:
    """All families, their members known by what puts them in order. One query, as many rows as there are links."""
    columns = ("pk", "title", "start_fy", "end_fy")
    shown = activities.order_by().values("pk")
    rows = (
        apps.get_model("activities.PredecessorLink")
        .objects.filter(page__in=shown, predecessor__in=shown)
        .values_list("note", *(f"{end}__{column}" for end in ("predecessor", "page") for column in columns))
    )
    links, ends = [], {}
    for note, *both in rows:
        before, after = End(*both[:4]), End(*both[4:])
        ends |= {before.pk: before, after.pk: after}
        links.append(lineage.Link(before.pk, after.pk, note))
    return lineage.families(links, ends)


def whole(family: lineage.Family, activities: QuerySet[Any]) -> lineage.Family:
    """A family of `families_among` with its activities as they are drawn. One query."""
    return _whole(family, _in_words(activities, [member.pk for member in family.members]))


def _whole(family: lineage.Family, pages: Mapping[int, Any]) -> lineage.Family:
    by_pk = {member.pk: pages[member.pk] for member in family.members if member.pk in pages}
    links = [link for link in family.links if link.before in by_pk and link.after in by_pk]
    return lineage.Family(by_pk, links)


def _in_words(activities: QuerySet[Any], keys: Sequence[int]) -> dict[int, Any]:
    """The activities with these keys, with their words in the visitor's language."""
    return {page.pk: page for page in _translated(activities.filter(pk__in=keys))} if keys else {}


def _translated(activities: QuerySet[Any]) -> QuerySet[Any]:
    rows = activities.defer_streams()  # type: ignore[attr-defined]
    return rows if words.language() == SOURCE_LANGUAGE else rows.translated(*words.languages())  # type: ignore[no-any-return]


def _by_year(activities: QuerySet[Any]) -> QuerySet[Any]:
    """All activities by the fiscal year in which they began, those without one at the end."""
    began, read_as = Coalesce("start_fy", Value(9999)), Coalesce(NullIf("reading", Value("")), "title")
    return _translated(activities).order_by(began, read_as, "pk")


def _relatives(page: int, **languages: str) -> QuerySet[Any]:
    rows = apps.get_model("activities.ActivityPage").objects.shown()
    return rows.filter(pk__in=lineage.members_of(page)).defer_streams().translated(*languages.values())  # type: ignore[no-any-return]


_RELATIVES = Statement(_relatives, page=int, **words.KINDS)


def family_of(*, facts: Any, links: Sequence[lineage.Link], request: HttpRequest) -> Drawn | None:
    """Draw the family of one activity from its links; None when it stands alone for the visitor. One query."""
    if not links:
        return None
    pages = {page.pk: page for page in _RELATIVES(page=facts.pk, **words.marks())}
    if facts.pk in pages:
        for name in TRANSLATED:
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
            follows=mark_safe(escape(_(", ")).join(shown[before.pk].marked for before in family.before(page.pk))),
        )
        for page in family.members
    ]  # fmt: skip
    called = _("From %(first)s to %(last)s")
    first, last = shown[family.members[0].pk], shown[family.members[-1].pk]
    said = called % {"first": first.title, "last": last.title}
    return Drawn(
        river.draw(family, words=shown, here=here), members,
        name=_("What became of them?") if first.is_foreign or last.is_foreign else said,
        heading=mark_safe(escape(called) % {"first": first.marked, "last": last.marked}),
    )  # fmt: skip


def _years(pages: Sequence[Any], shown: dict[int, words.Words]) -> list[Year]:
    """Activities in the order of their years, year by year."""
    years = []
    for year, members in groupby(pages, key=lambda page: page.start_fy or 0):
        label = str(FiscalYear(year)) if year else _("first fiscal year not known")
        years.append(Year(label, [shown[page.pk] for page in members]))
    return years
