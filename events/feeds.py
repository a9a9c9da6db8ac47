"""What other programs read: calendars to subscribe to, RSS and Atom, the list as open data. One question, all forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.answered_once import file_response
from cms.core.feeds import SiteFeed
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models import Appearance
from cms.core.navigation import link_to
from cms.core.templatetags.kakehashi import in_visitors_language
from events import calendars, finding, open_data, rows
from events.asking import PAST, Asked, ask
from events.cards import when, where
from events.registration.models import EventOrganiser, Session
from events.statuses import Status, of_event

MOST = 200
IN_FEED = 40


def site_of(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


@dataclass(frozen=True)
class Judged:
    """An event and where it stands."""

    row: rows.Row
    status: Status


def answer(query: QueryDict, *, site: Site, now: datetime) -> tuple[Asked, list[Judged]]:
    """The events of a visitor's question, with their pages, at most `MOST`."""
    asked = ask(query)
    found = finding.first(asked, site=site, now=now, most=MOST)
    pages = rows.pages_of(found, site=site)
    for row in found:
        row.page = pages.get(row.event.page_key)
    return asked, [Judged(row, of_event(row.event, row.free, now=now)) for row in found if row.page is not None]


def address(row: rows.Row, request: HttpRequest) -> str:
    return request.build_absolute_uri(in_visitors_language(row.page.get_url(request) or ""))


def _full_dates(judged: list[Judged]) -> None:
    """Give each event its dates with identifiers and whole venues, which lists do not read. One query."""
    by_pk = {each.row.event.pk: each.row for each in judged}
    for row in by_pk.values():
        row.dates = []
    for date in Session.objects.filter(event__in=by_pk).select_related("venue"):
        by_pk[date.event_id].dates.append(date)
    for row in by_pk.values():
        row.event.on_its_clock(row.dates)


# Calendars --------------------------------------------------------------------------------------------------


@require_safe
def events_ics(request: HttpRequest) -> HttpResponse:
    """All events of a question, to subscribe to: coming ones, and what was called off among them."""
    site, now = site_of(request), timezone.now()
    _asked, judged = answer(request.GET, site=site, now=now)
    _full_dates(judged)
    entries = [(each.row.event, each.row.dates, each.row.page, address(each.row, request)) for each in judged]
    name = Appearance.for_request(request).display_name
    content = calendars.calendar(entries, name=name, now=now, to_subscribe=True)
    return file_response(request, content, kind="text/calendar", name="events.ics")


@require_safe
def event_ics(request: HttpRequest, page_key: UUID) -> HttpResponse:
    """One event, with all its dates."""
    site, now = site_of(request), timezone.now()
    found = rows.read(rows.told_of(site).filter(page_key=page_key), site=site)
    pages = rows.pages_of(found, site=site)
    if not found or page_key not in pages:
        raise Http404
    row = found[0]
    row.page = pages[page_key]
    dates = list(Session.objects.filter(event=row.event).select_related("venue"))
    entries = [(row.event, dates, row.page, address(row, request))]
    content = calendars.calendar(entries, name=row.page.title, now=now)
    return file_response(request, content, kind="text/calendar", name="event.ics")


# Open data --------------------------------------------------------------------------------------------------


@require_safe
def events_csv(request: HttpRequest) -> HttpResponse:
    """イベント一覧: in Japanese, whatever the visitor reads, as its columns are."""
    site, now = site_of(request), timezone.now()
    with translation.override(SOURCE_LANGUAGE):
        _asked, judged = answer(request.GET, site=site, now=now)
        _full_dates(judged)
        content = open_data.write(_told(judged, request, site, now))
    return file_response(request, content, kind="text/csv", name="event_list.csv")


def _told(judged: list[Judged], request: HttpRequest, site: Site, now: datetime) -> list[open_data.Told]:
    events = [each.row.event for each in judged]
    organisers: dict[int, list[Any]] = {event.pk: [] for event in events}
    for row in EventOrganiser.objects.filter(event__in=organisers).select_related("organisation"):
        organisers[row.event_id].append(row)
    english = _english_titles(events, site)
    return [
        open_data.Told(
            event=each.row.event, dates=each.row.dates, organisers=organisers[each.row.event.pk], page=each.row.page,
            title_en=english.get(each.row.event.page_key, ""), url=address(each.row, request),
            capacity=_capacity(each.row.free), closes_at=_closes(each.row.free),
        )
        for each in judged
    ]  # fmt: skip


def _english_titles(events: list[Any], site: Site) -> dict[Any, str]:
    with translation.override("en"):
        pages = rows.pages_on(site).filter(
            translation_key__in=[event.page_key for event in events], locale__language_code="en"
        )
        return dict(pages.values_list("translation_key", "title"))


def _capacity(found: Any) -> int | None:
    if found is None or not found.offerings or any(each.capacity is None for each in found.offerings):
        return None
    return sum(each.capacity for each in found.offerings)


def _closes(found: Any) -> datetime | None:
    return found.closes_at if found else None


# Feeds ------------------------------------------------------------------------------------------------------


class EventsRss(SiteFeed):
    """The events of a question, what was announced last first."""

    feed_type = Rss201rev2Feed
    url_name = "events_rss"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[Judged]:
        self.now = timezone.now()
        self.asked, judged = answer(request.GET, site=site_of(request), now=self.now)
        newest = sorted(judged, key=lambda each: self.item_pubdate(each), reverse=True)
        return newest[:IN_FEED]

    def title(self, judged: list[Judged]) -> str:
        name = Appearance.for_request(self.request).display_name
        return f"{_('Past events') if self.asked.when == PAST else _('Events')} | {name}"

    def description(self, judged: list[Judged]) -> str:
        return _("Events of the centre and its partners")

    def subtitle(self, judged: list[Judged]) -> str:
        return self.description(judged)

    def link(self, judged: list[Judged]) -> str:
        return self.with_question(link_to("events")(self.request) or f"/{get_language()}/")

    def feed_url(self, judged: list[Judged]) -> str:
        return self.with_question(reverse(self.url_name))

    def items(self, judged: list[Judged]) -> list[Judged]:
        return judged

    def item_title(self, item: Judged) -> str:
        return item.row.page.title

    def item_description(self, item: Judged) -> str:
        lines = [item.status.text, when(item.row, at=self.now), where(item.row), item.row.page.lead]
        return " ・ ".join(line for line in lines if line)

    def item_link(self, item: Judged) -> str:
        return in_visitors_language(item.row.page.get_url(self.request) or "/")

    def item_guid(self, item: Judged) -> str:
        return f"urn:uuid:{item.row.event.page_key}"

    def item_pubdate(self, item: Judged) -> datetime:
        return item.row.page.first_published_at or item.row.event.created_at

    def item_updateddate(self, item: Judged) -> datetime:
        published = item.row.page.last_published_at
        return max(moment for moment in (published, item.row.event.updated_at) if moment)

    def item_categories(self, item: Judged) -> list[str]:
        return [str(item.row.event.get_kind_display())]


class EventsAtom(EventsRss):
    feed_type = Atom1Feed  # type: ignore[assignment]
    url_name = "events_atom"
