"""Events as iCalendar (RFC 5545): one event, or all that a visitor's question finds, to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Event as Entry

from cms.core import calendar_files
from events.registration.choices import Mode

PRODUCT = "-//Kakehashi//Events//EN"


def calendar(
    entries: Iterable[tuple[Any, Sequence[Any], Any, str]], *, name: str, now: datetime, to_subscribe: bool = False
) -> bytes:
    """Return the file.

    entries: (event, its dates, its page, address of the page) of each event. Every date is an entry of its own, with
    the identifier that it keeps; what was called off stays, marked, so that calendars take it away.
    """
    made = calendar_files.begun(product=PRODUCT, name=name, to_subscribe=to_subscribe)
    for event, dates, page, url in entries:
        for date in dates:
            made.add_component(_entry(event, date, page, url, now))
    return bytes(made.to_ical())


def _entry(event: Any, date: Any, page: Any, url: str, now: datetime) -> Entry:
    made = Entry()
    made.add("uid", date.ical_uid)
    made.add("sequence", date.ical_sequence)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("last-modified", event.updated_at.astimezone(UTC))
    made.add("dtstart", date.starts_at.astimezone(UTC))
    made.add("dtend", date.ends_at.astimezone(UTC))
    called_off = event.is_cancelled or date.is_cancelled
    title = f"{page.title} {date.display_name}".strip()
    made.add("summary", _("Called off: %(title)s") % {"title": title} if called_off else title)
    made.add("status", "CANCELLED" if called_off else "CONFIRMED")
    made.add("url", url)
    made.add("description", "\n".join(part for part in (event.display_notice, page.lead, url) if part))
    made.add("categories", [str(event.get_kind_display())])
    place = _place(event, date)
    if place:
        made.add("location", place)
    if date.venue and date.venue.latitude is not None and date.venue.longitude is not None:
        made.add("geo", (float(date.venue.latitude), float(date.venue.longitude)))
    return made


def _place(event: Any, date: Any) -> str:
    """Venue, room and address; never the address of an online meeting."""
    if date.venue:
        return " ".join(
            part for part in (date.venue.display_name, date.display_room, date.venue.display_address) if part
        )
    return event.display_place or (_("Online") if event.mode == Mode.ONLINE else "")
