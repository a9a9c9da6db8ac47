"""Facets of the list of activities, with counts that are the lengths of the lists they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.asking import UNKNOWN, YES, Asked
from activities.choices import PartnerKind, Pillar
from activities.narrowing import LINKED, OWN, Chosen, Question, Shape, linking_of, narrowed
from cms.core.facets import Facet, Option
from cms.core.fiscal_year import FiscalYear
from cms.core.models.site_settings import in_language
from cms.core.statements import Statement

MOST_KEYWORDS = 24
# facet: {value: (count, what people read)}
Linked = Mapping[str, Mapping[str, tuple[int, str]]]


def facets(linked: Linked, alike: Sequence[Alike], asked: Asked) -> list[Facet]:
    """Return all facets with counts."""
    own = _own_counts(alike, asked)
    found = [
        ("pillar", _("Pillar"), [(p.value, str(p.label), linked["pillar"].get(p.value, (0,))[0]) for p in Pillar]),
        ("kind", _("Kinds of partners"), own["kind"]),
        ("fy", _("Fiscal year"), own["fy"]),
        ("field", _("Fields of activity"), _named(linked["field"])),
        ("area", _("Areas"), _named(linked["area"])),
        ("keyword", _("Keywords"), _commonest(linked["keyword"], asked.chosen.get("keyword", ()))),
        ("ongoing", _("Now"), own["ongoing"]),
    ]
    return [
        Facet(
            name=name,
            label=label,
            options=[
                Option(value, text, count, value in asked.chosen.get(name, ()))
                for value, text, count in options
                if count or value in asked.chosen.get(name, ())
            ],
            open=name in ("pillar", "fy"),
        )
        for name, label, options in found
    ]


def _named(counts: Mapping[str, tuple[int, str]]) -> list[tuple[str, str, int]]:
    return [(value, label, count) for value, (count, label) in counts.items()]


def _commonest(counts: Mapping[str, tuple[int, str]], chosen: Sequence[str]) -> list[tuple[str, str, int]]:
    """The keywords that say most about this list, commonest first; those that are chosen are always among them."""
    rows = sorted(_named(counts), key=lambda row: (row[0] not in chosen, -row[2]))
    return rows[:MOST_KEYWORDS]


@dataclass(frozen=True)
class Alike:
    """Activities that agree in all facets that are columns, and how many they are."""

    start_fy: int | None
    end_fy: int | None
    ongoing: bool
    kinds: frozenset[str]
    count: int

    def carried_out_in(self, year: int) -> bool:
        """The same condition as `querysets.carried_out_in`."""
        first, last = self.start_fy or self.end_fy, self.end_fy or self.start_fy
        if self.start_fy and self.ongoing and not self.end_fy:
            return self.start_fy <= year
        return first is not None and last is not None and first <= year <= last

    def is_in(self, name: str, value: str) -> bool:
        if name == "kind":
            return value in self.kinds
        if name == "ongoing":
            return self.ongoing
        if value == UNKNOWN:
            return not self.start_fy and not self.end_fy
        return self.carried_out_in(int(value))

    def is_chosen(self, asked: Asked, *, without: str = "") -> bool:
        return all(
            any(self.is_in(name, value) for value in asked.chosen[name])
            for name in OWN
            if name in asked.chosen and name != without
        )


ALIKE, MATCH = "alike", "match"


def _alike_branch(activities: QuerySet[Any], chosen: Chosen) -> Any:
    """The rows from which the facets that are columns are counted, in the shape of those of other tables."""
    rest = narrowed(activities, chosen, without=tuple(OWN))
    going_on = Case(When(ongoing=True, then=Value("1")), default=Value(""), output_field=CharField())
    return (
        rest.order_by()
        .annotate(
            facet=Value(ALIKE, CharField()),
            key=Cast(Coalesce("start_fy", Value(0)), CharField()),
            label=Cast(Coalesce("end_fy", Value(0)), CharField()),
            label_en=going_on,
            sorted_by=Cast("partner_kinds", CharField()),
        )
        .values("facet", "key", "label", "label_en", "sorted_by")
        .annotate(count=Count("pk"))
    )


def _matching_branch(activities: QuerySet[Any], chosen: Chosen) -> Any:
    """A row for each activity that fits everything: its key, where the order is the search's."""
    return (
        narrowed(activities, chosen)
        .order_by()
        .annotate(
            facet=Value(MATCH, CharField()), key=Cast("pk", CharField()), label=Value("", CharField()),
            label_en=Value("", CharField()), sorted_by=Value("", CharField()), count=Value(1),
        )
        .values("facet", "key", "label", "label_en", "sorted_by", "count")
    )  # fmt: skip


def _alike(row: Mapping[str, Any]) -> Alike:
    kinds = frozenset(kind for kind in row["sorted_by"].split(",") if kind)
    return Alike(int(row["key"]) or None, int(row["label"]) or None, row["label_en"] == "1", kinds, row["count"])


