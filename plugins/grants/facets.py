"""The facets of the list of grants: every count is the length of the list that one gets by choosing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.models.site_settings import in_language

from .choices import SIZE_LIMITS, Cost, LegalForm, Partners, Size
from .statuses import DEAD, Status

MOST_CHOICES = 50


@dataclass(frozen=True)
class Option:
    """A choice in a facet."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A group of choices for `components/facets.html`."""

    name: str
    label: Any
    options: list[Option] = field(default_factory=list)
    open: bool = False

    @property
    def has_selection(self) -> bool:
        return any(option.selected for option in self.options)


@dataclass(frozen=True)
class Kindred:
    """A facet whose choices are a closed set, each a condition on the columns of a grant."""

    name: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    condition: Callable[[str], Q]

    def chosen(self, values: Iterable[str]) -> Q:
        return reduce(or_, map(self.condition, values))


@dataclass(frozen=True)
class Linked:
    """A facet whose choices are rows of another table. A grant without any is for all of them."""

    name: str
    label: Any
    relation: str
    column: str
    names: tuple[str, str, str]

    @property
    def through(self) -> Any:
        return getattr(apps.get_model("grants.GrantProgramme"), self.relation).through

    def chosen(self, values: Iterable[str]) -> Q:
        links = self.through.objects.filter(**{f"{self.column}__in": list(values)})
        return Q(pk__in=links.values("grantprogramme_id")) | self.for_all()

    def for_all(self) -> Q:
        return ~Q(Exists(self.through.objects.filter(grantprogramme=OuterRef("pk"))))


def _size(value: str) -> Q:
    above = 0
    for size, limit in SIZE_LIMITS:
        if size.value == value:
            return Q(amount_max__gt=above, amount_max__lte=limit)
        above = limit
    return Q(amount_max__gt=above)


def _form(value: str) -> Q:
    """Who may apply in any form may apply in this one."""
    return Q(legal_forms__contains=f",{value},") | Q(legal_forms__contains=f",{LegalForm.ANY.value},")


FACETS: tuple[Kindred | Linked, ...] = (
    Kindred("status", pgettext_lazy("grants", "Status"), Status.choices, lambda value: Q(status=value)),
    Linked(
        "field", pgettext_lazy("grants", "Field of activity"), "npo_fields", "npofield_id",
        ("npofield__short", "npofield__name_en", "npofield_id"),
    ),
    Linked("area", _("Area"), "areas", "area_id", ("area__name", "area__name_en", "area__reading")),
    Kindred(
        "form", pgettext_lazy("grants", "Legal form of your group"),
        [choice for choice in LegalForm.choices if choice[0] != LegalForm.ANY], _form,
    ),
    Kindred("size", pgettext_lazy("grants", "Size of the grant"), Size.choices, _size),
    Kindred(
        "cost", pgettext_lazy("grants", "Costs it pays for"), Cost.choices,
        lambda value: Q(costs__contains=f",{value},"),
    ),
    Kindred(
        "partner", pgettext_lazy("grants", "Partners"), [choice for choice in Partners.choices if choice[0]],
        lambda value: Q(partners=value),
    ),
)  # fmt: skip
Chosen = Mapping[str, Sequence[str]]


def chosen_in(query: QueryDict) -> dict[str, list[str]]:
    """What is ticked: per facet, without doubles, and only what can be ticked."""
    found = {}
    for facet in FACETS:
        ticked = list(dict.fromkeys(query.getlist(facet.name)))[:MOST_CHOICES]
        if isinstance(facet, Kindred):
            known = {value for value, _label in facet.choices}
            ticked = [value for value in ticked if value in known]
        else:
            ticked = [value for value in ticked if value.isascii() and value.isdigit() and len(value) < 10]
        if ticked:
            found[facet.name] = ticked
    return found


def narrowed(rows: Any, chosen: Chosen, *, without: str = "") -> Any:
    """The rows of `standing` that fit everything ticked, one facet left out if asked: within a facet choices add up.

    What is dead is left out unless it was ticked.
    """
    for facet in FACETS:
        if facet.name in chosen and facet.name != without:
            rows = rows.filter(facet.chosen(chosen[facet.name]))
    return rows if "status" in chosen or without == "status" else rows.exclude(status=DEAD)


@dataclass(frozen=True)
class Counted:
    """What was counted."""

    total: int
    facets: list[Facet]


def counted(rows: Any, chosen: Chosen) -> Counted:
    """Count all choices of all facets: three queries. rows: grants of `standing`, before anything is chosen."""
    flags = {f"fits_{facet.name}": _flag(facet.chosen(chosen[facet.name])) for facet in FACETS if facet.name in chosen}
    flags |= {f"all_{facet.name}": _flag(facet.for_all()) for facet in FACETS if isinstance(facet, Linked)}
    numbers = rows.annotate(**flags).aggregate(**_wanted(chosen))
    facets = []
    for facet in FACETS:
        if isinstance(facet, Kindred):
            options = [(value, label, numbers[f"{facet.name}_{value}"]) for value, label in facet.choices]
        else:
            links = _links(facet, narrowed(rows, chosen, without=facet.name))
            options = [(value, label, count + numbers[f"general_{facet.name}"]) for value, label, count in links]
        ticked = chosen.get(facet.name, ())
        shown = [
            Option(value, label, count, value in ticked) for value, label, count in options if count or value in ticked
        ]
        facets.append(Facet(facet.name, facet.label, shown, open=facet.name == "status"))
    return Counted(numbers["total"], facets)


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _wanted(chosen: Chosen) -> dict[str, Count]:
    wanted = {"total": Count("pk", filter=_rest(chosen, without=""))}
    for facet in FACETS:
        rest = _rest(chosen, without=facet.name)
        if isinstance(facet, Linked):
            wanted[f"general_{facet.name}"] = Count("pk", filter=rest & Q(**{f"all_{facet.name}": 1}))
            continue
        for value, _label in facet.choices:
            wanted[f"{facet.name}_{value}"] = Count("pk", filter=rest & facet.condition(value))
    return wanted


def _rest(chosen: Chosen, *, without: str) -> Q:
    """What is ticked in the other facets, by the flags that say whether a grant fits them."""
    fits = Q(pk__isnull=False)
    for name in chosen:
        if name != without:
            fits &= Q(**{f"fits_{name}": 1})
    if "status" not in chosen and without != "status":
        fits &= ~Q(status=DEAD.value)
    return fits


def _links(facet: Linked, rows: Any) -> list[tuple[str, str, int]]:
    """The rows of the other table that some grant names, with the number of grants that do and fit the rest."""
    name, name_en, order = facet.names
    found = (
        facet.through.objects.filter(grantprogramme_id__in=rows.order_by().values("pk"))
        .order_by(order)
        .values_list(facet.column, name, name_en, order)
        .annotate(number=Count("grantprogramme_id", distinct=True))
    )
    return [
        (str(pk), in_language(japanese, english), number)
        for pk, japanese, english, _order, number in sorted(found, key=lambda row: (row[3], row[1]))
    ]
