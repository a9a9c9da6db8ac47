"""Events as lists need them: facts, dates, languages and keywords of many, in one or two queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db.models import F, Q
from django.utils.functional import cached_property
from wagtail.models import Site

from cms.core.json_rows import key_list, keys_as_json
from cms.core.memory import Memory
from cms.core.one_query import KeptParts, Part, point_at
from cms.core.statements import Given, Kind
from events.days import Day, days_of, next_of
from events.orders import Order
from events.registration import services
from events.registration.choices import EventStatus
from events.registration.models import Event, EventLanguage, Session
from events.registration.services import bookables
from events.visible import Shape, Visible

# What a card and its state need to know.
FOR_CARDS = (
    "page_key", "kind", "status", "tz", "starts_at", "ends_at", "fiscal_year", "mode", "place", "place_en", "fee_yen",
    "booking", "opens_at", "closes_at", "selection", "waitlist", "few_left", "party_max",
    "edition",
)  # fmt: skip
VENUE = ("name", "name_en", "address", "address_en", "building")


@dataclass
class Row:
    """One event. dates: all of them, in order. keywords: of the page that this visitor would read.

    page: that page, and free: what is free, where they were asked for.
    """

    event: Event
    dates: list[Any] = field(default_factory=list)
    languages: list[Any] = field(default_factory=list)
    keywords: list[Any] = field(default_factory=list)
    page: Any = None
    free: Any = None

    @cached_property
    def days(self) -> list[Day]:
        return days_of(self.dates)

    def day_to_show(self, *, at: datetime) -> Day | None:
        """The next day that is held, or the first of an event that is over; None without dates."""
        return next_of(self.days, at=at)

    @property
    def places(self) -> list[str]:
        """Where it is, in the visitor's language, once each; of dates that were called off only where all were."""
        dates = [date for date in self.dates if not date.is_cancelled] or self.dates
        held_in = {date.venue_id: date.venue for date in dates if date.venue_id}
        venues = [venue.display_name for venue in held_in.values()]
        own = [self.event.display_place] if self.event.display_place and not venues else []
        return list(dict.fromkeys(venues + own))


def pages_on(site: Site) -> Any:
    """The event pages that this visitor may read on a site, in a language that they are shown in."""
    return Visible.on(site).pages()


def told_of(site: Site) -> Any:
    """The events of a site that have a page for this visitor."""
    return Visible.on(site).events()


#: Those whose dates are not decided yet come last.
SOONEST_FIRST = (F("starts_at").asc(nulls_last=True), F("id").asc())
#: Those whose day is not known any more come last.
LATEST_FIRST = (
    F("starts_at").desc(nulls_last=True), F("fiscal_year").desc(nulls_last=True), F("id").desc(),
)  # fmt: skip


def coming(visible: Visible, *, at: datetime) -> Any:
    """Those that are not over, soonest first."""
    undecided = Q(ends_at__isnull=True, status=EventStatus.SCHEDULED)
    events = visible.events().filter(Q(ends_at__gt=at) | undecided)
    return events.exclude(status=EventStatus.FINISHED).order_by(*SOONEST_FIRST)


def planned(visible: Visible, *, at: datetime) -> Any:
    """Those that will take place on a day that is known, soonest first.

    An event has both moments or none. Asked for the end alone, the database reads what is to come; asked for a start or
    for events without a day too, it would read all that ever was.
    """
    return visible.events().filter(ends_at__gt=at, status=EventStatus.SCHEDULED).order_by(*SOONEST_FIRST)


def past(visible: Visible, *, at: datetime) -> Any:
    """Those that are over, latest first."""
    over = Q(ends_at__lte=at) | Q(status=EventStatus.FINISHED)
    return visible.events().past(at=at).filter(over)


def read(
    events: Iterable[Any],
    *,
    site: Site,
    with_pages: bool = False,
    free_at: datetime | None = None,
    with_capacities: bool = False,
) -> list[Row]:
    """Return the events with their rows, in their order. Two queries, whatever their number.

    with_pages: with the pages of all of them, not with their words. free_at: with what is free then, of those that are
    not over. with_capacities: with the offerings of all these, those for which one does not register here too.
    """
    rows = [Row(event) for event in events]
    if not rows:
        return []
    visible = Visible.on(site)
    bookable = [
        row.event.pk
        for row in rows
        if free_at and (row.event.is_bookable(at=free_at) or (with_capacities and not row.event.is_over(at=free_at)))
    ]
    parts = _kept(visible.shape, with_pages=with_pages, with_free=bool(bookable))
    ids: dict[str, Given] = {"ids": keys_as_json(row.event.pk for row in rows)}
    if bookable:
        ids["free"] = keys_as_json(bookable)
    _hand_out(parts.read(**visible.values_of_pages, **ids), rows, visible.codes, at=free_at)
    return rows


