"""Facets of the list of activities, with counts that are the lengths of the lists they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.asking import UNKNOWN, YES, Asked
from activities.choices import PartnerKind, Pillar
from activities.querysets import YEARS_UNKNOWN, carried_out_in
from cms.core.fiscal_year import FiscalYear

MOST_KEYWORDS = 24
# facet: {value: (count, what people read)}
Linked = Mapping[str, Mapping[str, tuple[int, str]]]


@dataclass(frozen=True)
class Option:
    """One value of a facet; `count` is the length of the list with this value alone in its facet."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A facet as `components/facets.html` takes it."""

    name: str
    label: str
    options: Sequence[Option]
    open: bool = False

    @property
    def has_selection(self) -> bool:
        return any(option.selected for option in self.options)


def _any(values: Sequence[str], condition: Callable[[str], Q]) -> Q:
    found = Q()
    for value in values:
        found |= condition(value)
    return found


def _year(value: str) -> Q:
    return YEARS_UNKNOWN if value == UNKNOWN else carried_out_in(int(value))


# Facets whose values are rows of other tables: the model that links them, and the path to the value.
LINKED: Mapping[str, tuple[str, str]] = {
    "pillar": ("activities.PillarPeriod", "pillar"),
    "field": ("activities.ActivityPage_npo_fields", "npofield_id"),
    "area": ("activities.ActivityPage_areas", "area_id"),
    "keyword": ("activities.ActivityKeyword", "tag__slug"),
}
# Facets whose values are columns of the activity itself.
OWN: Mapping[str, Callable[[str], Q]] = {
    "kind": lambda value: Q(partner_kinds__contains=f",{value},"),
    "fy": _year,
    "ongoing": lambda value: Q(ongoing=True),
}


def _linking(name: str) -> tuple[Any, str, str]:
    """The model between activities and the values of a facet, its key to the activity, the path to the value."""
    model, value = LINKED[name]
    linking = apps.get_model(model)
    key = {"pillar": "page_id", "keyword": "content_object_id"}.get(name, "activitypage_id")
    return linking, key, value


def narrowed(activities: QuerySet[Any], asked: Asked, *, without: Sequence[str] = ()) -> QuerySet[Any]:
    """Return the activities that match everything chosen, except in the facets named in `without`."""
    for name, values in asked.chosen.items():
        if name in without:
            continue
        if name in OWN:
            activities = activities.filter(_any(values, OWN[name]))
        else:
            linking, key, value = _linking(name)
            activities = activities.filter(pk__in=linking.objects.filter(**{f"{value}__in": values}).values(key))
    return activities


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


ALIKE = "alike"


def _alike_branch(activities: QuerySet[Any], asked: Asked) -> Any:
    """The rows from which the facets that are columns are counted, in the shape of those of other tables."""
    rest = narrowed(activities, asked, without=tuple(OWN))
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


def _alike(row: Mapping[str, Any]) -> Alike:
    kinds = frozenset(kind for kind in row["sorted_by"].split(",") if kind)
    return Alike(int(row["key"]) or None, int(row["label"]) or None, row["label_en"] == "1", kinds, row["count"])


def _own_counts(alike: Sequence[Alike], asked: Asked) -> dict[str, list[tuple[str, str, int]]]:
    """Count the facets that are columns."""
    wanted: list[tuple[str, str, str]] = [("kind", kind.value, str(kind.label)) for kind in PartnerKind]
    wanted += [("fy", str(year), str(FiscalYear(year))) for year in reversed(_years(alike))]
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


def counts(activities: QuerySet[Any], asked: Asked) -> tuple[Linked, list[Alike]]:
    """Read everything that the facets count, in one query."""
    labels = {"pillar": ("pillar", "pillar", "pillar"), **_LABELS}
    japanese = (get_language() or "ja").startswith("ja")
    branches = []
    for name in LINKED:
        linking, key, value = _linking(name)
        label, label_en, order = labels[name]
        rows = linking.objects.filter(**{f"{key}__in": narrowed(activities, asked, without=[name]).values("pk")})
        branches.append(
            rows.order_by()
            .annotate(
                facet=Value(name, CharField()), key=Cast(value, CharField()), label=Cast(label, CharField()),
                label_en=Cast(label_en, CharField()), sorted_by=Cast(order, CharField()),
            )
            .values("facet", "key", "label", "label_en", "sorted_by")
            .annotate(count=Count(key, distinct=True))
        )  # fmt: skip
    linked: dict[str, dict[str, tuple[int, str]]] = {name: {} for name in LINKED}
    rows = list(branches[0].union(*branches[1:], _alike_branch(activities, asked), all=True))
    alike = [_alike(row) for row in rows if row["facet"] == ALIKE]
    for row in sorted((row for row in rows if row["facet"] != ALIKE), key=_by_reading):
        text = row["label"] if japanese else row["label_en"] or row["label"]
        linked[row["facet"]][row["key"]] = (row["count"], text)
    return linked, alike


def _by_reading(row: Mapping[str, Any]) -> tuple[int, str]:
    return (int(row["sorted_by"]), "") if row["sorted_by"].isdecimal() else (0, row["sorted_by"] or row["label"])


_LABELS: Mapping[str, tuple[str, str, str]] = {
    "field": ("npofield__short", "npofield__name_en", "npofield_id"),
    "area": ("area__name", "area__name_en", "area__reading"),
    "keyword": ("tag__name", "tag__name_en", "tag__reading"),
}
