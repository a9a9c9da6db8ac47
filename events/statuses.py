"""Where an event stands, in words and a shape: 受付中 · 残りわずか · キャンセル待ち · 締切 · 中止 · 受付前 · 終了."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from events.registration.choices import Booking, PoolUnit
from events.registration.models import Event
from events.registration.outcomes import EventAvailability, OfferingAvailability, Openness

OPEN_TO_ALL = frozenset({Openness.OPEN, Openness.FEW_LEFT})
_WORDS: dict[str, tuple[str, Any]] = {
    Openness.OPEN: ("open", pgettext_lazy("event", "Open")),
    Openness.FEW_LEFT: ("few", pgettext_lazy("event", "Few places left")),
    Openness.WAITING: ("wait", pgettext_lazy("event", "Waiting list")),
    Openness.NOT_YET: ("info", pgettext_lazy("event", "Opens later")),
    Openness.FULL: ("closed", pgettext_lazy("event", "Full")),
    Openness.CLOSED: ("closed", pgettext_lazy("event", "Closed")),
    Openness.OVER: ("ended", pgettext_lazy("event", "Over")),
    Openness.CANCELLED: ("cancelled", pgettext_lazy("event", "Called off")),
}
_OTHER_WAYS: dict[str, tuple[str, Any]] = {
    Booking.HERE: ("info", pgettext_lazy("event", "Opens later")),
    Booking.NOT_NEEDED: ("open", _("No registration needed")),
    Booking.BY_PHONE: ("open", _("By telephone or FAX")),
    Booking.ELSEWHERE: ("info", _("Register on another site")),
    Booking.INVITED: ("info", _("By invitation")),
}


@dataclass(frozen=True)
class Status:
    """What `components/status.html` takes. openness: for who decides by it."""

    kind: str
    text: str
    openness: Openness

    @property
    def is_free(self) -> bool:
        """Whether somebody can still come without waiting."""
        return self.openness in OPEN_TO_ALL or (self.openness == Openness.NO_BOOKING and self.kind == "open")


def of_event(event: Event, availability: EventAvailability | None, *, now: datetime) -> Status:
    """Say where an event stands. availability: None for one that is over, or when nobody asked."""
    if event.is_cancelled:
        return _said(Openness.CANCELLED)
    if event.is_over(at=now):
        return _said(Openness.OVER)
    openness = availability.openness if availability else Openness.NO_BOOKING
    if openness == Openness.NO_BOOKING:
        kind, text = _OTHER_WAYS[event.booking]
        return Status(kind, str(text), openness)
    return _said(openness)


def of_offering(found: OfferingAvailability, *, unit: str = PoolUnit.PERSON) -> Status:
    """Say where a date or slot stands, with the number where few places are left."""
    said = _said(found.openness)
    if found.openness == Openness.FEW_LEFT and found.free is not None:
        return Status(said.kind, free_places(found.free, unit=unit), said.openness)
    return said


def free_places(number: int, *, unit: str = PoolUnit.PERSON) -> str:
    """「あと6人」、「あと1組」"""
    if unit == PoolUnit.PARTY:
        return ngettext("%(number)d place for a group left", "%(number)d places for groups left", number) % {
            "number": number
        }
    return ngettext("%(number)d place left", "%(number)d places left", number) % {"number": number}


def _said(openness: Openness) -> Status:
    if openness == Openness.NO_BOOKING:
        kind, text = _OTHER_WAYS[Booking.HERE]
    else:
        kind, text = _WORDS[openness]
    return Status(kind, str(text), openness)