@lru_cache(maxsize=32)
def _kept(shape: Shape, *, with_pages: bool, with_free: bool) -> KeptParts:
    """What belongs to some events, named by their keys."""

    def build(**marks: Any) -> dict[str, Part]:
        ids = key_list(marks["ids"])
        keys = Event.objects.filter(pk__in=ids).values("page_key")
        parts = _parts(ids, keys, shape.marked(marks), with_pages=with_pages)
        return parts | (bookables.parts(key_list(marks["free"]), dates_too=False) if with_free else {})

    return KeptParts(build, ids=str, **({"free": str} if with_free else {}), **shape.kinds_of_pages)


class Few:
    """The first events of one choice, with their rows, pages and what is free. One query, whose SQL is kept.

    Args:
        choose: makes the query for the events from what is visible, `now` and further values, in their order and on
            the conditions of `cms.core.statements`.
        most: how many are read.
        kinds: of the further values.
    """

    def __init__(self, choose: Callable[..., Any], *, most: int, **kinds: Kind) -> None:
        self._choose, self._most, self._kinds = choose, most, kinds
        self._by_shape: dict[Shape, KeptParts] = {}
        self._chosen = Memory(256)

    def read(self, *, site: Site, now: datetime, **values: Given) -> list[Row]:
        """Return the events, soonest first; those without dates come first of all."""
        visible = Visible.on(site)
        asked: list[Mapping[str, Sequence[Any]]] = []

        def choose() -> Order:
            found = self._parts(visible.shape).read(**visible.values, **values, now=now)
            asked.append(found)
            ends = [event.ends_at for event in found["events"] if event.ends_at and event.ends_at > now]
            return Order([event.pk for event in found["events"]], min(ends, default=None))

        key = (visible, *sorted(values.items()))
        chosen = self._chosen.get(key, choose, holds=lambda order: order.holds(now))
        if not chosen.keys:
            return []
        # Which they are is remembered, not what is true of them.
        ids = keys_as_json(chosen.keys)
        found = asked[-1] if asked else _of_keys(visible.shape).read(ids=ids, now=now, **visible.values_of_pages)
        rows = [Row(event) for event in found["events"]]
        _hand_out(found, rows, visible.codes, at=now)
        return [row for row in rows if row.page is not None]

    def _parts(self, shape: Shape) -> KeptParts:
        if shape not in self._by_shape:
            self._by_shape[shape] = self._kept(shape)
        return self._by_shape[shape]

    def _kept(self, shape: Shape) -> KeptParts:
        def build(*, now: Any, **marks: Any) -> dict[str, Part]:
            visible = shape.marked(marks)
            further = {name: marks[name] for name in self._kinds}
            events = self._choose(visible, now=now, **further)[: self._most]
            return _whole(Event.objects.filter(pk__in=events.values("pk")), visible, now)

        return KeptParts(build, now=datetime, **self._kinds, **shape.kinds)


@lru_cache(maxsize=32)
def _of_keys(shape: Shape) -> KeptParts:
    """What `Few` reads of events whose keys are known."""

    def build(*, ids: Any, now: Any, **marks: Any) -> dict[str, Part]:
        return _whole(Event.objects.filter(pk__in=key_list(ids)), shape.marked(marks), now)

    return KeptParts(build, ids=str, now=datetime, **shape.kinds_of_pages)


def _whole(chosen: Any, visible: Visible, now: Any) -> dict[str, Part]:
    """The parts of some events with all that lists read of them."""
    return {
        "events": Part(chosen, FOR_CARDS, order=("starts_at", "pk")),
        **_parts(chosen.values("pk"), chosen.values("page_key"), visible, with_pages=True),
        **bookables.parts(chosen.bookable(at=now).values("pk"), dates_too=False),
    }


