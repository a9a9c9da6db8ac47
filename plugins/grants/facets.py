"""The facets of the list of grants: every count is the length of the list that one gets by choosing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.facets import Facet, Option
from cms.core.models.site_settings import in_language

from .choices import SIZE_LIMITS, Cost, LegalForm, Partners, Size
from .statuses import DEAD, Status

MOST_CHOICES = 50


@dataclass(frozen=True)
class Facts:
    """What the facets ask of a grant that stands on its own row, and how it stands."""

    pk: int
    status: str
    amount_max: int | None
    legal_forms: Sequence[str]
    costs: Sequence[str]
    partners: str


@dataclass(frozen=True)
class Kindred:
    """A facet whose choices are a closed set, each a condition on the columns of a grant.

    It is said twice: `condition` narrows lists in the database, `holds` counts in memory. A test holds every count
    against its list.
    """

    name: str
    label: Any
    choices: Sequence[tuple[str, Any]]
    condition: Callable[[str], Q]
    holds: Callable[[Facts, str], bool]

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


def _is_of_size(grant: Facts, value: str) -> bool:
    amount, above = grant.amount_max or 0, 0
    for size, limit in SIZE_LIMITS:
        if size.value == value:
            return above < amount <= limit
        above = limit
    return amount > above


def _form(value: str) -> Q:
    """Who may apply in any form may apply in this one."""
    return Q(legal_forms__contains=f",{value},") | Q(legal_forms__contains=f",{LegalForm.ANY.value},")


def _takes_form(grant: Facts, value: str) -> bool:
    return value in grant.legal_forms or LegalForm.ANY.value in grant.legal_forms


FACETS: tuple[Kindred | Linked, ...] = (
    Kindred(
        "status", pgettext_lazy("grants", "Status"), Status.choices, lambda value: Q(status=value),
        lambda grant, value: grant.status == value,
    ),
    Linked(
        "field", pgettext_lazy("grants", "Field of activity"), "npo_fields", "npofield_id",
        ("npofield__short", "npofield__name_en", "npofield_id"),
    ),
    Linked("area", _("Area"), "areas", "area_id", ("area__name", "area__name_en", "area__reading")),
    Kindred(
        "form", pgettext_lazy("grants", "Legal form of your group"),
        [choice for choice in LegalForm.choices if choice[0] != LegalForm.ANY], _form, _takes_form,
    ),
    Kindred("size", pgettext_lazy("grants", "Size of the grant"), Size.choices, _size, _is_of_size),
    Kindred(
        "cost", pgettext_lazy("grants", "Costs it pays for"), Cost.choices,
        lambda value: Q(costs__contains=f",{value},"), lambda grant, value: value in grant.costs,
    ),
    Kindred(
        "partner", pgettext_lazy("grants", "Partners"), [choice for choice in Partners.choices if choice[0]],
        lambda value: Q(partners=value), lambda grant, value: grant.partners == value,
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
    """What was counted. keys: of the grants that fit everything ticked, in the order of the rows."""

    keys: list[int]
    facets: list[Facet]


def counted(rows: Any, chosen: Chosen) -> Counted:
    """Count all choices of all facets: three queries. rows: grants of `standing`, before anything is chosen.

    In memory: how a grant stands is a long expression, which some forty counts in the database would say forty times
    and the list itself once more.
    """
    grants = [Facts(*row) for row in rows.values_list(*Facts.__dataclass_fields__)]
    links = {facet.name: Links.read(facet) for facet in FACETS if isinstance(facet, Linked)}
    fits = {facet.name: _fitting(facet, grants, chosen, links) for facet in FACETS if facet.name in chosen}

    def left(without: str = "") -> list[Facts]:
        """The grants that fit what is ticked in the other facets."""
        others = [keys for name, keys in fits.items() if name != without]
        dead_too = "status" in chosen or without == "status"
        return [
            grant for grant in grants if (dead_too or grant.status != DEAD) and all(grant.pk in keys for keys in others)
        ]

    facets = []
    for facet in FACETS:
        found = left(without=facet.name)
        if isinstance(facet, Kindred):
            options = [
                (value, label, sum(facet.holds(grant, value) for grant in found)) for value, label in facet.choices
            ]
        else:
            options = links[facet.name].counted(found, ticked=chosen.get(facet.name, ()))
        ticked = chosen.get(facet.name, ())
        shown = [
            Option(value, label, count, value in ticked) for value, label, count in options if count or value in ticked
        ]
        facets.append(Facet(facet.name, facet.label, shown, open=facet.name == "status"))
    return Counted([grant.pk for grant in left()], facets)


def _fitting(facet: Kindred | Linked, grants: list[Facts], chosen: Chosen, links: Mapping[str, Links]) -> set[int]:
    """The keys of the grants that fit what is ticked in a facet."""
    ticked = chosen[facet.name]
    if isinstance(facet, Kindred):
        return {grant.pk for grant in grants if any(facet.holds(grant, value) for value in ticked)}
    of = links[facet.name].of
    return {grant.pk for grant in grants if grant.pk not in of or not of[grant.pk].isdisjoint(ticked)}


@dataclass(frozen=True)
class Links:
    """Which rows of the other table each grant names. of: by the grant's key; labels: in the order of the facet."""

    of: Mapping[int, set[str]]
    labels: Mapping[str, str]

    @classmethod
    def read(cls, facet: Linked) -> Links:
        name, name_en, order = facet.names
        columns = ("grantprogramme_id", facet.column, name, name_en, order)
        of: dict[int, set[str]] = {}
        labels: dict[str, str] = {}
        found = facet.through.objects.values_list(*columns)
        for grant, pk, japanese, english, _order in sorted(found, key=lambda row: (row[4], row[2])):
            of.setdefault(grant, set()).add(str(pk))
            labels.setdefault(str(pk), in_language(japanese, english))
        return cls(of, labels)

    def counted(self, grants: list[Facts], *, ticked: Sequence[str]) -> list[tuple[str, str, int]]:
        """What some of these grants name, or is ticked, with the number of them that choosing it leaves."""
        named = Counter(value for grant in grants for value in self.of.get(grant.pk, ()))
        for_all = sum(grant.pk not in self.of for grant in grants)
        return [
            (value, label, named[value] + for_all)
            for value, label in self.labels.items()
            if named[value] or value in ticked
        ]
