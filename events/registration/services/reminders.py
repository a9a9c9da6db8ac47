"""Reminders before a date."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfoNotFoundError

from events.registration.choices import Action, ActorKind, EventStatus, MessageKind
from events.registration.deadlines import days_before
from events.registration.exceptions import Refused
from events.registration.models import Event, Registration, RegistrationEvent, Session
from events.registration.news import News
from events.registration.notifications import tell
from events.registration.states import State

from .finding import locked_registration

logger = logging.getLogger(__name__)
REMINDS_AT = time(10)
MOST_DAYS = 60


def send_due_reminders(*, now: datetime) -> int:
    """Remind everybody whose date is near, once per date; return how many messages were written.

    Who cannot be mailed is put on the desk's list of people to call, until the date begins. Who registered after the
    reminder was due knows the date.
    """
    near = (
        Session.objects.held()
        .filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=MOST_DAYS + 1))
        .filter(event__status=EventStatus.SCHEDULED, event__reminder_days__isnull=False)
        .select_related("event__site", "venue")
    )
    return sum(_remind_of(session, now) for session in near if _is_due(session, now))


def _is_due(session: Session, now: datetime) -> bool:
    """Whether the reminder of a date is due; a date whose time zone nobody can read keeps no other from its turn."""
    try:
        return now >= due_at(session)
    except (ZoneInfoNotFoundError, ValueError):
        logger.error("no reminder for date %s: the time zone of event %s cannot be read", session.pk, session.event_id)
        return False


def due_at(session: Session) -> datetime:
    """Return when the reminder of a date is due."""
    event: Event = session.event
    return days_before(session.starts_at, days=event.reminder_days or 0, at=REMINDS_AT, zone=event.zone)


def _start(session: Session) -> str:
    return f"{session.starts_at.astimezone(UTC):%Y%m%d%H%M}"


def _to_remind(session: Session) -> Any:
    """Those with a place at a date who were not reminded of it and did not register after that was due."""
    return Registration.objects.filter(
        offering__sessions=session, state=State.CONFIRMED, confirmed_at__lt=due_at(session), erased_at__isnull=True
    ).exclude(
        log__in=RegistrationEvent.objects.filter(
            event=session.event_id, action=Action.REMINDED, data__session=session.pk, data__start=_start(session)
        )
    )


def _remind_of(session: Session, now: datetime) -> int:
    return sum(
        _remind(pk, session, now) for pk in list(_to_remind(session).order_by("pk").values_list("pk", flat=True))
    )


def _remind(pk: int, session: Session, now: datetime) -> bool:
    """Remind one party, unless she cancelled or the date moved since it was chosen: both take the pools' locks."""
    try:
        with locked_registration(pk) as (_ledger, row):
            date = Session.objects.held().filter(pk=session.pk, starts_at=session.starts_at).first()
            if date is None or row.event.is_cancelled or not _to_remind(session).filter(pk=pk).exists():
                return False
            date.event = row.event
            # The key names the start, so that a date that was moved is reminded of again.
            key = f"{row.uuid}:reminder:{date.pk}:{_start(date)}"
            RegistrationEvent.objects.create(
                event=row.event, registration=row, at=now, action=Action.REMINDED, before=row.state, after=row.state,
                actor=ActorKind.SYSTEM, tells=MessageKind.REMINDER, message_key=key,
                data={"session": date.pk, "start": _start(date)},
            )  # fmt: skip
            news = News(sessions=[date], until=date.starts_at)
            tell(registration=row, kind=MessageKind.REMINDER, key=key, now=now, news=news)
    except Refused:  # busy or gone: the next round of the clock looks again
        return False
    return True
