"""Which activities match what was chosen in the facets, as the words of queries that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from activities.asking import UNKNOWN, Asked
from activities.querysets import YEARS_UNKNOWN, carried_out_in
from cms.core.json_rows import key_list, keys_as_json
from cms.core.public_pages import interval_below


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
# What a list is narrowed by without being counted: the page of an organisation leads there.
BESIDE: Mapping[str, tuple[str, str]] = {"organisation": ("activities.PartnerLine", "organisation_id")}
# Facets whose values are columns of the activity itself.
OWN: Mapping[str, Callable[[str], Q]] = {
    "kind": lambda value: Q(partner_kinds__contains=f",{value},"),
    "fy": _year,
    "ongoing": lambda value: Q(ongoing=True),
}


def linking_of(name: str) -> tuple[Any, str, str]:
    """The model between activities and the values of a facet, its key to the activity, the path to the value."""
    model, value = {**LINKED, **BESIDE}[name]
    linking = apps.get_model(model)
    key = {"pillar": "page_id", "organisation": "page_id", "keyword": "content_object_id"}.get(name, "activitypage_id")
    return linking, key, value


Chosen = Mapping[str, Sequence[Any]]


def narrowed(activities: QuerySet[Any], chosen: Chosen, *, without: Sequence[str] = ()) -> QuerySet[Any]:
    """Return the activities that match everything chosen, except in the facets named in `without`."""
    for name, values in chosen.items():
        if name in without:
            continue
        if name in OWN:
            activities = activities.filter(_any(values, OWN[name]))
        else:
            linking, key, value = linking_of(name)
            activities = activities.filter(pk__in=linking.objects.filter(**{f"{value}__in": values}).values(key))
    return activities


def shown_below(path: str) -> QuerySet[Any]:
    """The activities below a page that a visitor may see."""
    return _shown_between(*interval_below(path))


def _shown_between(first: str, last: str) -> QuerySet[Any]:
    rows = apps.get_model("activities.ActivityPage").objects.live().open_to_all()
    return rows.filter(path__range=(first, last))  # type: ignore[no-any-return]


# Facets whose values stand in the words of the query: they are few, and conditions of their own.
WORDED = ("pillar", "kind", "ongoing")


@dataclass(frozen=True)
class Shape:
    """All that the words of a query depend on: the values of some facets, of the others how many there are."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    is_searched: bool

    @property
    def kinds(self) -> dict[str, type[int] | type[str]]:
        kinds: dict[str, type[int] | type[str]] = {"found": str} if self.is_searched else {"first": str, "last": str}
        for name, values in self.chosen:
            if name not in WORDED:
                kinds |= {value: str if name == "keyword" else int for value in values if value != UNKNOWN}
        return kinds

    def rows(self, marks: Mapping[str, Any]) -> tuple[Any, Chosen]:
        """The activities before anything is chosen, and what is chosen."""
        if self.is_searched:  # among those that a visitor may see
            rows = apps.get_model("activities.ActivityPage").objects.filter(pk__in=key_list(marks["found"]))
        else:
            rows = _shown_between(marks["first"], marks["last"])
        return rows, {name: [marks.get(value, value) for value in values] for name, values in self.chosen}


@dataclass(frozen=True)
class Question:
    """What is asked of the activities below a page. `found`: the keys that the words find, the best first."""

    below: str
    asked: Asked
    found: Sequence[int] | None = None

    @property
    def shape(self) -> Shape:
        chosen = tuple((name, tuple(self._marks(name, values))) for name, values in self.asked.chosen.items())
        return Shape(chosen, self.found is not None)

    @staticmethod
    def _marks(name: str, values: Sequence[str]) -> Iterable[str]:
        for number, value in enumerate(values):
            yield value if name in WORDED or value == UNKNOWN else f"{name}{number}"

    @property
    def values(self) -> dict[str, Any]:
        """The values of the statements made from `shape`."""
        if self.found is None:
            values: dict[str, Any] = dict(zip(("first", "last"), interval_below(self.below), strict=True))
        else:
            values = {"found": keys_as_json(self.found)}
        for name, chosen in self.asked.chosen.items():
            for mark, value in zip(self._marks(name, chosen), chosen, strict=True):
                values[mark] = value if name == "keyword" else value if mark == value else int(value)
        return values
