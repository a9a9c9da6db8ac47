"""The facets of a directory: every count is the length of the list that one gets by choosing it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cms.core.facets import Facet, Option
from cms.core.json_rows import key_list, keys_as_json
from cms.core.memory import Memory
from cms.core.statements import Statement

from .facet_labels import Labels
from .filters import PART, Filter
from .models.networks import NetworkMember
from .npo_fields import NPO_FIELDS

MOST_CHOICES = 50
#: So many choices of a facet are shown, the commonest: a long list of networks or areas says nothing.
MOST_SHOWN = 40
_COUNTS = Memory(128)


def _numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 18]


def _npo_numbers(values: Iterable[str]) -> list[int]:
    """Numbers of the act's table; a greater one would not fit its column."""
    return [number for number in _numbers(values) if 0 < number <= len(NPO_FIELDS)]


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


def _ticked(name: str, values: Sequence[Any]) -> Any:
    """What is ticked, counted as none: a choice that leaves nothing beside the others can still be taken away."""
    model, is_told, sort = LINKED[name]
    return (
        apps.get_model(model)
        .objects.filter(pk__in=values, **is_told)
        .order_by()
        .annotate(
            facet=Value(name, output_field=CharField()), chosen=Cast("pk", CharField(max_length=40)),
            ja=F("name"), en=F("name_en"), sort=F(sort), number=Value(0),
        )
        .values_list("facet", "chosen", "ja", "en", "sort", "number")
    )  # fmt: skip


#: Facets whose values have their names in a row of their own: its model, which of its rows anybody may see, sort key.
LINKED: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "area": ("organisations.Area", {}, "reading"),
    "domain": ("organisations.Domain", {}, "reading"),
    "network": ("organisations.Organisation", {"is_public": True}, "sort_key"),
}


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


def _initials(base: Any) -> Any:
    return _plain("initial", "initial")(base.with_initial())


@dataclass(frozen=True)
class Kindred:
    """How one facet filters and counts. `read`: what was ticked, as values of the column.

    japanese: whether it is for those who read Japanese alone, or for all others alone; None for everybody.
    """

    name: str
    label: Any
    choose: Callable[[Any, Sequence[Any]], Any]
    count: Callable[[Any], Any]
    read: Callable[[Iterable[str]], Sequence[Any]] = tuple
    kind: type[int] | type[str] = str
    japanese: bool | None = None


FACETS: tuple[Kindred, ...] = (
    Kindred("kind", _("Kind"), lambda rows, chosen: rows.filter(kind__in=chosen), _plain("kind", "kind")),
    Kindred(
        "area", _("Area"), lambda rows, chosen: rows.in_areas(chosen), _named("area", "areas", "area"), _numbers, int
    ),
    Kindred(
        "field", _("Field of the NPO act"), lambda rows, chosen: rows.in_npo_fields(chosen), _npo_fields,
        _npo_numbers, int,
    ),
    Kindred(
        "domain", _("Subject"), lambda rows, chosen: rows.in_domains(chosen), _named("domain", "domains", "domain"),
        _numbers, int,
    ),
    Kindred("network", _("Member of"), lambda rows, chosen: rows.members_of(chosen), _networks, _numbers, int),
    Kindred(
        "row", _("By reading"), lambda rows, chosen: rows.filter(kana_row__in=chosen), _plain("row", "kana_row"),
        japanese=True,
    ),
    Kindred(
        "initial", _("First letter"), lambda rows, chosen: rows.with_initial().filter(initial__in=chosen), _initials,
        japanese=False,
    ),
)  # fmt: skip


def chosen_in(query: QueryDict) -> dict[str, list[str]]:
    """What is ticked: per facet, without doubles and not more than anybody would tick."""
    ticked = {facet.name: list(dict.fromkeys(query.getlist(facet.name)))[:MOST_CHOICES] for facet in FACETS}
    return {name: values for name, values in ticked.items() if values}


def narrowed(rows: Any, chosen: Mapping[str, Sequence[Any]], *, without: str = "") -> Any:
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


def _matching(base: Any) -> Any:
    """A row of the union for each organisation: its key, where the order is the search's."""
    return (
        base.order_by()
        .annotate(
            facet=Value(MATCH, output_field=CharField()), chosen=Cast("pk", CharField(max_length=40)),
            ja=NOTHING, en=NOTHING, sort=NOTHING, number=Value(1),
        )
        .values_list("facet", "chosen", "ja", "en", "sort", "number")
    )  # fmt: skip


