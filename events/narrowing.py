"""Which events match what was chosen in the facets, as the words of queries that are kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from cms.core.json_rows import key_list, keys_as_json
from cms.core.locales import language_of
from cms.core.memory import Memory, Wanted
from cms.core.statements import Kind
from events.asking import Asked
from events.helps import INTERPRETER, LABELS
from events.orders import EVERYTHING, Order, Run
from events.registration.choices import LanguageUse, Mode, Provision, SessionStatus
from events.registration.free_places import free_events
from events.registration.local_days import LocalFiscalYear, LocalMonth
from events.registration.models import Event, EventLanguage, EventOrganiser, Session
from events.visible import Shape as VisibleShape
from events.visible import Visible

T = TypeVar("T")
ONLINE = "online"
#: The helps that are columns of the event.
HELPS = tuple(name for name in LABELS if name != INTERPRETER)


@dataclass(frozen=True)
class Asking:
    """Who asks, and when: what conditions depend on besides the values.

    free: the keys of the events with free places, where they are known; else they are looked up as of `now`.
    """

    visible: Visible
    now: Any = None
    free: Any = None

    def in_language(self, japanese: str) -> Any:
        """A column that has a second one in English, as this visitor reads it."""
        if language_of(self.visible.code).is_japanese:
            return F(japanese)
        return Coalesce(NullIf(f"{japanese}_en", Value("")), japanese)


# Rows that facets are counted from ------------------------------------------------------------------------------


def months() -> QuerySet[Any]:
    """Dates that are held, with their `month`."""
    return Session.objects.exclude(status=SessionStatus.CANCELLED).annotate(month=LocalMonth("starts_at", "event__tz"))


def years() -> QuerySet[Any]:
    """Dates with their fiscal `year`."""
    return Session.objects.annotate(year=LocalFiscalYear("starts_at", "event__tz"))


def without_dates(events: Any) -> Any:
    """Events of which only the fiscal `year` is known."""
    dated = Exists(Session.objects.filter(event=OuterRef("pk")))
    return events.filter(~dated, fiscal_year__isnull=False).annotate(year=Cast("fiscal_year", TextField()))


def spoken() -> QuerySet[Any]:
    """Languages that are spoken or interpreted."""
    return EventLanguage.objects.exclude(use=LanguageUse.WRITTEN)


def at_venues() -> QuerySet[Any]:
    """Dates at a venue; those that were called off only where all dates of the event were, as the cards have it."""
    held = Session.objects.filter(event=OuterRef("event")).exclude(status=SessionStatus.CANCELLED)
    return Session.objects.filter(~Q(status=SessionStatus.CANCELLED) | ~Exists(held), venue__isnull=False)


def venues(asking: Asking) -> QuerySet[Any]:
    """Dates at a venue, with its name as `place`."""
    return at_venues().annotate(place=asking.in_language("venue__name"))


def without_venue(events: Any, asking: Asking) -> Any:
    """Events at a place that is no venue, as `at`."""
    return (
        events.filter(~Exists(at_venues().filter(event=OuterRef("pk"))))
        .exclude(place="")
        .annotate(at=asking.in_language("place"))
    )


def organisers() -> QuerySet[Any]:
    """Organisations of the directory that stand behind an event."""
    return EventOrganiser.objects.filter(organisation__isnull=False)


def keywords(asking: Asking, *, of: Any = None) -> QuerySet[Any]:
    """Keywords of the pages that the visitor reads: those in the nearest language that has any, for each event.

    of: the keys of the pages of some events. Theirs are found once; without it each keyword asks for its page.
    """
    model = apps.get_model("events.EventKeyword")
    code, *fallbacks = asking.visible.codes
    wanted, nearer = Q(content_object__locale__language_code=code), [code]
    for fallback in fallbacks:
        taken = model.objects.filter(
            content_object__translation_key=OuterRef("content_object__translation_key"),
            content_object__live=True, content_object__locale__language_code__in=nearer,
        )  # fmt: skip
        wanted |= Q(~Exists(taken), content_object__locale__language_code=fallback)
        nearer = [*nearer, fallback]
    pages = asking.visible.pages().order_by()
    if of is not None:
        return model.objects.filter(wanted, content_object__in=pages.filter(translation_key__in=of).values("pk"))  # type: ignore[no-any-return]
    return model.objects.filter(wanted, Exists(pages.filter(pk=OuterRef("content_object"))))  # type: ignore[no-any-return]


# Conditions -----------------------------------------------------------------------------------------------------


def _month(values: Sequence[Any], _asking: Asking) -> Q:
    return Q(Exists(months().filter(event=OuterRef("pk"), month__in=values)))


def _year(values: Sequence[Any], _asking: Asking) -> Q:
    dated = Exists(years().filter(event=OuterRef("pk"), year__in=values))
    return Q(dated) | Q(pk__in=without_dates(Event.objects).filter(year__in=values).values("pk"))


def _language(values: Sequence[Any], _asking: Asking) -> Q:
    return Q(Exists(spoken().filter(event=OuterRef("pk"), code__in=values)))


def _place(values: Sequence[Any], asking: Asking) -> Q:
    named = [value for value in values if value != ONLINE]
    found = Q() if len(named) == len(values) else ~Q(mode=Mode.IN_PERSON)
    if named:
        found |= Q(Exists(venues(asking).filter(event=OuterRef("pk"), place__in=named)))
        found |= Q(pk__in=without_venue(Event.objects, asking).filter(at__in=named).values("pk"))
    return found


def _audience(values: Sequence[Any], _asking: Asking) -> Q:
    return _any(Q(audience__contains=f",{value},") for value in values)


def _help(values: Sequence[Any], _asking: Asking) -> Q:
    return _any(interpreted() if value == INTERPRETER else ~Q(**{value: Provision.NONE}) for value in values)


def interpreted() -> Q:
    """The condition for events with an interpreter."""
    return Q(Exists(EventLanguage.objects.filter(event=OuterRef("pk"), use=LanguageUse.INTERPRETED)))


def _free(_values: Sequence[Any], asking: Asking) -> Q:
    if asking.free is not None:
        return Q(pk__in=key_list(asking.free))
    return Q(pk__in=free_events(Event.objects.order_by(), at=asking.now).values("pk"))


def _keyword(values: Sequence[Any], asking: Asking) -> Q:
    tagged = keywords(asking).filter(tag__slug__in=values)
    return Q(page_key__in=tagged.values("content_object__translation_key"))


def _organiser(values: Sequence[Any], _asking: Asking) -> Q:
    return Q(Exists(organisers().filter(event=OuterRef("pk"), organisation__slug__in=values)))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


CONDITIONS: Mapping[str, Callable[[Sequence[Any], Asking], Q]] = {
    "kind": lambda values, _asking: Q(kind__in=values),
    "month": _month, "fy": _year, "lang": _language, "place": _place, "audience": _audience, "help": _help,
    "free": _free, "keyword": _keyword, "by": _organiser,
}  # fmt: skip
#: Facets whose values stand in the words of the query: they are few, and conditions of their own.
WORDED = ("kind", "audience", "help", "free")


def narrowed(events: Any, chosen: Mapping[str, Sequence[Any]], asking: Asking, *, without: str = "") -> Any:
    """Return the events that match everything chosen, except in the facet `without`."""
    for name, values in chosen.items():
        if name != without:
            events = events.filter(CONDITIONS[name](values, asking))
    return events


# Questions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    """All that the words of a query about some events depend on: the values of some facets, of the others how many.

    knows_free: which events have free places is given, not looked up.
    """

    visible: VisibleShape
    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    knows_free: bool = False

    def kinds(self, *, with_pages: bool = False) -> dict[str, Kind]:
        """Of the values of a statement that holds `narrowed`. with_pages: of one that asks for pages in any case."""
        names = dict(self.chosen)
        kinds: dict[str, Kind] = {mark: str for name in names for mark in names[name] if not _is_word(name, mark)}
        if "keyword" in names or with_pages:
            kinds |= self.visible.kinds_of_pages
        if "free" in names:
            kinds |= {"free": str} if self.knows_free else {"now": datetime}
        return kinds

    def narrowed(self, events: Any, marks: Mapping[str, Any], *, without: str = "") -> Any:
        chosen = {name: self.values_of(name, marks) for name, _values in self.chosen}
        return narrowed(events, chosen, self.asking(marks), without=without)

    def values_of(self, name: str, marks: Mapping[str, Any]) -> list[Any]:
        """What was chosen in a facet; empty when nothing was."""
        return [marks.get(mark, mark) for mark in dict(self.chosen).get(name, ())]

    def asking(self, marks: Mapping[str, Any]) -> Asking:
        return Asking(self.visible.marked(marks), marks.get("now"), marks.get("free"))


@dataclass(frozen=True)
class Question:
    """What is asked of some events.

    order: of these events, and free: of those with free places, if it was asked which (`json_rows.keys_as_json`);
    without them `asked` alone says which events.
    """

    visible: Visible
    asked: Asked
    now: datetime
    order: Order = EVERYTHING
    free: str | None = None

    @property
    def shape(self) -> Shape:
        chosen = [(name, tuple(_marks(name, values))) for name, values in self.asked.chosen.items()]
        return Shape(self.visible.shape, tuple(chosen), knows_free=self.free is not None)

    @property
    def is_of_facts(self) -> bool:
        """Whether facts alone answer it. What is free changes with each registration, what words find by itself."""
        return not self.asked.words and "free" not in self.asked.chosen

    @property
    def key(self) -> Hashable:
        """Under what an answer to a question of facts can be remembered."""
        chosen = sorted((name, tuple(sorted(values))) for name, values in self.asked.chosen.items())
        return self.visible, self.asked.when, tuple(chosen)

    @property
    def values(self) -> dict[str, Any]:
        """All values that statements made from `shape` can ask for."""
        chosen = {
            mark: value
            for name, values in self.asked.chosen.items()
            for mark, value in zip(_marks(name, values), values, strict=True)
            if not _is_word(name, mark)
        }
        return {**self.visible.values, **chosen, **self.values_of_keys, "free": self.free}

    @property
    def values_of_keys(self) -> dict[str, Any]:
        """Those of statements about the events of `order`, whatever is chosen."""
        return {"now": self.now, "keys": keys_as_json(self.order.keys)}


def kept_of_each(memory: Memory, question: Question, make: Callable[[Sequence[Run]], Sequence[T]]) -> list[T]:
    """Return what is made of a question among the events of each run of its order, as long as it is the very same run.

    Names of organisations are no facts of events: what asks for them holds until anything changes.

    make: of those runs of which nothing is known, gives what is asked of each.
    """
    wanted = _wanted_of_each(question)
    return [made for _run, made in memory.get_each(wanted, lambda runs: list(zip(runs, make(runs), strict=True)))]


def known_of_each(memory: Memory, question: Question) -> list[Any] | None:
    """Return what `kept_of_each` would return without making anything; None where something would have to be made."""
    known = [memory.known(one.key, holds=one.holds, parts=one.parts) for one in _wanted_of_each(question)]
    return [kept[1] for kept in known] if known and None not in known else None


def _wanted_of_each(question: Question) -> list[Wanted[Run, Any]]:
    parts = None if "by" in question.asked.chosen else ()
    return [
        Wanted(run, (question.key, run.span), holds=lambda kept, run=run: kept[0] is run, parts=parts)
        for run in question.order.runs
    ]


def _marks(name: str, values: Sequence[str]) -> list[str]:
    """The names under which the values of a facet are given to a statement; a word stands for itself."""
    return [value if _is_word(name, value) else f"{name}{number}" for number, value in enumerate(values)]


def _is_word(name: str, value: str) -> bool:
    return name in WORDED or (name == "place" and value == ONLINE)
