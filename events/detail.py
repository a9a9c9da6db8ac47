"""What the page of one event shows: its facts, as the visitor says them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from cms.core.fiscal_year import FiscalYear
from cms.core.languages_on import fallbacks_on
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.models.site_settings import in_language
from cms.core.navigation import link_to
from cms.core.one_query import KeptParts, Part
from cms.core.public_pages import without_private
from cms.core.templatetags.kakehashi import in_visitors_language
from events import bookable, linked_data
from events.cards import drawing_of, fee
from events.days import Day, days_of, next_of
from events.registration import services
from events.registration.choices import (
    Audience,
    EventStatus,
    LanguageUse,
    Mode,
    OrganiserRole,
    Provision,
    SpokenLanguage,
)
from events.registration.models import Chapter, Desk, Event, EventFigure, EventLanguage, EventOrganiser, Session
from events.registration.outcomes import EventAvailability, Openness
from events.registration.services import bookables
from events.statuses import OPEN_TO_ALL, Status, free_places, of_event

VENUE = (
    "name", "name_en", "postal_code", "address", "address_en", "building", "latitude", "longitude", "access",
    "access_en", "parking", "parking_en", "telephone", "website", "step_free", "accessible_toilet", "hearing_loop",
    "nursing_room",
)  # fmt: skip
HELPS = {
    "childcare": _("Childcare"), "sign_language": _("Sign language"), "captioning": _("Captions"),
    "wheelchair": _("Wheelchair places"),
}  # fmt: skip
BODY = ("name", "name_en", "slug", "is_public")


def event_of(page_key: Any) -> Event | None:
    """The facts of a page family, whatever their state."""
    return Event.objects.filter(page_key=page_key).first()


@dataclass(frozen=True)
class Body:
    """One organiser: name, department, address of its page in the directory."""

    name: str
    lang: str
    department: str
    url: str


@dataclass
class Detail:
    """The facts of an event. `event` is None where a page has none (yet)."""

    page: Any
    now: datetime
    event: Event | None = None
    status: Status | None = None
    offers: Sequence[bookable.Offer] = ()
    dates: Sequence[Any] = ()
    organisers: Sequence[tuple[str, Sequence[Body]]] = ()
    languages: Sequence[tuple[str, Sequence[tuple[str, str]]]] = ()
    desks: Sequence[Any] = ()
    figures: Sequence[Any] = ()
    chapters: Sequence[tuple[int, Sequence[Any]]] = ()
    keywords: Sequence[dict[str, str]] = ()
    activity: tuple[str, str, str] | None = None
    action: bookable.Action | None = None
    closes_at: datetime | None = None
    places: str = ""
    json_ld: str = ""

    @property
    def is_over(self) -> bool:
        return self.event is not None and self.event.is_over(at=self.now) and not self.event.is_cancelled

    @cached_property
    def days(self) -> list[Day]:
        return days_of(self.dates)

    @property
    def has_bookings(self) -> bool:
        """Whether somebody may look for her registration here: also when there is nothing left to register for."""
        return bool(self.offers) and (self.status is None or self.status.openness != Openness.NOT_YET)

    @property
    def next_day(self) -> Day | None:
        """The next day that is held; of an event that is over, its first."""
        return next_of(self.days, at=self.now)

    @property
    def room(self) -> str:
        """The room, where all dates have the same."""
        rooms = {date.display_room for date in self.dates}
        return rooms.pop() if len(rooms) == 1 else ""

    @cached_property
    def venues(self) -> list[Any]:
        """Where it is, once each, with all that people ask about a place."""
        return list({date.venue_id: date.venue for date in self.dates if date.venue}.values())

    @property
    def has_several_deadlines(self) -> bool:
        """Whether what can be booked closes at different times."""
        return len({offer.closes_at for offer in self.offers if offer.url}) > 1

    @property
    def year(self) -> str:
        """The fiscal year, where no day is known."""
        return str(FiscalYear(self.event.fiscal_year)) if self.event and self.event.fiscal_year else ""

    @property
    def fee(self) -> str:
        return fee(self.event) if self.event else ""

    @property
    def art(self) -> str:
        return drawing_of(self.event) if self.event else ""

    @property
    def audience(self) -> list[str]:
        return [str(Audience(value).label) for value in self.event.audience] if self.event else []

    @property
    def helps(self) -> list[tuple[str, str, bool]]:
        """(field, what people read, whether it has to be asked for) of every help there is."""
        return [
            (name, str(label), getattr(self.event, name) == Provision.ON_REQUEST)
            for name, label in HELPS.items()
            if self.event and getattr(self.event, name) != Provision.NONE
        ]

    @property
    def is_online(self) -> bool:
        return self.event is not None and self.event.mode != Mode.IN_PERSON

    @property
    def recording_url(self) -> str:
        """The recording: public when the event is over."""
        return self.event.recording_url if self.event and self.is_over else ""


def read(*, page: Any, request: HttpRequest, site: Site, now: datetime) -> Detail:
    """Read everything that the page of an event shows: two queries."""
    event = page.facts
    if event is None or event.status == EventStatus.DRAFT:
        return Detail(page=page, now=now, keywords=_keywords(page.tagged_items.select_related("tag")))
    is_to_come = not event.is_over(at=now) and not event.is_cancelled
    parts = _parts(with_activity=event.activity_key is not None, with_free=is_to_come)
    activity_key = {"activity": event.activity_key} if event.activity_key else {}
    found = parts.read(event=event.pk, page=page.pk, **activity_key)
    for date in found["dates"]:
        date.event = event
    event.on_its_clock(found["dates"])
    free = services.availability_in(found=found, events=[event], now=now) if is_to_come else {}
    availability = free.get(event.pk)
    status = of_event(event, availability, now=now)
    offers = bookable.offers(event, availability, dates=found["dates"], now=now)
    activity = _activity(found.get("activity", ()), request, site)
    shown = Detail(
        page=page, now=now, event=event, status=status, offers=offers, dates=found["dates"],
        organisers=_organisers(found["organisers"], request), languages=_languages(found["languages"]),
        desks=found["desks"], figures=found["figures"], keywords=_keywords(found["keywords"]), activity=activity,
        chapters=[(part, list(rows)) for part, rows in groupby(found["chapters"], key=lambda row: row.part)],
        action=bookable.action(event, status, offers), closes_at=availability.closes_at if availability else None,
        places=_places(availability, offers),
    )  # fmt: skip
    shown.json_ld = linked_data.script(shown, request=request)
    return shown


def _places(found: EventAvailability | None, offers: Sequence[bookable.Offer]) -> str:
    """「あと6人(定員90人)」 of an event whose places are counted in one way and are still to be had."""
    if found is None or found.free is None or found.openness not in OPEN_TO_ALL:
        return ""
    units = {offer.unit for offer in offers}
    return free_places(found.free, unit=units.pop()) if len(units) == 1 else ""


@cache
def _parts(*, with_activity: bool, with_free: bool) -> KeptParts:
    """Every table that belongs to an event, the activity that it is an edition of, and what can be booked."""

    def build(event: Any, page: Any, activity: Any = None) -> dict[str, Part]:
        parts = _belongings(event, page)
        if with_activity:
            pages = without_private(Page.objects.filter(live=True, translation_key=activity))
            parts["activity"] = Part(pages, ("title", "url_path", "locale__language_code"))
        return parts | (bookables.parts([event]) if with_free else {})

    return KeptParts(build, event=int, page=int, **({"activity": UUID} if with_activity else {}))


def _belongings(event: Any, page: Any) -> dict[str, Part]:
    """The tables that belong to an event. event, page: their keys."""
    return {
        "dates": Part(
            Session.objects.filter(event=event),
            ("event", "name", "name_en", "starts_at", "ends_at", "status", "room", "position", "moved_from", "ical_uid",
             "ical_sequence", *(f"venue__{name}" for name in VENUE)),
            order=("starts_at", "position", "pk"),
        ),
        "organisers": Part(
            EventOrganiser.objects.filter(event=event),
            ("role", "name", "name_en", "department_name", "position", *(f"organisation__{name}" for name in BODY),
             "department__name", "department__name_en"),
            order=("position", "pk"),
        ),
        "languages": _of(EventLanguage, event, "code", "use"),
        "desks": _of(Desk, event, "topic", "topic_en", "who", "who_en", "languages",
                     *(f"organisation__{name}" for name in BODY), "department__name", "department__name_en"),
        "figures": _of(EventFigure, event, "label", "label_en", "number"),
        "chapters": Part(
            Chapter.objects.filter(event=event), ("part", "title", "title_en", "starts_at_seconds", "position"),
            order=("part", "position", "pk"),
        ),
        "keywords": Part(
            apps.get_model("events.EventKeyword").objects.filter(content_object=page),
            ("tag__name", "tag__name_en", "tag__slug", "tag__reading"), order=("tag__reading", "tag__name"),
        ),
    }  # fmt: skip


def _of(model: Any, event: Any, *fields: str) -> Part:
    return Part(model.objects.filter(event=event), (*fields, "position"), order=("position", "pk"))


def _activity(pages: Sequence[Any], request: HttpRequest, site: Site) -> tuple[str, str, str] | None:
    """Title, address and language of the activity's page that is nearest to the visitor's language."""
    language = language_of(get_language() or SOURCE_LANGUAGE)
    order = [language.code, *fallbacks_on(language, site)]
    fitting = [page for page in pages if page.locale.language_code in order]
    if not fitting:
        return None
    page = min(fitting, key=lambda found: order.index(found.locale.language_code))
    url = in_visitors_language(page.get_url(request) or "")
    return page.title, url, language_of(page.locale.language_code).bcp47


def _organisers(rows: Sequence[EventOrganiser], request: HttpRequest) -> list[tuple[str, list[Body]]]:
    """The bodies by role, in the order of the roles."""
    directory = link_to("organisations")(request) or ""
    order = list(OrganiserRole.values)
    ordered = sorted(rows, key=lambda row: order.index(row.role))
    return [
        (str(OrganiserRole(role).label), [_body(row, directory) for row in group])
        for role, group in groupby(ordered, key=lambda row: row.role)
    ]


def _body(row: EventOrganiser, directory: str) -> Body:
    organisation = row.organisation
    # A directory leads on to the one that has the organisation.
    url = f"{directory}{organisation.slug}/" if organisation and directory and organisation.is_public else ""
    name = row.display_name
    own = getattr(name, "lang", "") or language_of(get_language() or SOURCE_LANGUAGE).bcp47
    return Body(name, organisation.name_lang if organisation else own, row.display_department, url)


def _languages(rows: Sequence[EventLanguage]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(how they are used, (name, code) of each) in the order of use."""
    by_use: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        by_use.setdefault(row.use, []).append((str(row.get_code_display()), SpokenLanguage(row.code).bcp47))
    return [(use.value, by_use[use]) for use in LanguageUse if use in by_use]


def _keywords(items: Any) -> list[dict[str, str]]:
    return [
        {"label": in_language(item.tag.name, item.tag.name_en), "url": reverse("keyword", args=[item.tag.slug])}
        for item in items
    ]
