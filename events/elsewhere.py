"""Events on other pages: the home page, an activity, an organisation, the guide that leads to a consultation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Value, When
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.addresses import Addresses
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.navigation import link_to, places
from cms.core.spoken_dates import say_day, say_span, say_time
from cms.core.statements import Given, Statement
from cms.core.templatetags.kakehashi import in_visitors_language
from events import bookable, rows
from events.asking import PAST
from events.cards import card_of, lang_of, when
from events.registration.choices import EventKind
from events.registration.free_places import with_free_offerings
from events.statuses import Status, of_event, of_offering
from events.visible import Shape, Visible

ON_HOME = 4
# An activity has few editions; what an organisation has beyond these is one link away, in the list of events.
MOST_EDITIONS, MOST_OF_ORGANISATION = 30, 10
CONSULTATIONS_SHOWN, TIMES_SHOWN = 3, 8
CONSULTATIONS = (EventKind.RESERVED_CONSULTATION, EventKind.CONSULTATION_FAIR)


_ON_HOME = rows.Few(lambda visible, now: rows.planned(visible, at=now), most=ON_HOME)


def home_events(request: HttpRequest, page: Any) -> Mapping[str, Any] | None:
    """次のイベント: the next events; None where there is no list of events."""
    site = Site.find_for_request(request)
    if site is None or "events" not in places(request):
        return None
    now, addresses = timezone.now(), Addresses(request)
    cards = [
        card_of(row, row.page, of_event(row.event, row.free, now=now), addresses=addresses, at=now)
        for row in _ON_HOME.read(site=site, now=now)
    ]
    return {"cards": cards, "url": link_to("events")(request)}


# Of an activity or an organisation -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One event in a short list."""

    title: str
    url: str
    lang: str
    when: str
    status: Status


def _of_activity(visible: Visible, *, now: datetime, key: Any) -> Any:
    return _nearest(visible.events().filter(activity_key=key), now=now)


def _of_organisation(visible: Visible, *, now: datetime, key: Any) -> Any:
    return _nearest(visible.events().organised_by(key), now=now)


def _nearest(events: Any, *, now: datetime) -> Any:
    """Those to come, soonest first; then those that are over, latest first."""
    to_come = Case(When(ends_at__gt=now, then=Value(0)), When(ends_at__isnull=True, then=Value(1)), default=Value(2))
    soonest = Case(When(ends_at__gt=now, then=F("starts_at")))
    return events.order_by(to_come, soonest.asc(nulls_last=True), F("starts_at").desc(nulls_last=True), "-id")


_OF_ACTIVITY = rows.Few(_of_activity, most=MOST_EDITIONS, key=UUID)
# One more than is shown tells whether there are more.
_OF_ORGANISATION = rows.Few(_of_organisation, most=MOST_OF_ORGANISATION + 1, key=int)


def of_activity(context: Mapping[str, Any]) -> str:
    """The editions of an activity, coming ones first."""
    page, request = context.get("page"), context.get("request")
    if page is None or request is None or not _has_events(request):
        return ""
    return _lists(request, _OF_ACTIVITY, page.translation_key, {"kind": "activity"})


def of_organisation(context: Mapping[str, Any]) -> str:
    """The events that an organisation stands behind, coming ones first."""
    organisation, request = context.get("organisation"), context.get("request")
    if organisation is None or request is None or not _has_events(request):
        return ""
    further = {"kind": "organisation", "most": MOST_OF_ORGANISATION, "by": organisation.slug}
    return _lists(request, _OF_ORGANISATION, organisation.pk, further)


def _has_events(request: HttpRequest) -> bool:
    return "events" in places(request)


def _lists(request: HttpRequest, events: rows.Few, key: Given, further: Mapping[str, Any]) -> str:
    site, now = Site.find_for_request(request), timezone.now()
    read = events.read(site=site, now=now, key=key) if site else []
    if not read:
        return ""
    coming = [_line(row, request, now) for row in read if not row.event.is_over(at=now)]
    over = [_line(row, request, now) for row in reversed(read) if row.event.is_over(at=now)]
    context = {"coming": coming, "past": over, "total": len(read), **further}
    if len(read) > further.get("most", len(read)):
        (over or coming).pop()  # the one furthest from now
        query = {"by": further["by"], **({"when": PAST} if over else {})}
        context |= {"total": "", "more_url": f"{link_to('events')(request)}?{urlencode(query)}"}
    return render_to_string("events/of_others.html", context, request)


def _line(row: rows.Row, request: HttpRequest, now: datetime) -> Line:
    status = of_event(row.event, row.free, now=now)
    url = in_visitors_language(row.page.get_url(request) or "")
    return Line(row.page.title, url, lang_of(row.page), when(row, at=now), status)


# Of the consultation guide -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Time:
    """One time that can be booked."""

    said: str
    url: str
    status: Status


@dataclass(frozen=True)
class Consultation:
    """A consultation with its next free times, day by day. until: the deadline of the first of them."""

    title: str
    url: str
    lang: str
    days: Sequence[tuple[str, Sequence[Time]]]
    until: datetime | None


def next_consultations(context: Mapping[str, Any]) -> str:
    """The next times that are free, of the next consultations to book; nothing where none is."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if request is None or site is None or not _has_events(request):
        return ""
    now, visible = timezone.now(), Visible.on(site)
    read = rows.read(_with_times(visible.shape)(**visible.values, now=now), site=site, with_pages=True, free_at=now)
    found = [
        _consultation(row, row.free, request, now) for row in read if row.page is not None and row.free is not None
    ]
    shown = [each for each in found if each.days]
    if not shown:
        return ""
    return render_to_string(
        "events/next_consultations.html", {"consultations": shown, "url": link_to("events")(request)}, request
    )


@lru_cache(maxsize=32)
def _with_times(shape: Shape) -> Statement:
    """The next consultations with a time that can be booked."""

    def build(*, now: Any, **marks: Any) -> Any:
        consultations = rows.planned(shape.marked(marks), at=now).of_kind(CONSULTATIONS)
        return with_free_offerings(consultations, at=now)[:CONSULTATIONS_SHOWN]

    return Statement(build, now=datetime, **shape.kinds)


def _consultation(row: rows.Row, found: Any, request: HttpRequest, now: datetime) -> Consultation:
    language = language_of(get_language() or SOURCE_LANGUAGE)
    days: dict[str, list[Time]] = {}
    free = [each for each in found.offerings if each.takes_registrations and each.free != 0]
    free.sort(key=lambda each: each.offering.first_start or now)
    for each in free[:TIMES_SHOWN]:
        if each.offering.first_start is None or each.offering.last_end is None:
            continue
        start, end = (
            moment.astimezone(row.event.zone) for moment in (each.offering.first_start, each.offering.last_end)
        )
        said = say_span(start, end, language=language).removeprefix(say_day(start, language=language))
        url = bookable.register_url(row.event, each.offering)
        days.setdefault(say_day(start, language=language), []).append(
            Time(said.strip(language.comma) or say_time(start), url, of_offering(each))
        )
    return Consultation(
        title=row.page.title,
        url=in_visitors_language(row.page.get_url(request) or ""),
        lang=lang_of(row.page),
        days=list(days.items()),
        until=free[0].closes_at if free else None,
    )
