"""What staff write to several of those who registered at once."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from events.registration.choices import Action, ActorKind, AudienceOfMessage, MessageKind
from events.registration.exceptions import InvalidInput, NobodyToTell, PoolsBusy, UnknownPlace
from events.registration.models import (
    CapacityPool,
    Event,
    GroupMessage,
    Notice,
    Registration,
    RegistrationEvent,
    Session,
)
from events.registration.news import News
from events.registration.notifications import tell
from events.registration.querysets import RegistrationQuerySet
from events.registration.states import ACTIVE, State
from events.registration.texts import one_line, several_lines

from .journal import record_for_event
from .locks import locked_pools

# Letters written in one transaction: some tenths of a second for which others wait.
AT_ONCE = 10
# Seconds that a member of staff waits; what the clock takes up, if nobody else does.
WRITES_FOR, BEGUN = 4.0, timedelta(minutes=1)

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
    further: Mapping[str, tuple[str, str]] | None = None,
) -> GroupMessage:  # fmt: skip
    """Tell some of those who registered what staff wrote: one mail each, or one line on the list of people to call.

    further: subject and text by the code of a language, for those who registered in it.
    key: of the form; the same key again sends nothing and returns the message of the first time. Letters are written a
    few at a time, each few in a transaction during which nobody's state can change, so that people who register
    meanwhile wait for a few letters, never for all. What is not written within `WRITES_FOR` seconds, or when the
    process ends, is left to `continue_messages`. Who cancels before her turn is not written to.

    Raises: UnknownPlace, InvalidInput (words missing), NobodyToTell, PoolsBusy.
    """
    row = Event.objects.select_related("site").filter(pk=event).first()
    if row is None or (session is not None and session.event_id != event):
        raise UnknownPlace
    words = {"subject": one_line(subject), "text": several_lines(text), "subject_en": one_line(subject_en),
             "text_en": several_lines(text_en)}  # fmt: skip
    said = {code: {"subject": one_line(each[0]), "text": several_lines(each[1])}
            for code, each in (further or {}).items()}  # fmt: skip
    _check(words, said)
    with _pools_of(row):
        known = GroupMessage.objects.filter(event=row, key=key).first()
        if known is not None:
            return known
        people = list(audience_of(event=row, audience=audience, session=session))
        if not people:
            raise NobodyToTell
        by_mail = sum(each.can_be_mailed for each in people)
        message = GroupMessage.objects.create(
            event=row, key=key, audience=audience, session=session, by_mail=by_mail, to_call=len(people) - by_mail,
            sent_at=now, sent_by=by, further=said, **words,
        )  # fmt: skip
        record_for_event(
            event=row, action=Action.WROTE, now=now, by=by,
            data={"message": message.pk, "by_mail": message.by_mail, "to_call": message.to_call},
        )  # fmt: skip
    with suppress(PoolsBusy):
        _write(message, now=now, until=time.monotonic() + WRITES_FOR)
    return message


def continue_messages(*, now: datetime) -> int:
    """Write the letters that are left of messages begun a while ago; return of how many messages all are written."""
    begun = GroupMessage.objects.filter(finished_at__isnull=True, sent_at__lte=now - BEGUN).select_related("sent_by")
    return sum(_continue(message, now) for message in begun.select_related("event__site", "session").order_by("pk"))


def _continue(message: GroupMessage, now: datetime) -> bool:
    try:
        return _write(message, now=now, until=None)
    except PoolsBusy:  # the next round of the clock looks again
        return False


def _write(message: GroupMessage, *, now: datetime, until: float | None) -> bool:
    """Write the letters that are left, a few at a time; say whether none is left. until: of `time.monotonic`."""
    left = list(_left(message).values_list("pk", flat=True))
    for start in range(0, len(left), AT_ONCE):
        if until is not None and time.monotonic() >= until:
            return False
        with _pools_of(message.event):
            for registration in _left(message).filter(pk__in=left[start : start + AT_ONCE]).select_related("offering"):
                registration.event = registration.offering.event = message.event
                _tell(registration, message, message.sent_by, now)
    called = Notice.objects.filter(message=message).count()
    message.by_mail, message.to_call = _told(message).count() - called, called
    message.finished_at = now
    message.save(update_fields=["by_mail", "to_call", "finished_at"])
    return True


def _pools_of(event: Event) -> AbstractContextManager[Any]:
    return locked_pools(CapacityPool.objects.filter(event=event).values_list("pk", flat=True))


def _left(message: GroupMessage) -> Any:
    """Those whom a message is for and who have not been told. Who came after it was sent is not meant."""
    people: Any = audience_of(event=message.event, audience=message.audience, session=message.session)
    return people.filter(created_at__lte=message.sent_at).exclude(pk__in=_told(message).values("registration"))


def _told(message: GroupMessage) -> Any:
    return RegistrationEvent.objects.filter(
        event=message.event, registration__isnull=False, action=Action.WROTE, data__message=message.pk
    )


def _tell(registration: Registration, message: GroupMessage, by: Any, now: datetime) -> None:
    key = f"{registration.uuid}:written:{message.pk}"
    RegistrationEvent.objects.create(
        event_id=registration.event_id, registration=registration, at=now, action=Action.WROTE,
        before=registration.state, after=registration.state, actor=ActorKind.STAFF, user=by,
        tells=MessageKind.FROM_CENTRE, message_key=key, data={"message": message.pk},
    )  # fmt: skip
    tell(registration=registration, kind=MessageKind.FROM_CENTRE, key=key, now=now, news=News(written=message))


def _check(words: dict[str, str], further: dict[str, dict[str, str]]) -> None:
    errors = {name: _("Please write it.") for name in ("subject", "text") if not words[name]}
    if bool(words["subject_en"]) != bool(words["text_en"]):
        missing = "text_en" if words["subject_en"] else "subject_en"
        errors[missing] = _("English needs both a subject and a text.")
    for code, said in further.items():
        errors |= {f"{name}-{code}": _("Please write it.") for name, text in said.items() if not text}
    if errors:
        raise InvalidInput(errors)
