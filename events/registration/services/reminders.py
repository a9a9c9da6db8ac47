"""Reminders before a date."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from events.registration.choices import Action, ActorKind, ContactPreference, EventStatus, MessageKind
from events.registration.deadlines import days_before
from events.registration.messages import News
from events.registration.models import Event, Registration, RegistrationEvent, Session
from events.registration.notifications import tell
from events.registration.states import State

REMINDS_AT = time(10)
MOST_DAYS = 60


def send_due_reminders(*, now: datetime) -> int:
    """Remind everybody whose date is near, once per date; return how many messages were written.

    People without mail are not called: that would be a day's work for the staff of a centre. Who registered after the
    reminder was due knows the date.
    """
    near = (
        Session.objects.held()
        .filter(starts_at__gt=now, starts_at__lte=now + timedelta(days=MOST_DAYS + 1))
        .filter(event__status=EventStatus.SCHEDULED, event__reminder_days__isnull=False)
        .select_related("event__site", "venue")
    )
    return sum(_remind_of(session, now) for session in near if now >= due_at(session))


def due_at(session: Session) -> datetime:
    """Return when the reminder of a date is due."""
    event: Event = session.event
    return days_before(session.starts_at, days=event.reminder_days or 0, at=REMINDS_AT, zone=event.zone)


def _start(session: Session) -> str:
    return f"{session.starts_at.astimezone(UTC):%Y%m%d%H%M}"


def _remind_of(session: Session, now: datetime) -> int:
    rows = (
        Registration.objects.filter(
            offering__sessions=session, state=State.CONFIRMED, contact_pref=ContactPreference.MAIL,
            confirmed_at__lt=due_at(session), erased_at__isnull=True,
        )
        .exclude(email="")
        .exclude(
            log__in=RegistrationEvent.objects.filter(
                event=session.event_id, action=Action.REMINDED, data__session=session.pk, data__start=_start(session)
            )
        )
        .select_related("offering")
        .order_by("pk")
    )  # fmt: skip
    return sum(_remind(registration, session, now) for registration in list(rows))


@transaction.atomic
def _remind(registration: Registration, session: Session, now: datetime) -> bool:
    registration.event = registration.offering.event = session.event
    # The key names the start, so that a date that was moved is reminded of again.
    key = f"{registration.uuid}:reminder:{session.pk}:{_start(session)}"
    _line, is_new = RegistrationEvent.objects.get_or_create(
        message_key=key,
        defaults={
            "event": session.event, "registration": registration, "at": now, "action": Action.REMINDED,
            "before": registration.state, "after": registration.state, "actor": ActorKind.SYSTEM,
            "tells": MessageKind.REMINDER, "data": {"session": session.pk, "start": _start(session)},
        },
    )  # fmt: skip
    if is_new:
        tell(registration=registration, kind=MessageKind.REMINDER, key=key, now=now, news=News(sessions=[session]))
    return is_new
