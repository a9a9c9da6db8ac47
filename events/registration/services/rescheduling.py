"""Dates that move, dates and events that are called off; everybody is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Event, Session, Venue


def reschedule(
    *,
    session: int,
    starts_at: datetime,
    ends_at: datetime,
    by: Any,
    now: datetime,
    venue: Venue | None = None,
    room: str | None = None,
    notice: str = "",
    notice_en: str = "",
) -> Session:
    """Move a date in time or place and tell everybody who has or waits for a place, with the changed calendar entry.

    venue, room: None leaves it as it is.

    Raises: EventNotHeld, InvalidInput (it ends before it starts).
    """
    raise NotImplementedError


def cancel_session(*, session: int, by: Any, now: datetime, notice: str = "", notice_en: str = "") -> Session:
    """Call one date off. Offerings that have no other date are cancelled with their registrations.

    Raises: EventNotHeld, PoolsBusy.
    """
    raise NotImplementedError


def cancel_event(*, event: int, by: Any, now: datetime, notice: str = "", notice_en: str = "") -> Event:
    """Call an event off: every active registration is cancelled and told, with a cancelled calendar entry.

    Raises: EventNotHeld, PoolsBusy.
    """
    raise NotImplementedError
