"""The list of activities: what a visitor asked for, which activities answer it, and how many each facet would leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backend

from activities import words
from activities.choices import PartnerKind, Pillar
from activities.querysets import YEARS_UNKNOWN, carried_out_in
from cms.core.fiscal_year import FiscalYear

PER_PAGE = 20
LONGEST_QUERY = 200
MOST_KEYWORDS = 24
MOST_CHOSEN = 20
UNKNOWN = "unknown"
YES = "1"
# sign: (what people read, order of the rows)
SORTS: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "new": (lambda: _("newest first"), ("-latest", "reading_or_title", "pk")),
    "old": (lambda: _("oldest first"), ("earliest", "reading_or_title", "pk")),
    "name": (lambda: _("in order of the reading"), ("reading_or_title", "pk")),
}
BEST = "best"


@dataclass(frozen=True)
class Asked:
    """What the visitor asked for, as far as it can be understood; the rest is left out, never an error."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "new"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or any(self.chosen.values()))


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


@dataclass(frozen=True)
class Card:
    """An activity in a list."""

    title: str
    url: str
    lang: str
    text: str
    meta: Sequence[str]
    eyebrow: str
    years: str


@dataclass(frozen=True)
class Chip:
    """A link as `components/chips.html` takes it."""

    label: str
    url: str
    current: bool = False


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


