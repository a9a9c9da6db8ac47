"""Moves of a registration, written down: each is one line of the log and, where somebody is told, one message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F

from events.registration import announcing, notifications
from events.registration.choices import Action, ActorKind, MessageKind
from events.registration.models import Event, Registration, RegistrationEvent
from events.registration.signals import facts_changed
from events.registration.states import ACTIVE, State, check_move


def move_to(registration: Registration, state: State, *, now: datetime) -> State:
    """Set another state, with what goes with it, and return the one before. The caller saves.

    Raises:
        MoveNotAllowed: the table has no such move.
    """
    before = State(registration.state)
    check_move(before, state)
    registration.state = state
    registration.offer_expires_at = None
    registration.verify_by = None
    if state == State.CONFIRMED:
        registration.confirmed_at = now
    if state == State.CANCELLED:
        registration.cancelled_at = now
    if state not in ACTIVE:
        registration.duplicate_key = None
    return before


def record(
    *, registration: Registration, action: str, now: datetime, by: Any = None, actor: str = ActorKind.CITIZEN,
    before: str = "", tells: str = "", data: dict[str, Any] | None = None, news: notifications.News | None = None,
) -> RegistrationEvent:  # fmt: skip
    """Save the registration under a new version, and note what happened to it as `note` does."""
    registration.version += 1
    registration.save()
    return note(
        registration=registration, action=action, now=now, by=by, actor=actor, before=before, tells=tells, data=data,
        news=news,
    )  # fmt: skip


def note(
    *, registration: Registration, action: str, now: datetime, by: Any = None, actor: str = ActorKind.CITIZEN,
    before: str = "", tells: str = "", data: dict[str, Any] | None = None, news: notifications.News | None = None,
) -> RegistrationEvent:  # fmt: skip
    """Add the line of the log about a registration as it was saved, write the message, announce the move.

    by: staff; without them `actor` says who it was. before: the state until now, "" for a new one. tells: what the
    person is told. data: numbers and names of fields, never what somebody typed.
    """
    key = f"{registration.uuid}:{registration.version}:{tells}" if tells else ""
    line = RegistrationEvent.objects.create(
        event_id=registration.event_id,
        registration=registration,
        at=now,
        action=action,
        before=before,
        after=registration.state,
        actor=ActorKind.STAFF if by is not None else actor,
        user=by,
        tells=tells,
        message_key=key,
        data=data or {},
    )
    if tells:
        notifications.tell(registration=registration, kind=tells, key=key, now=now, news=news or notifications.News())
    announcing.move(registration, before=before, now=now)
    return line


def tell_former_address(*, registration: Registration, former: notifications.Addressee, now: datetime, by: Any) -> None:
    """Tell the address that got the mails until now that another one does. The change itself is recorded already."""
    kind = MessageKind.ADDRESS_CHANGED
    key = f"{registration.uuid}:{registration.version}:{kind}"
    RegistrationEvent.objects.create(
        event_id=registration.event_id, registration=registration, at=now, action=Action.CHANGED,
        before=registration.state, after=registration.state, user=by, tells=kind, message_key=key,
        actor=ActorKind.STAFF if by is not None else ActorKind.CITIZEN,
    )  # fmt: skip
    news = notifications.News(former=former)
    notifications.tell(registration=registration, kind=kind, key=key, now=now, news=news)


def record_for_event(*, event: Event, action: str, now: datetime, by: Any, data: dict[str, Any]) -> RegistrationEvent:
    """Add a line that concerns the event as a whole, count its version up, and announce that its facts changed."""
    Event.objects.filter(pk=event.pk).update(version=F("version") + 1)
    facts_changed.send(Event, page_keys=[event.page_key])
    actor = ActorKind.STAFF if by is not None else ActorKind.SYSTEM
    return RegistrationEvent.objects.create(event=event, at=now, action=action, actor=actor, user=by, data=data)
