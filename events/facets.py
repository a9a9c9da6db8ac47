"""Facets of the list of events. Counts are lengths of the lists they lead to: both have the same conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db.models import Case, CharField, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cms.core.facets import Facet, Option
from cms.core.fiscal_year import FiscalYear
from cms.core.json_rows import collected, key_list, keys_as_json, rows_of
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.memory import Memory
from cms.core.models.site_settings import in_language
from cms.core.statements import Statement
from events import helps
from events.asking import COMING, YES, Asked
from events.narrowing import (
    HELPS,
    ONLINE,
    Asking,
    Question,
    Shape,
    interpreted,
    kept_of_each,
    keywords,
    known_of_each,
    months,
    organisers,
    spoken,
    venues,
    without_dates,
    without_venue,
    years,
)
from events.orders import Run
from events.registration.choices import Audience, EventKind, Mode, Provision, SpokenLanguage
from events.registration.free_places import free_events
from events.registration.models import Event
from events.spoken_months import say_month
from events.tallies import Places, Tally, marked

MOST_OPTIONS = 24
_COUNTS = Memory(512, longest=600)
#: Of all events, which have which value: what questions of words are counted from, and those where nothing is chosen.
_TALLIES = Memory(160, longest=600)


TOTAL = "total"
#: Between the Japanese name and the English one.
BETWEEN = "\n"
#: Where a row has its event: it is one, has its key, or has that of its page.
ITSELF, EVENT, PAGE = "pk", "event_id", "content_object_id"
Branch = Callable[..., Any]
# facet: {value: number of events}
Counts = Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Counted:
    """total: the length of the list. facets: those that have something to choose."""

    total: int
    facets: Sequence[Facet]


def count(question: Question) -> Counted:
    """Count the events of a question that match, and what each value of a facet would leave. Two queries at most."""
    counts: dict[str, Counter[str]] = {}
    names: dict[tuple[str, str], str] = {}
    for row in _rows(question):
        facet = counts.setdefault(row["facet"], Counter())
        for value in _VALUES.get(row["facet"], _itself)(row["key"]):
            facet[value] += row["count"]
        if row["label"]:
            names[row["facet"], row["key"]] = in_language(*row["label"].split(BETWEEN))
    return Counted(counts.get(TOTAL, Counter())[""], _facets(counts, names, question.asked))


def _rows(question: Question) -> Iterable[Mapping[str, Any]]:
    """How many events each value leaves: what facts alone say is remembered, what registrations change is asked."""
    is_coming = question.asked.when == COMING
    if not question.order.keys:
        return []
    known = None if question.asked.chosen else _tallied(question, is_coming=is_coming)
    if known is not None:
        return [*known, *_free(question.shape)(**question.values)] if is_coming else known
    if not question.is_of_facts:
        return _statement(question.shape, is_coming=is_coming, with_free=is_coming)(  # type: ignore[no-any-return]
            **question.values, keys0=question.values["keys"]
        )
    # Each event is of one run: the counts of all runs together are those of all events.
    counted = kept_of_each(_COUNTS, question, lambda runs: _counted_in(runs, question, is_coming=is_coming))
    known = list(chain.from_iterable(counted))
    return [*known, *_free(question.shape)(**question.values)] if is_coming else known


def _tallied(question: Question, *, is_coming: bool) -> list[Mapping[str, Any]] | None:
    """The rows of a question in which nothing is chosen.

    Those of words are counted without asking the database, where somebody looked at the list without words before; else
    None: to count what was found takes less than to look at all events.
    """
    if not question.asked.words:
        made = kept_of_each(_TALLIES, question, lambda runs: _tallies_of(runs, question, is_coming=is_coming))
        return [tally.row for tally in chain.from_iterable(made)]
    tallies = known_of_each(_TALLIES, question)
    if tallies is None:
        return None
    found = set(question.order.keys)
    rows: list[Mapping[str, Any]] = []
    for run, of_run in zip(question.order.runs, tallies, strict=True):
        if marks := marked(run.keys, found):
            rows += [{**tally.row, "count": count} for tally in of_run if (count := tally.among(marks))]
    return rows


def _tallies_of(runs: Sequence[Run], question: Question, *, is_coming: bool) -> list[list[Tally]]:
    """The tallies of each of some runs, in one query."""
    statement = _statement(question.shape, len(runs), is_coming=is_coming, with_free=False, with_events=True)
    keys = {f"keys{number}": keys_as_json(run.keys) for number, run in enumerate(runs)}
    tallies: list[list[Tally]] = [[] for _run in runs]
    places = [Places(run.keys) for run in runs]
    for row in statement(**question.visible.values, **keys):
        events = places[row["run"]].marked(rows_of(row.pop("events_")))
        tallies[row["run"]].append(Tally(row | {"count": events.bit_count()}, events))
    return tallies


def _counted_in(runs: Sequence[Run], question: Question, *, is_coming: bool) -> list[list[Mapping[str, Any]]]:
    """The rows of each of some runs, in one query."""
    statement = _statement(question.shape, len(runs), is_coming=is_coming, with_free=False)
    keys = {f"keys{number}": keys_as_json(run.keys) for number, run in enumerate(runs)}
    rows: list[list[Mapping[str, Any]]] = [[] for _run in runs]
    for row in statement(**question.values, **keys):
        rows[row["run"]].append(row)
    return rows


def _itself(key: str) -> Sequence[str]:
    return (key,)


# Audiences and helps come as combinations, so that an event is one row's.
_VALUES: Mapping[str, Callable[[str], Sequence[str]]] = {
    "audience": lambda key: [value for value in key.split(",") if value],
    "help": lambda key: [name for name, mark in zip((*HELPS, helps.INTERPRETER), key, strict=True) if mark == "1"],
}


@lru_cache(maxsize=128)
def _statement(
    shape: Shape, runs: int = 1, *, is_coming: bool, with_free: bool, with_events: bool = False
) -> Statement:
    """The query for the rows of some runs: the keys of each are `keys0`, `keys1` and so on, its number is `run`.

    with_events: with the keys of the events as `events_` in place of their number.
    """
    branch = _branch_of_events if with_events else _branch

    def build(**marks: Any) -> Any:
        branches = [
            one.annotate(run=Value(number, IntegerField()))
            for number in range(runs)
            for one in _branches(shape, f"keys{number}", marks, branch, is_coming=is_coming, with_free=with_free)
        ]
        return branches[0].union(*branches[1:], all=True)

    kinds = shape.kinds(with_pages=True) | ({"now": datetime} if with_free else {})
    return Statement(build, **{f"keys{number}": str for number in range(runs)}, **kinds)


def _branches(
    shape: Shape, keys: str, marks: Mapping[str, Any], branch: Branch, *, is_coming: bool, with_free: bool
) -> list[Any]:
    """One query for each source of values, among the events whose keys stand in the mark of this name."""
    events, asking = Event.objects.filter(pk__in=key_list(marks[keys])), shape.asking(marks)

    def rest(name: str) -> Any:
        return shape.narrowed(events, marks, without=name).order_by()

    branches = [*_own(rest, branch), *_linked(rest, asking, branch, is_coming=is_coming)]
    if chosen := shape.values_of("by", marks):
        branches.append(_chosen_organisers(rest("by"), chosen, asking))
    if with_free:
        branches.append(_free_branch(rest("free"), asking.now))
    return branches


@lru_cache(maxsize=128)
def _free(shape: Shape) -> Statement:
    def build(**marks: Any) -> Any:
        return _free_branch(shape.narrowed(Event.objects.filter(pk__in=key_list(marks["keys"])), marks), marks["now"])

    return Statement(build, keys=str, **shape.kinds() | {"now": datetime})


def _free_branch(events: Any, now: Any) -> Any:
    return _branch("free", free_events(events, at=now), Value(YES))


def _own(rest: Callable[[str], Any], branch: Branch) -> list[Any]:
    """Branches for what is a column of the event."""
    marks = [
        Case(When(~Q(**{name: Provision.NONE}), then=Value("1")), default=Value("0"), output_field=CharField())
        for name in HELPS
    ]
    interpreter = Case(When(interpreted(), then=Value("1")), default=Value("0"), output_field=CharField())
    return [
        branch(TOTAL, rest(""), Value("")),
        branch("kind", rest("kind"), "kind"),
        branch("audience", rest("audience"), "audience"),
        branch("help", rest("help"), Concat(*marks, interpreter)),
        branch("place", rest("place").exclude(mode=Mode.IN_PERSON), Value(ONLINE)),
    ]


def _linked(rest: Callable[[str], Any], asking: Asking, branch: Branch, *, is_coming: bool) -> list[Any]:
    """Branches for what is a row of another table: each event counts once."""
    places = rest("place")
    branches = [
        branch("place", venues(asking).filter(event__in=places.values("pk")), "place", EVENT, _both("venue__name")),
        branch("place", without_venue(places, asking), "at", label=_both("place")),
        branch("lang", spoken().filter(event__in=rest("lang").values("pk")), "code", EVENT),
        branch(
            "keyword", keywords(asking, of=rest("keyword").values("page_key")), "tag__slug", PAGE, _both("tag__name")
        ),
    ]
    if is_coming:
        return [*branches, branch("month", months().filter(event__in=rest("month").values("pk")), "month", EVENT)]
    return [
        *branches,
        branch("fy", years().filter(event__in=rest("fy").values("pk")), "year", EVENT),
        branch("fy", without_dates(rest("fy")), "year"),
    ]


def _chosen_organisers(events: Any, chosen: Sequence[Any], asking: Asking) -> Any:
    """The branch for the organisations that an address asks for: the facet shows no others."""
    rows = organisers().filter(event__in=events.values("pk"), organisation__slug__in=chosen)
    return _branch("by", rows, "organisation__slug", EVENT, _both("organisation__name"))


def _both(column: str) -> Any:
    """The Japanese name and the English one: how a visitor of another language reads it, no column knows."""
    return Concat(column, Value(BETWEEN), f"{column}_en", output_field=CharField())


def _branch(facet: str, rows: Any, key: Any, of: str = ITSELF, label: Any = None) -> Any:
    """(facet, key, label, count) of each key among the rows. of: where a row has its event or, one each, its page."""
    return _named(facet, rows, key, label).annotate(count=Count(of, distinct=of != ITSELF))


def _branch_of_events(facet: str, rows: Any, key: Any, of: str = ITSELF, label: Any = None) -> Any:
    """The same with the keys of the events as `events_`, an event perhaps more than once."""
    if of == PAGE:
        event = Event.objects.filter(page_key=OuterRef("content_object__translation_key")).order_by()
        rows, of = rows.annotate(of_event=Subquery(event.values("pk"))), "of_event"
    return _named(facet, rows, key, label).annotate(events_=collected(of))


def _named(facet: str, rows: Any, key: Any, label: Any) -> Any:
    named = rows.order_by().annotate(
        facet=Value(facet, CharField()), key=Cast(key, CharField()),
        label=Cast(label or Value(""), CharField()),
    )  # fmt: skip
    return named.values("facet", "key", "label")


def _facets(counts: Counts, names: Mapping[tuple[str, str], str], asked: Asked) -> list[Facet]:
    labels = _labels(names)
    found = []
    for name, title, is_open in _titles(asked):
        counted = counts.get(name, Counter())
        chosen = asked.chosen.get(name, ())
        wanted = _ordered(name, {*counted, *chosen}, counted, chosen, labels[name])
        options = [Option(value, labels[name](value), counted[value], value in chosen) for value in wanted]
        found.append(Facet(name, title, options, open=is_open))
    return found


def _titles(asked: Asked) -> list[tuple[str, str, bool]]:
    days = ("month", _("Month"), True) if asked.when == COMING else ("fy", _("Fiscal year"), True)
    free = [("free", pgettext("event", "Places"), True)] if asked.when == COMING else []
    by = [("by", _("Organisation"), True)] if "by" in asked.chosen else []
    return [
        *by, ("kind", pgettext("event", "Kind"), True), days, *free, ("place", _("Place"), False),
        ("lang", _("Languages spoken"), False), ("audience", _("For whom"), False),
        ("help", _("Help on the day"), False), ("keyword", _("Keywords"), False),
    ]  # fmt: skip


def _labels(names: Mapping[tuple[str, str], str]) -> dict[str, Callable[[str], str]]:
    """What people read for a value, by facet."""
    language = language_of(get_language() or SOURCE_LANGUAGE)
    return {
        "kind": lambda value: str(EventKind(value).label),
        "month": lambda value: say_month(value, language=language),
        "fy": lambda value: str(FiscalYear(int(value))),
        "lang": lambda value: SpokenLanguage(value).marked,
        "place": lambda value: _("Online") if value == ONLINE else names.get(("place", value), value),
        "audience": lambda value: str(Audience(value).label),
        "help": lambda value: str(helps.LABELS[value]),
        "free": lambda value: _("Free places now"),
        "keyword": lambda value: names.get(("keyword", value), value),
        "by": lambda value: names.get(("by", value), value),
    }


# Facets whose values have an order of their own.
_FIXED: Mapping[str, Sequence[str]] = {
    "kind": EventKind.values, "lang": SpokenLanguage.values, "audience": Audience.values,
}  # fmt: skip


def _ordered(
    name: str, values: set[str], counts: Counter[str], chosen: Sequence[str], label: Callable[[str], str]
) -> list[str]:
    if name in _FIXED:
        return [value for value in _FIXED[name] if value in values]
    if name == "month":
        return sorted(values)
    if name == "fy":
        return sorted(values, reverse=True)
    # The commonest say most; what is chosen is always among them.
    return sorted(values, key=lambda value: (value not in chosen, -counts[value], label(value)))[:MOST_OPTIONS]
