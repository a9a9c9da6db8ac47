"""What the pages of a booking show: its facts, how it stands, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cms.core.qr_code import QrCode, qr_code

from . import links, services
from .choices import AllocationState, MessageKind, Waitlist
from .letter_rows import LetterRows
from .messages import about_erasure, facts_of
from .models import Member, Registration
from .news import News
from .outcomes import OfferingAvailability
from .states import State
from .titles import Title, title_of
from .tokens import Purpose
from .wording import Standing, standing_of

CHANGEABLE = frozenset({State.CONFIRMED, State.WAITLISTED, State.APPLIED})


@dataclass(frozen=True)
class Can:
    """What the person may do now."""

    change: bool
    give_back: bool
    move: bool
    cancel: bool


def context(registration: Registration, *, token: str, now: datetime) -> dict[str, Any]:
    """Return what the templates of a booking need. The zone of the event is active."""
    title: Title = title_of(registration.event, locale=get_language() or "ja")
    members = [member for member in registration.members.all() if member.cancelled_at is None]
    standing: Standing = standing_of(registration, now=now)
    code: QrCode = qr_code(registration.code)
    return {
        "registration": registration,
        "event": registration.event,
        "token": token,
        "title": title,
        "facts": facts_of(registration, title.said, MessageKind.CONFIRMED, News(), LetterRows(registration)),
        "standing": standing,
        "members": members,
        "names": [member.display_name for member in members] if len(members) > 1 else [],
        "not_yet": _not_yet(registration),
        "is_new_address": _is_new_address(registration),
        "online_url": _online_url(registration, now=now),
        "reveal_hours": registration.event.online_reveal_hours if registration.event.online_url else None,
        "erasure": about_erasure(registration),
        "can": _can(registration, members, now=now),
        "qr": code,
        "offer_token": links.token_for(registration, purpose=Purpose.OFFER)
        if registration.state == State.OFFERED
        else "",
        "has_entry": registration.state == State.CONFIRMED,
        "somebody_waits": registration.event.waitlist != Waitlist.NONE,
        "version": registration.version,
    }


def said_after(act: str, registration: Registration) -> str:
    """Return the sentence for somebody who has just done something with the booking, and empty if there is none.

    Args:
        act: the last part of the address of the page where it was done.
    """
    said = _DONE.get(act)
    if said is None or registration.is_active == (act == "cancel"):
        return ""
    return said(registration)


def _changed(registration: Registration) -> str:
    return _("Your changes are saved.")


def _gave_back(registration: Registration) -> str:
    seats = registration.seats
    said = ngettext(
        "The places are given back. One person is still registered.",
        "The places are given back. %(n)d people are still registered.",
        seats,
    ) % {"n": seats}
    if not registration.needs.exists():
        return said
    space = "" if get_language() in ("ja", "zh-hans") else " "
    return said + space + _("If you need less help now, please change that below.")


def _moved(registration: Registration) -> str:
    return _("Your registration was moved to another date. It now stands as you see here.")


def _cancelled(registration: Registration) -> str:
    return _("You have cancelled your registration. Thank you for telling us.")


def _verified(registration: Registration) -> str:
    return _("Thank you. We know now that our mails reach you.")


_DONE = {
    "change": _changed, "give-back": _gave_back, "move": _moved, "cancel": _cancelled, "verify": _verified
}  # fmt: skip


def other_dates(registration: Registration, *, now: datetime) -> Sequence[OfferingAvailability]:
    """Return the other offerings of the event that take registrations now."""
    found = services.availability_of(event=registration.event, now=now)
    return [
        part for part in found.offerings if part.takes_registrations and part.offering.pk != registration.offering_id
    ]


def _can(registration: Registration, members: Sequence[Member], *, now: datetime) -> Can:
    start = registration.offering.first_start
    before_start = start is None or now < start
    changes = before_start and registration.state in CHANGEABLE
    return Can(
        change=changes,
        give_back=changes and len(members) > 1,
        move=changes and bool(other_dates(registration, now=now)),
        cancel=before_start and registration.is_active,
    )


def _not_yet(registration: Registration) -> list[str]:
    """What was asked for and could not be arranged yet."""
    rows = registration.allocations.filter(state=AllocationState.QUEUED, is_primary=False).select_related("pool")
    return [row.pool.display_name for row in rows]


def _is_new_address(registration: Registration) -> bool:
    """Whether the address was changed and is still to be confirmed."""
    asked = registration.event.verify_first and registration.token_version > 1
    return asked and registration.is_active and registration.can_be_mailed and registration.verified_at is None


def _online_url(registration: Registration, *, now: datetime) -> str:
    shows = registration.state == State.CONFIRMED and registration.event.reveals_online_url(at=now)
    return registration.event.online_url if shows else ""
