"""What staff write to several of those who registered at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from events.registration.choices import Action, ActorKind, AudienceOfMessage, MessageKind
from events.registration.exceptions import InvalidInput, NobodyToTell, UnknownPlace
from events.registration.models import CapacityPool, Event, GroupMessage, Registration, RegistrationEvent, Session
from events.registration.news import News
from events.registration.notifications import tell
from events.registration.querysets import RegistrationQuerySet
from events.registration.states import ACTIVE, State
from events.registration.texts import one_line, several_lines

from .journal import record_for_event
from .locks import locked_pools

STATES = {
    AudienceOfMessage.ACTIVE: ACTIVE - {State.UNVERIFIED},
    AudienceOfMessage.CONFIRMED: {State.CONFIRMED},
    AudienceOfMessage.WAITING: {State.WAITLISTED, State.OFFERED},
    AudienceOfMessage.APPLIED: {State.APPLIED},
    AudienceOfMessage.CAME: {State.CONFIRMED},
}


def audience_of(*, event: Event, audience: str, session: Session | None = None) -> RegistrationQuerySet:
    """Return the registrations that a message to `audience` reaches, in the order of arrival.

    session: only those who booked this date (for `CAME`: who came to it). Whose data was erased is not among them.
    """
    rows: Any = Registration.objects.filter(event=event, erased_at__isnull=True)
    rows = rows.filter(state__in=STATES[AudienceOfMessage(audience)])
    if session is not None:
        rows = rows.filter(offering__sessions=session)
    if audience == AudienceOfMessage.CAME:
        came = Registration.objects.filter(event=event, members__attendances__isnull=False)
        if session is not None:
            came = came.filter(members__attendances__session=session)
        rows = rows.filter(pk__in=came.values("pk"))
    return rows.distinct().order_by("received_at", "pk")  # type: ignore[no-any-return]


def write_to_registrants(
    *, event: int, audience: str, subject: str, text: str, key: str, by: Any, now: datetime,
    session: Session | None = None, subject_en: str = "", text_en: str = "",
) -> GroupMessage:  # fmt: skip
    """Tell some of those who registered what staff wrote: one mail each, or one line on the list of people to call.

    key: of the form; the same key again sends nothing and returns the message of the first time. The rows of the
    message, of the log and of the outbox are written in one transaction, while nobody's state can change.

    Raises: UnknownPlace, InvalidInput (words missing), NobodyToTell, PoolsBusy.
    """
    row = Event.objects.select_related("site").filter(pk=event).first()
    if row is None or (session is not None and session.event_id != event):
        raise UnknownPlace
    words = {"subject": one_line(subject), "text": several_lines(text), "subject_en": one_line(subject_en),
             "text_en": several_lines(text_en)}  # fmt: skip
    _check(words)
    with locked_pools(CapacityPool.objects.filter(event=row).values_list("pk", flat=True)):
        known = GroupMessage.objects.filter(event=row, key=key).first()
        if known is not None:
            return known
        people = list(audience_of(event=row, audience=audience, session=session).select_related("offering"))
        if not people:
            raise NobodyToTell
        by_mail = sum(each.can_be_mailed for each in people)
        message = GroupMessage.objects.create(
            event=row, key=key, audience=audience, session=session, by_mail=by_mail, to_call=len(people) - by_mail,
            sent_at=now, sent_by=by, **words,
        )  # fmt: skip
        record_for_event(
            event=row, action=Action.WROTE, now=now, by=by,
            data={"message": message.pk, "by_mail": message.by_mail, "to_call": message.to_call},
        )  # fmt: skip
        for registration in people:
            registration.event = registration.offering.event = row
            _tell(registration, message, by, now)
    return message


def _tell(registration: Registration, message: GroupMessage, by: Any, now: datetime) -> None:
    key = f"{registration.uuid}:written:{message.pk}"
    RegistrationEvent.objects.create(
        event_id=registration.event_id, registration=registration, at=now, action=Action.WROTE,
        before=registration.state, after=registration.state, actor=ActorKind.STAFF, user=by,
        tells=MessageKind.FROM_CENTRE, message_key=key, data={"message": message.pk},
    )  # fmt: skip
    tell(registration=registration, kind=MessageKind.FROM_CENTRE, key=key, now=now, news=News(written=message))


def _check(words: dict[str, str]) -> None:
    errors = {name: _("Please write it.") for name in ("subject", "text") if not words[name]}
    if bool(words["subject_en"]) != bool(words["text_en"]):
        missing = "text_en" if words["subject_en"] else "subject_en"
        errors[missing] = _("English needs both a subject and a text.")
    if errors:
        raise InvalidInput(errors)