def _own_counts(alike: Sequence[Alike], asked: Asked) -> dict[str, list[tuple[str, str, int]]]:
    """Count the facets that are columns."""
    wanted: list[tuple[str, str, str]] = [("kind", kind.value, str(kind.label)) for kind in PartnerKind]
    ticked = {int(year) for year in asked.chosen.get("fy", ()) if year != UNKNOWN}
    wanted += [("fy", str(year), str(FiscalYear(year))) for year in sorted({*_years(alike), *ticked}, reverse=True)]
    wanted += [("fy", UNKNOWN, _("not known")), ("ongoing", YES, _("goes on"))]
    found: dict[str, list[tuple[str, str, int]]] = {name: [] for name in OWN}
    for name, value, label in wanted:
        rows = (row.count for row in alike if row.is_in(name, value) and row.is_chosen(asked, without=name))
        found[name].append((value, label, sum(rows)))
    return found


def _years(alike: Sequence[Alike]) -> range:
    """The fiscal years from the first known to the last known, or to this one when something goes on."""
    known = [year for row in alike for year in (row.start_fy, row.end_fy) if year]
    if not known:
        return range(0)
    goes_on = any(row.ongoing and row.start_fy and not row.end_fy for row in alike)
    return range(min(known), max([*known, this_year().year] if goes_on else known) + 1)


def this_year(today: date | None = None) -> FiscalYear:
    """The fiscal year that today is in."""
    return FiscalYear.of(today or timezone.localdate())


@dataclass(frozen=True)
class Counts:
    """Everything that the facets count.

    `matching`: where words were searched for and something is chosen, the keys that fit everything.
    """

    linked: Linked
    alike: Sequence[Alike]
    matching: frozenset[int] | None


def _linked_branch(name: str, activities: QuerySet[Any], chosen: Chosen) -> Any:
    labels = {"pillar": ("pillar", "pillar", "pillar"), **_LABELS}
    linking, key, value = linking_of(name)
    label, label_en, order = labels[name]
    rows = linking.objects.filter(**{f"{key}__in": narrowed(activities, chosen, without=[name]).values("pk")})
    return (
        rows.order_by()
        .annotate(
            facet=Value(name, CharField()), key=Cast(value, CharField()), label=Cast(label, CharField()),
            label_en=Cast(label_en, CharField()), sorted_by=Cast(order, CharField()),
        )
        .values("facet", "key", "label", "label_en", "sorted_by")
        .annotate(count=Count(key, distinct=True))
    )  # fmt: skip


def _named_branch(name: str, values: Sequence[Any]) -> Any:
    """What is chosen, counted as none: a choice that leaves nothing beside the others can still be taken away."""
    linking, _key, value = linking_of(name)
    link = _LABELS[name][0].partition("__")[0]
    rows = linking._meta.get_field(link).related_model.objects
    wanted, label, label_en, order = (
        path.removeprefix(f"{link}__") if "__" in path else "pk" for path in (value, *_LABELS[name])
    )
    return (
        rows.filter(**{f"{wanted}__in": values})
        .order_by()
        .annotate(
            facet=Value(name, CharField()), key=Cast(wanted, CharField()), label=Cast(label, CharField()),
            label_en=Cast(label_en, CharField()), sorted_by=Cast(order, CharField()), count=Value(0),
        )
        .values("facet", "key", "label", "label_en", "sorted_by", "count")
    )  # fmt: skip


@lru_cache(maxsize=128)
def _statement(shape: Shape) -> Statement:
    def build(**marks: Any) -> Any:
        activities, chosen = shape.rows(marks)
        branches = [_linked_branch(name, activities, chosen) for name in LINKED]
        branches += [_named_branch(name, chosen[name]) for name in _LABELS if name in chosen]
        branches.append(_alike_branch(activities, chosen))
        if shape.is_searched and shape.chosen:
            branches.append(_matching_branch(activities, chosen))
        return branches[0].union(*branches[1:], all=True)

    return Statement(build, **shape.kinds)


def counts(question: Question) -> Counts:
    """Read everything that the facets count, in one query."""
    linked: dict[str, dict[str, tuple[int, str]]] = {name: {} for name in LINKED}
    rows = list(_statement(question.shape)(**question.values))
    alike = [_alike(row) for row in rows if row["facet"] == ALIKE]
    matching = frozenset(int(row["key"]) for row in rows if row["facet"] == MATCH) if question.shape.chosen else None
    for row in sorted((row for row in rows if row["facet"] in linked), key=_by_reading):
        count, _label = linked[row["facet"]].get(row["key"], (0, ""))
        shown = max(count, row["count"]), in_language(row["label"], row["label_en"])
        linked[row["facet"]][row["key"]] = shown
    return Counts(linked, alike, matching)


def _by_reading(row: Mapping[str, Any]) -> tuple[int, str]:
    return (int(row["sorted_by"]), "") if row["sorted_by"].isdecimal() else (0, row["sorted_by"] or row["label"])


_LABELS: Mapping[str, tuple[str, str, str]] = {
    "field": ("npofield__short", "npofield__name_en", "npofield_id"),
    "area": ("area__name", "area__name_en", "area__reading"),
    "keyword": ("tag__name", "tag__name_en", "tag__reading"),
}
