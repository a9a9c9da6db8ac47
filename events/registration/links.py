"""Where mailed links lead."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from . import tokens
from .deadlines import days_before
from .models import Event, Registration
from .tokens import Purpose

ERASED_AT = time(4)


def erases_at(event: Event, *, registered_at: datetime) -> datetime:
    """Return the promised moment of erasure: 4 in the morning, so many days after the last date.

    Without dates it counts from the deadline, and without one from the registration.
    """
    last = event.ends_at or event.closes_at or registered_at
    # "days_before" with a negative number of days goes forward, on the clock of the event's place.
    return days_before(last, days=-event.retention_days, at=ERASED_AT, zone=event.zone)


def token_for(registration: Registration, *, purpose: str, ends_at: datetime | None = None) -> str:
    """Return the token of a link; it works until the personal data is erased, or until `ends_at`."""
    ends = ends_at or erases_at(registration.event, registered_at=registration.received_at) + timedelta(days=1)
    return tokens.make(uuid=registration.uuid, purpose=purpose, version=registration.token_version, ends_at=ends)


def path(registration: Registration, *, purpose: str = Purpose.MANAGE, ends_at: datetime | None = None) -> str:
    """Return the path of the page that a link in a mail opens, in the registrant's language."""
    token = token_for(registration, purpose=purpose, ends_at=ends_at)
    return f"/{registration.locale}/registrations/{purpose}/{token}/"
