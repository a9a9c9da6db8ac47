"""schema.org/Event as JSON-LD: what search engines and calendars of other sites read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from cms.core.locales import language_of
from cms.core.spoken_dates import on_its_clock
from cms.core.templatetags.kakehashi import in_visitors_language
from events.registration.choices import Booking, Mode
from events.registration.outcomes import Openness

CONTEXT = "https://schema.org"
_MODES = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
_AVAILABILITY = {
    Openness.OPEN: "InStock", Openness.FEW_LEFT: "LimitedAvailability", Openness.WAITING: "BackOrder",
    Openness.NOT_YET: "PreOrder", Openness.FULL: "SoldOut", Openness.CLOSED: "SoldOut",
}  # fmt: skip
# What ends a script element or is a line end in JavaScript only is written as an escape.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(shown: Any, *, request: HttpRequest) -> str:
    """Return the JSON of an event with dates, safe inside a script element; nothing for one without."""
    if not shown.dates:
        return ""
    data = {"@context": CONTEXT, **_event(shown, request)}
    days = [day for day in shown.days if not day.is_cancelled]
    if len(days) > 1:
        data["subEvent"] = [_day(shown, day, request) for day in days]
    return _escaped(json.dumps(data, ensure_ascii=False))


def _escaped(text: str) -> SafeString:
    return mark_safe(text.translate(_ESCAPES))  # every character with a meaning in HTML is escaped


def _event(shown: Any, request: HttpRequest) -> dict[str, Any]:
    event, page = shown.event, shown.page
    url = _absolute(in_visitors_language(page.get_url(request) or ""), request)
    moved = [date.moved_from for date in shown.dates if date.moved_from]
    data: dict[str, Any] = {
        "@type": "Event",
        "@id": f"urn:uuid:{event.page_key}",
        "name": page.title,
        "description": page.lead,
        "url": url,
        "inLanguage": language_of(page.locale.language_code).bcp47,
        "startDate": _local(event.starts_at),
        "endDate": _local(event.ends_at),
        "eventStatus": f"{CONTEXT}/{_status(event, moved)}",
        "eventAttendanceMode": f"{CONTEXT}/{_MODES[event.mode]}",
        "location": _location(shown, url),
        "organizer": [
            _organisation(body.name, body.url, request) for _role, bodies in shown.organisers for body in bodies
        ],
        "isAccessibleForFree": event.is_free if event.fee_yen is not None else None,
        "offers": _offers(shown, url),
        "previousStartDate": _local(min(moved)) if moved else None,
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _status(event: Any, moved: list[datetime]) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if moved else "EventScheduled"


def _day(shown: Any, day: Any, request: HttpRequest) -> dict[str, Any]:
    return {
        "@type": "Event",
        "name": f"{shown.page.title} {day.name}".strip(),
        "startDate": _local(day.starts_at),
        "endDate": _local(day.ends_at),
        "location": _location(shown, _absolute(request.path, request)),
    }


def _location(shown: Any, url: str) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = [
        {
            "@type": "Place",
            "name": venue.display_name,
            "address": {
                "@type": "PostalAddress", "addressCountry": "JP", "postalCode": venue.postal_code,
                "streetAddress": venue.display_address,
            },
            **_coordinates(venue),
        }
        for venue in shown.venues
    ]  # fmt: skip
    if not places and shown.event.display_place and shown.event.mode != Mode.ONLINE:
        places = [{"@type": "Place", "name": shown.event.display_place, "address": shown.event.display_place}]
    # The address of the meeting is for those who have a place: here it is the page that tells how to take part.
    return [*places, *([{"@type": "VirtualLocation", "url": url}] if shown.is_online else [])]


def _coordinates(venue: Any) -> dict[str, Any]:
    if venue.latitude is None or venue.longitude is None:
        return {}
    return {"geo": {"@type": "GeoCoordinates", "latitude": float(venue.latitude), "longitude": float(venue.longitude)}}


def _organisation(name: str, url: str, request: HttpRequest) -> dict[str, str]:
    return {"@type": "Organization", "name": name} | ({"url": _absolute(url, request)} if url else {})


def _offers(shown: Any, url: str) -> list[dict[str, Any]]:
    """Each thing to book with its price; nothing where one does not register here."""
    event = shown.event
    if event.booking != Booking.HERE or event.fee_yen is None:
        return []
    found = []
    for offer in shown.offers:
        availability = _AVAILABILITY.get(offer.status.openness)
        if availability:
            each = {
                "@type": "Offer", "name": offer.name, "price": event.fee_yen, "priceCurrency": "JPY",
                "availability": f"{CONTEXT}/{availability}", "url": url,
                "validFrom": _local(offer.opens_at) if offer.opens_at else None,
                "availabilityEnds": _local(offer.closes_at) if offer.closes_at else None,
            }  # fmt: skip
            found.append({key: value for key, value in each.items() if value is not None})
    return found


def _local(moment: datetime | None) -> str | None:
    return on_its_clock(moment).isoformat() if moment else None


def _absolute(url: str, request: HttpRequest) -> str:
    return request.build_absolute_uri(url)