MATCH = "match"
#: Value, Japanese name, English name, sort key, how many organisations.
CountedRow = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class Asked:
    """What is asked of a directory. `found`: the keys that the words searched for find, the best first.

    japanese: whether who asks reads Japanese.
    """

    listed: Filter
    chosen: Mapping[str, list[str]]
    found: Sequence[int] | None = None
    japanese: bool = True

    @property
    def facets(self) -> tuple[Kindred, ...]:
        """Those for the reader; what an address chose in another language can be taken away in this one."""
        wanted = (None, self.japanese)
        return tuple(facet for facet in FACETS if facet.japanese in wanted or facet.name in self.chosen)

    @property
    def shape(self) -> Shape:
        chosen = tuple((name, len(values)) for name, values in self.typed)
        return Shape(self.listed, chosen, self.found is not None, tuple(facet.name for facet in self.facets))

    @property
    def key(self) -> Hashable:
        """Under what the answer can be remembered where no words are searched for."""
        return self.listed, self.japanese, tuple((name, tuple(values)) for name, values in self.typed)

    @property
    def typed(self) -> list[tuple[str, Sequence[Any]]]:
        return [(facet.name, facet.read(self.chosen[facet.name])) for facet in FACETS if facet.name in self.chosen]

    @property
    def values(self) -> dict[str, Any]:
        """The values of the statements made from `shape`."""
        values = {f"{name}{number}": value for name, chosen in self.typed for number, value in enumerate(chosen)}
        return values if self.found is None else {**values, "found": keys_as_json(self.found)}


@dataclass(frozen=True)
class Shape:
    """All that the words of a query depend on: what is listed, how many values are ticked in which facets."""

    listed: Filter
    chosen: tuple[tuple[str, int], ...]
    is_searched: bool
    facets: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, type[int] | type[str]]:
        kinds = {facet.name: facet.kind for facet in FACETS}
        marks = {f"{name}{number}": kinds[name] for name, many in self.chosen for number in range(many)}
        return {**marks, "found": str} if self.is_searched else marks

    def rows(self, marks: Mapping[str, Any]) -> tuple[Any, dict[str, list[Any]]]:
        """The rows before anything is ticked, and what is ticked."""
        if self.is_searched:  # among those that the directory lists
            rows = apps.get_model("organisations.Organisation").objects.filter(pk__in=key_list(marks["found"]))
        else:
            rows = self.listed.rows()
        return rows, {name: [marks[f"{name}{number}"] for number in range(many)] for name, many in self.chosen}


@lru_cache(maxsize=128)
def _statement(shape: Shape) -> Statement:
    def build(**marks: Any) -> Any:
        rows, chosen = shape.rows(marks)
        branches = [
            facet.count(narrowed(rows, chosen, without=facet.name)) for facet in FACETS if facet.name in shape.facets
        ]
        # What nobody understands leaves nothing, and then there is nothing to say of the rest either.
        branches += [_ticked(name, chosen[name]) for name in LINKED if name in chosen and all(chosen.values())]
        if shape.is_searched and shape.chosen:
            branches.append(_matching(narrowed(rows, chosen)))
        return _all(narrowed(rows, chosen)).union(*branches, all=True)

    return Statement(build, **shape.kinds)


@dataclass(frozen=True)
class Counted:
    """The facets, each choice counted over the rows that the other facets leave; how many rows fit everything.

    `matching`: the keys of those, where words were searched for and something is ticked.
    """

    facets: list[Facet]
    total: int
    matching: frozenset[int] | None


def _commonest(rows: Sequence[CountedRow], ticked: Sequence[str]) -> list[CountedRow]:
    """The commonest values of a facet; those that are ticked are always among them."""
    return sorted(rows, key=lambda row: (row[0] not in ticked, -row[-1]))[:MOST_SHOWN]


def _with_ticked(name: str, rows: Iterable[CountedRow], ticked: Sequence[str], label: Labels) -> Sequence[CountedRow]:
    """The counted values, each once, and those that are ticked though the other facets leave nothing of them."""
    none = [] if name in LINKED else [(value, "", "", "", 0) for value in ticked if label.knows(name, value)]
    return list({row[0]: row for row in sorted([*none, *rows], key=lambda row: row[-1])}.values())


def _all_rows(asked: Asked) -> Sequence[Any]:
    """What the facets are counted from: remembered until a fact changes, but for what the search finds."""

    def look_up() -> Sequence[Any]:
        return list(_statement(asked.shape)(**asked.values))

    if asked.found is not None:
        return look_up()
    return _COUNTS.get(asked.key, look_up, parts=[PART])


def counted(asked: Asked) -> Counted:
    """Count everything in one query, or none where it is remembered."""
    found: dict[str, list[CountedRow]] = {}
    for name, *row in _all_rows(asked):
        found.setdefault(name, []).append(tuple(row))  # type: ignore[arg-type]
    label = Labels(japanese=asked.japanese)
    facets = []
    for facet in asked.facets:
        ticked = asked.chosen.get(facet.name, [])
        counts = _commonest(_with_ticked(facet.name, found.get(facet.name, []), ticked, label), ticked)
        counts.sort(key=lambda row: label.sort(facet.name, row))
        options = [
            Option(value, label.of(facet.name, value, ja, en), number, value in ticked)
            for value, ja, en, _sort, number in counts
            if value
        ]
        if len(options) > 1 or ticked:
            facets.append(Facet(facet.name, facet.label, options))
    matching = frozenset(int(row[0]) for row in found.get(MATCH, [])) if asked.typed else None
    return Counted(facets, sum(row[-1] for row in found.get("", [])), matching)