def ask(query: QueryDict) -> Asked:
    """Read a query string; what does not make sense is dropped."""
    typed = " ".join(query.get("q", "")[:LONGEST_QUERY].split())
    chosen = {
        name: tuple(dict.fromkeys(value for value in query.getlist(name) if understood(value)))[:MOST_CHOSEN]
        for name, understood in UNDERSTOOD.items()
    }
    sort = query.get("sort", "")
    page = query.get("page", "1")
    default = BEST if typed else "new"
    return Asked(
        words=typed,
        chosen={name: values for name, values in chosen.items() if values},
        sort=sort if sort in SORTS or (sort == BEST and typed) else default,
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _is_number(value: str) -> bool:
    return value.isdecimal() and len(value) < 10


UNDERSTOOD: Mapping[str, Callable[[str], bool]] = {
    "pillar": lambda value: value in Pillar.values,
    "kind": lambda value: value in PartnerKind.values,
    "fy": lambda value: value == UNKNOWN or (value.isdecimal() and len(value) == 4),
    "field": _is_number,
    "area": _is_number,
    "keyword": lambda value: 0 < len(value) <= 100,
    "ongoing": lambda value: value == YES,
}


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


def searched(activities: QuerySet[Any], query: str) -> list[int]:
    """Return the keys of the activities that the words find, best first."""
    return [page.pk for page in get_search_backend().search(query, activities.defer_streams())]  # type: ignore[attr-defined]


def find(*, activities: QuerySet[Any], searchable: QuerySet[Any], query: QueryDict, request: HttpRequest) -> Found:
    """Answer a visitor's question about `activities`, in a number of queries that does not depend on their number.

    searchable: the same activities or more, by conditions that the search index knows.
    """
    asked = ask(query)
    best: list[int] = []
    everything = activities
    if asked.words:
        best = searched(searchable, asked.words)
        everything = activities.filter(pk__in=best)
    alike = _alike(everything, asked)
    total = sum(row.count for row in alike if row.is_chosen(asked))
    page = Counted(_ordered(narrowed(everything, asked), asked, best), total).get_page(asked.page)
    counted = facets(everything, asked, alike)
    return Found(
        asked=asked,
        total=total,
        page=page,
        cards=cards(list(page.object_list), request),
        facets=counted,
        query=_changed(query),
        kept=[("sort", asked.sort)] if query.get("sort") else [],
        chosen=_chosen(counted, query, asked),
        sorts=_sorts(query, asked),
        ways_on=_ways_on(asked, request.path),
        reset_url=request.path if asked.is_narrowed else "",
    )


class Counted(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, rows: Any, total: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.count = total


def _ordered(rows: QuerySet[Any], asked: Asked, best: list[int]) -> Any:
    """Put the rows in order; for "best" the order of the search is kept."""
    rows = rows.annotate(
        earliest=Coalesce("start_fy", "end_fy", Value(9999)),
        latest=Coalesce("end_fy", "start_fy", Value(0)),
        reading_or_title=Coalesce(NullIf("reading", Value("")), "title"),
    )
    if asked.sort != BEST:
        return rows.select_related("locale").defer_streams().order_by(*SORTS[asked.sort][1])  # type: ignore[attr-defined]
    matching = set(rows.values_list("pk", flat=True))
    return _InOrder([pk for pk in best if pk in matching], rows)


class _InOrder(Sequence[Any]):
    """Rows in the order of given keys, of which only the slice that is asked for is read."""

    def __init__(self, keys: list[int], rows: QuerySet[Any]) -> None:
        self.keys, self.rows = keys, rows

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, wanted: Any) -> Any:
        keys = self.keys[wanted]
        found = {row.pk: row for row in self.rows.select_related("locale").defer_streams().filter(pk__in=keys)}  # type: ignore[attr-defined]
        return [found[key] for key in keys if key in found]


def cards(pages: Sequence[Any], request: HttpRequest) -> list[Card]:
    """Turn the activities of one list page into cards, in the visitor's language where they are translated."""
    shown = words.of(pages, request)
    leads = _partner_names([page.pk for page in pages])
    return [
        Card(
            title=shown[page.pk].title,
            url=shown[page.pk].url,
            lang=shown[page.pk].lang,
            text=shown[page.pk].summary,
            years=str(page.years),
            eyebrow=str(page.years),
            meta=leads.get(page.pk, []),
        )
        for page in pages
    ]


def _partner_names(pks: Sequence[int]) -> dict[int, list[str]]:
    """The names of those who took part, once each, at most three per activity."""
    names: dict[int, list[str]] = {}
    lines = (
        apps.get_model("activities.PartnerLine")
        .objects.filter(page__in=pks)
        .select_related("organisation")
        .order_by("page_id", "sort_order")
    )
    for line in lines:
        known = names.setdefault(line.page_id, [])
        if line.display_name not in known and len(known) < 3:
            known.append(line.display_name)
    return names


def facets(activities: QuerySet[Any], asked: Asked, alike: Sequence[Alike]) -> list[Facet]:
    """Return all facets with counts, in one query."""
    own = _own_counts(alike, asked)
    linked = _linked_counts(activities, asked)
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


def _alike(activities: QuerySet[Any], asked: Asked) -> list[Alike]:
    """Read, in one query, what the counts of all facets that are columns are made from."""
    rest = narrowed(activities, asked, without=tuple(OWN))
    columns = ("start_fy", "end_fy", "ongoing", "partner_kinds")
    rows = rest.order_by().values_list(*columns).annotate(count=Count("pk"))
    return [Alike(start, end, ongoing, frozenset(kinds), count) for start, end, ongoing, kinds, count in rows]


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


def _linked_counts(activities: QuerySet[Any], asked: Asked) -> dict[str, dict[str, tuple[int, str]]]:
    """Count the facets that are rows of other tables, in one query."""
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
    found: dict[str, dict[str, tuple[int, str]]] = {name: {} for name in LINKED}
    rows = branches[0].union(*branches[1:], all=True)
    for row in sorted(rows, key=_by_reading):
        text = row["label"] if japanese else row["label_en"] or row["label"]
        found[row["facet"]][row["key"]] = (row["count"], text)
    return found


def _by_reading(row: Mapping[str, Any]) -> tuple[int, str]:
    return (int(row["sorted_by"]), "") if row["sorted_by"].isdecimal() else (0, row["sorted_by"] or row["label"])


_LABELS: Mapping[str, tuple[str, str, str]] = {
    "field": ("npofield__short", "npofield__name_en", "npofield_id"),
    "area": ("area__name", "area__name_en", "area__reading"),
    "keyword": ("tag__name", "tag__name_en", "tag__reading"),
}


def _changed(query: QueryDict, *, drop: Sequence[tuple[str, str]] = (), **changes: str) -> str:
    """The query string from its first page, with some values dropped and others set."""
    kept = query.copy()
    kept.pop("page", None)
    for name, value in drop:
        kept.setlist(name, [other for other in kept.getlist(name) if other != value])
    for name, value in changes.items():
        kept[name] = value
    return kept.urlencode()


def _chosen(counted: Sequence[Facet], query: QueryDict, asked: Asked) -> list[Chip]:
    """What is chosen, each with the address of the list without it."""
    chips = [
        Chip(f"{facet.label}: {option.label} ×", f"?{_changed(query, drop=[(facet.name, option.value)])}")
        for facet in counted
        for option in facet.options
        if option.selected
    ]
    if asked.words:
        chips.insert(0, Chip(f"「{asked.words}」 ×", f"?{_changed(query, drop=[('q', query.get('q', ''))])}"))
    return chips


def _sorts(query: QueryDict, asked: Asked) -> list[Chip]:
    """The orders on offer."""
    found = [
        Chip(str(name()), f"?{_changed(query, sort=sign)}", sign == asked.sort)
        for sign, (name, _order) in SORTS.items()
    ]
    if asked.words:
        found.insert(0, Chip(_("best match first"), f"?{_changed(query, sort=BEST)}", asked.sort == BEST))
    return found


def _ways_on(asked: Asked, path: str) -> list[tuple[str, str]]:
    """Where to go from an empty list."""
    ways = [(_("All activities"), path), (_("Keywords in order"), f"{path}keywords/")]
    if asked.words and asked.chosen:
        ways.insert(0, (_("The same words without the choices"), f"?{urlencode({'q': asked.words})}"))
    return ways