def _parts(ids: Any, keys: Any, visible: Visible, *, with_pages: bool) -> dict[str, Part]:
    parts = {
        "dates": Part(
            Session.objects.filter(event__in=ids),
            ("event", "name", "name_en", "starts_at", "ends_at", "status", "room", "position",
             *(f"venue__{name}" for name in VENUE)),
            order=("starts_at", "position", "pk"),
        ),
        "languages": Part(
            EventLanguage.objects.filter(event__in=ids), ("event", "code", "use", "position"), order=("position", "pk")
        ),
        "keywords": _keywords(keys, visible),
    }  # fmt: skip
    return parts | ({"pages": _pages(keys, visible)} if with_pages else {})


def _hand_out(
    found: Mapping[str, Sequence[Any]], rows: list[Row], codes: Sequence[str], *, at: datetime | None
) -> None:
    """Give each event what is its own. codes: as `Visible` has them."""
    by_pk = {row.event.pk: row for row in rows}
    for date in found["dates"]:
        by_pk[date.event_id].dates.append(date)
    for language in found["languages"]:
        by_pk[language.event_id].languages.append(language)
    _hand_out_keywords(rows, found["keywords"], codes)
    nearest = apps.get_model("events.EventPage").objects.nearest(found.get("pages", ()), codes)
    for row in rows:
        point_at(row.dates, "event", row.event)
        row.event.on_its_clock(row.dates)
    coming = [row.event for row in rows if at and not row.event.is_over(at=at)]
    free = services.availability_in(found=found, events=coming, now=at) if at and coming else {}
    for row in rows:
        row.page = nearest.get(row.event.page_key)
        row.free = free.get(row.event.pk)


def _keywords(keys: Any, visible: Visible) -> Part:
    # Distinct, though they are: so PostgreSQL finds these few first. Past eight tables it joins as they are written.
    pages = visible.pages().order_by().filter(translation_key__in=keys).distinct()
    return Part(
        apps.get_model("events.EventKeyword").objects.filter(content_object__in=pages.values("pk")),
        ("tag__name", "tag__name_en", "tag__slug", "tag__reading"),
        order=("tag__reading", "tag__name"),
        extra={"page_key": F("content_object__translation_key"), "code": F("content_object__locale__language_code")},
    )  # fmt: skip


def _pages(keys: Any, visible: Visible) -> Part:
    pages = visible.pages().filter(translation_key__in=keys)
    return Part(pages, ("title", "url_path", "translation_key", "lead", "locale__language_code"))


def _hand_out_keywords(rows: Sequence[Row], items: Iterable[Any], codes: Sequence[str]) -> None:
    """Give each event the keywords of its page in the language nearest to the visitor's."""
    nearest: dict[str, str] = {}
    for item in sorted(items, key=lambda item: codes.index(item.code)):
        nearest.setdefault(item.page_key, item.code)
    # JSON has keys as the database writes them, with dashes or without.
    by_key = {row.event.page_key.hex: row for row in rows}
    for item in items:
        if nearest[item.page_key] == item.code:
            by_key[item.page_key.replace("-", "")].keywords.append(item.tag)


def of_pages(pages: Iterable[Any], *, site: Site) -> dict[Any, Row]:
    """Return the events of some pages with their dates, languages and keywords, by their keys. One query."""
    pks = [page.pk for page in pages]
    if not pks:
        return {}
    visible = Visible.on(site)
    found = _kept_of_pages(visible.shape).read(pages=keys_as_json(pks), **visible.values)
    rows = [Row(event) for event in found["events"]]
    _hand_out(found, rows, visible.codes, at=None)
    return {row.event.page_key: row for row in rows}


@lru_cache(maxsize=32)
def _kept_of_pages(shape: Shape) -> KeptParts:
    def build(*, pages: Any, **marks: Any) -> dict[str, Part]:
        visible = shape.marked(marks)
        asked = apps.get_model("events.EventPage").objects.filter(pk__in=key_list(pages))
        events = visible.events().filter(page_key__in=asked.order_by().values("translation_key"))
        parts = _parts(events.values("pk"), events.values("page_key"), visible, with_pages=False)
        return {"events": Part(events, FOR_CARDS), **parts}

    return KeptParts(build, pages=str, **shape.kinds)


def pages_of(rows: Iterable[Row], *, site: Site) -> dict[Any, Any]:
    """Return the page of each event for this visitor, by its key. One query."""
    keys = [row.event.page_key for row in rows]
    visible = Visible.on(site)
    pages = visible.pages().filter(translation_key__in=keys).select_related("locale").defer_streams() if keys else []
    return apps.get_model("events.EventPage").objects.nearest(pages, visible.codes)  # type: ignore[no-any-return]
