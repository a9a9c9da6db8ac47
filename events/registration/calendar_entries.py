"""Calendar entries (RFC 5545, 5546) that go with mails: the same entry, changed or taken back, as things change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from icalendar import Calendar, Event, vCalAddress

from .models import Registration, Session

PRODUCT = "-//Kakehashi//Events//EN"


def uid(registration: Registration, session: Session) -> str:
    """Return the identifier that the entry of one date in one registration keeps."""
    return f"{registration.uuid}-{session.pk}@kakehashi"


def entry(
    *, registration: Registration, session: Session, title: str, place: str, url: str, organiser: str, now: datetime,
    cancelled: bool = False,
) -> Event:  # fmt: skip
    """Return the entry of one date. Its sequence grows with every change of the date or of the registration."""
    made = Event()
    made.add("uid", uid(registration, session))
    made.add("sequence", session.ical_sequence + registration.version)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("dtstart", session.starts_at.astimezone(UTC))
    made.add("dtend", session.ends_at.astimezone(UTC))
    made.add("summary", f"{title} {session.display_name}".strip())
    made.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    made.add("organizer", vCalAddress(f"mailto:{organiser}"))
    if place:
        made.add("location", place)
    if url:
        made.add("url", url)
    return made


def calendar(entries: Sequence[Event], *, method: str) -> bytes:
    """Return the file: PUBLISH with all dates, or CANCEL, which holds one date (RFC 5546, 3.2.5)."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    for each in entries:
        made.add_component(each)
    return bytes(made.to_ical())
