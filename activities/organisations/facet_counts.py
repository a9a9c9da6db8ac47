"""The facets of a directory: every count is the length of the list that one gets by choosing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.core.readings import GOJUON_ROWS, OTHER

from .models.choices import Kind
from .models.networks import NetworkMember
from .npo_fields import NPO_FIELDS

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


def _numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


def _counts(name: str, rows: Any, *, value: str, ja: Any, en: Any, sort: Any, of: str) -> Any:
    """One branch of the union: facet, value, Japanese name, English name, sort key, how many organisations."""
    return (
        rows.order_by()
        .annotate(
            facet=Value(name, output_field=CharField()),
            chosen=Cast(value, CharField(max_length=40)),
            ja=ja,
            en=en,
            sort=sort,
        )
        .values("facet", "chosen", "ja", "en", "sort")
        .annotate(number=Count(of, distinct=True))
        .values_list("facet", "chosen", "ja", "en", "sort", "number")
    )


NOTHING = Value("", output_field=CharField())


def _named(name: str, link: str, column: str) -> Callable[[Any], Any]:
    def count(base: Any) -> Any:
        through = base.model._meta.get_field(link).remote_field.through
        return _counts(
            name, through.objects.filter(organisation_id__in=base.order_by().values("pk")), value=f"{column}_id",
            ja=F(f"{column}__name"), en=F(f"{column}__name_en"), sort=F(f"{column}__reading"), of="organisation_id",
        )  # fmt: skip

    return count


def _plain(name: str, column: str) -> Callable[[Any], Any]:
    def count(base: Any) -> Any:
        return _counts(name, base, value=column, ja=NOTHING, en=NOTHING, sort=NOTHING, of="pk")

    return count


def _npo_fields(base: Any) -> Any:
    through = base.model._meta.get_field("npo_fields").remote_field.through
    rows = through.objects.filter(organisation_id__in=base.order_by().values("pk"))
    return _counts("field", rows, value="npofield_id", ja=NOTHING, en=NOTHING, sort=NOTHING, of="organisation_id")


def _networks(base: Any) -> Any:
    rows = NetworkMember.objects.filter(organisation_id__in=base.order_by().values("pk"), network__is_public=True)
    return _counts(
        "network", rows, value="network_id", ja=F("network__name"), en=F("network__name_en"),
        sort=F("network__sort_key"), of="organisation_id",
    )  # fmt: skip


@dataclass(frozen=True)
class Kindred:
    """How one facet filters and counts."""

    name: str
    label: Any
    choose: Callable[[Any, list[str]], Any]
    count: Callable[[Any], Any]


FACETS: tuple[Kindred, ...] = (
    Kindred("kind", _("Kind"), lambda rows, chosen: rows.filter(kind__in=chosen), _plain("kind", "kind")),
    Kindred("area", _("Area"), lambda rows, chosen: rows.in_areas(_numbers(chosen)), _named("area", "areas", "area")),
    Kindred("field", _("Field of the NPO act"), lambda rows, c: rows.in_npo_fields(_numbers(c)), _npo_fields),
    Kindred(
        "domain", _("Subject"), lambda rows, chosen: rows.in_domains(_numbers(chosen)),
        _named("domain", "domains", "domain"),
    ),
    Kindred("network", _("Member of"), lambda rows, chosen: rows.members_of(_numbers(chosen)), _networks),
    Kindred("row", _("By reading"), lambda rows, c: rows.filter(kana_row__in=c), _plain("row", "kana_row")),
)  # fmt: skip

ROW_LABELS = {row: f"{row}行" for row in GOJUON_ROWS[:10]} | {OTHER: _("Other")}


def chosen_in(query: QueryDict) -> dict[str, list[str]]:
    """What is ticked: per facet, without doubles and not more than anybody would tick."""
    ticked = {facet.name: list(dict.fromkeys(query.getlist(facet.name)))[:MOST_CHOICES] for facet in FACETS}
    return {name: values for name, values in ticked.items() if values}


def narrowed(rows: Any, chosen: Mapping[str, list[str]], *, without: str = "") -> Any:
    """The rows that fit everything ticked, one facet left out if asked: within a facet choices add up."""
    for facet in FACETS:
        if facet.name in chosen and facet.name != without:
            rows = facet.choose(rows, chosen[facet.name])
    return rows


def _all(base: Any) -> Any:
    return (
        base.order_by()
        .annotate(facet=NOTHING, chosen=NOTHING, ja=NOTHING, en=NOTHING, sort=NOTHING)
        .values("facet", "chosen", "ja", "en", "sort")
        .annotate(number=Count("pk"))
        .values_list("facet", "chosen", "ja", "en", "sort", "number")
    )


def counted(rows: Any, chosen: Mapping[str, list[str]]) -> tuple[list[Facet], int]:
    """Return the facets, each choice counted over the rows that the other facets leave, and how many rows fit all.

    One query for everything.
    """
    branches = [facet.count(narrowed(rows, chosen, without=facet.name)) for facet in FACETS]
    found: dict[str, list[tuple[str, str, str, str, int]]] = {}
    for name, *row in _all(narrowed(rows, chosen)).union(*branches, all=True):
        found.setdefault(name, []).append(tuple(row))  # type: ignore[arg-type]
    japanese = (get_language() or "ja").startswith("ja")
    label = _Labels(japanese=japanese)
    facets = []
    for facet in FACETS:
        ticked = chosen.get(facet.name, [])
        counts = sorted(found.get(facet.name, []), key=lambda row: label.sort(facet.name, row))
        options = [
            Option(value, label.of(facet.name, value, ja, en), number, value in ticked)
            for value, ja, en, _sort, number in counts
            if value
        ]
        if len(options) > 1 or ticked:
            facets.append(Facet(facet.name, facet.label, options))
    return facets, sum(row[-1] for row in found.get("", []))


class _Labels:
    """What choices are called, and in which order they stand."""

    def __init__(self, *, japanese: bool) -> None:
        self.japanese = japanese
        self.kinds = {str(value): str(label) for value, label in Kind.choices}
        self.kind_order = list(self.kinds)
        self.fields = {str(number): short if japanese else en for number, _act, short, en in NPO_FIELDS}

    def of(self, facet: str, value: str, ja: str, en: str) -> str:
        if facet == "kind":
            return self.kinds.get(value, value)
        if facet == "field":
            return self.fields.get(value, value)
        if facet == "row":
            return str(ROW_LABELS.get(value, value))
        return ja if self.japanese else en or ja

    def sort(self, facet: str, row: tuple[str, str, str, str, int]) -> Any:
        value, ja, _en, key, _number = row
        if facet == "kind":
            return self.kind_order.index(value) if value in self.kind_order else len(self.kind_order)
        if facet == "field":
            return int(value or 0)
        if facet == "row":
            return GOJUON_ROWS.index(value) if value in GOJUON_ROWS else len(GOJUON_ROWS)
        return (key or ja, ja)
