"""Events as lists need them: facts, dates, languages and keywords of many, in two queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core import one_query
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.one_query import Part
from events.days import Day, days_of, next_of
from events.registration import services
from events.registration.choices import EventStatus
from events.registration.models import Event, EventLanguage, Session
from events.registration.services import bookables

# What a card and its state need to know.
FOR_CARDS = (
    "page_key", "kind", "status", "tz", "starts_at", "ends_at", "fiscal_year", "mode", "place", "place_en", "fee_yen",
    "booking", "opens_at", "closes_at", "selection", "waitlist", "few_left", "party_max",
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
        """Where it is, in the visitor's language, once each."""
        venues = [date.venue.display_name for date in self.dates if date.venue]
        own = [self.event.display_place] if self.event.display_place and not venues else []
        return list(dict.fromkeys(venues + own))


def visitors_code() -> str:
    return language_of(get_language() or SOURCE_LANGUAGE).code


def pages_on(site: Site) -> Any:
    """The event pages that this visitor may read on a site, in a language that they are shown in."""
    return apps.get_model("events.EventPage").objects.on_site(site).readable_in(visitors_code())


def told_of(site: Site) -> Any:
    """The events of a site that have a page for this visitor."""
    pages = pages_on(site).order_by().filter(translation_key=OuterRef("page_key"))
    return Event.objects.for_site(site).shown().filter(Exists(pages))


def coming(site: Site, *, at: datetime) -> Any:
    """Those that are not over, soonest first; those whose dates are not decided yet come last."""
    undecided = Q(ends_at__isnull=True, status=EventStatus.SCHEDULED)
    soonest = F("starts_at").asc(nulls_last=True)
    return (
        told_of(site).filter(Q(ends_at__gt=at) | undecided).exclude(status=EventStatus.FINISHED).order_by(soonest, "id")
    )


def past(site: Site, *, at: datetime) -> Any:
    """Those that are over, latest first; those whose day is not known any more come last."""
    over = Q(ends_at__lte=at) | Q(status=EventStatus.FINISHED)
    return told_of(site).past(at=at).filter(over)


def read(events: QuerySet[Any], *, site: Site, with_pages: bool = False, free_at: datetime | None = None) -> list[Row]:
    """Return the events with their rows, in their order. Two queries, whatever their number.

    with_pages: with the pages of all of them, not with their words. free_at: with what is free then, of those that are
    not over.
    """
    rows = [Row(event) for event in events]
    if not rows:
        return []
    parts = _parts([row.event.pk for row in rows], [row.event.page_key for row in rows], site, with_pages=with_pages)
    coming = [row.event.pk for row in rows if free_at and not row.event.is_over(at=free_at)]
    if coming:
        parts |= bookables.parts(coming)
    _hand_out(one_query.read(parts), rows, coming=coming, at=free_at)
    return rows


def next_few(events: QuerySet[Any], *, site: Site, now: datetime, most: int) -> list[Row]:
    """Return the first events of a list with dates, page and what is free. One query: the home page has many parts."""
    ids, keys = events.values("pk")[:most], events.values("page_key")[:most]
    parts = {
        "events": Part(Event.objects.filter(pk__in=ids), FOR_CARDS, order=("starts_at", "pk")),
        **_parts(ids, keys, site, with_pages=True),
        **bookables.parts(ids),
    }
    found = one_query.read(parts)
    rows = [Row(event) for event in found["events"]]
    _hand_out(found, rows, coming=[row.event.pk for row in rows], at=now)
    return rows


def _parts(ids: Any, keys: Any, site: Site, *, with_pages: bool) -> dict[str, Part]:
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
        "keywords": _keywords(keys, site),
    }  # fmt: skip
    return parts | ({"pages": _pages(keys, site)} if with_pages else {})


def _hand_out(found: Mapping[str, Sequence[Any]], rows: list[Row], *, coming: list[int], at: datetime | None) -> None:
    """Give each event what is its own."""
    by_pk = {row.event.pk: row for row in rows}
    for date in found["dates"]:
        date.event = by_pk[date.event_id].event
        by_pk[date.event_id].dates.append(date)
    for language in found["languages"]:
        by_pk[language.event_id].languages.append(language)
    _hand_out_keywords(rows, found["keywords"])
    nearest = apps.get_model("events.EventPage").objects.nearest(found.get("pages", ()), visitors_code())
    events = [by_pk[pk].event for pk in coming]
    free = services.availability_in(found=found, events=events, now=at) if at and events else {}
    for row in rows:
        row.page = nearest.get(row.event.page_key)
        row.free = free.get(row.event.pk)


def _keywords(keys: Any, site: Site) -> Part:
    pages = pages_on(site).order_by().filter(translation_key__in=keys)
    return Part(
        apps.get_model("events.EventKeyword").objects.filter(content_object__in=pages.values("pk")),
        ("tag__name", "tag__name_en", "tag__slug", "tag__reading", "content_object__translation_key",
         "content_object__locale__language_code"),
        order=("tag__reading", "tag__name"),
    )  # fmt: skip


def _pages(keys: Any, site: Site) -> Part:
    pages = pages_on(site).filter(translation_key__in=keys)
    return Part(pages, ("title", "url_path", "translation_key", "lead", "locale__language_code"))


def _hand_out_keywords(rows: Sequence[Row], items: Iterable[Any]) -> None:
    """Give each event the keywords of its page in the language nearest to the visitor's."""
    language = language_of(visitors_code())
    order = [language.code, *language.fallbacks]
    nearest: dict[Any, str] = {}
    for item in sorted(items, key=lambda item: order.index(item.content_object.locale.language_code)):
        nearest.setdefault(item.content_object.translation_key, item.content_object.locale.language_code)
    by_key = {row.event.page_key: row for row in rows}
    for item in items:
        page = item.content_object
        if nearest[page.translation_key] == page.locale.language_code:
            by_key[page.translation_key].keywords.append(item.tag)


def pages_of(rows: Iterable[Row], *, site: Site) -> dict[Any, Any]:
    """Return the page of each event for this visitor, by its key. One query."""
    keys = [row.event.page_key for row in rows]
    pages = pages_on(site).filter(translation_key__in=keys).select_related("locale").defer_streams() if keys else []
    return apps.get_model("events.EventPage").objects.nearest(pages, visitors_code())  # type: ignore[no-any-return]
