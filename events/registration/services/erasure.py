"""Keeping the promise to erase."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Min, Q

from cms.mail.models import Mailing
from events.registration import notifications
from events.registration.choices import Action, ActorKind
from events.registration.exceptions import PoolsBusy
from events.registration.links import erases_at
from events.registration.models import (
    Answer,
    CapacityPool,
    Event,
    GroupMessage,
    Member,
    Need,
    Registration,
    RegistrationEvent,
)
from events.registration.questions import read_schema
from events.registration.states import ACTIVE, State

from .figures import keep_figures
from .finding import locked_registration
from .journal import move_to, record
from .locks import locked_pools
from .placement import is_still_coming, release_all, serve

MAIL_KINDS = "registration."
# Everything on a registration that somebody typed, or that is derived from it, with what remains in its place.
BLANK: dict[str, Any] = {
    "name": "", "kana": "", "email": "", "email_hash": "", "phone": "", "postal_address": "", "organisation_name": "",
    "note": "", "request_hash": "", "duplicate_key": None,
}  # fmt: skip
BLANK_PERSON = {"name": "", "kana": "", "age_band": "", "school_grade": "", "mother_tongue": ""}


def erase_due(*, now: datetime) -> int:
    """Erase the personal data whose promised date has come and leave a report in numbers; return how many
    registrations.

    One transaction per event: numbers and erasure belong together. An event whose pools are busy is left for the next
    time, and one where nothing is due is not locked.
    """
    with_data = Registration.objects.kept().order_by().values("event")
    since = dict(with_data.annotate(since=Min("received_at")).values_list("event", "since"))
    over = Event.objects.filter(pk__in=with_data).filter(Q(ends_at__lt=now) | Q(ends_at__isnull=True))
    _erase_answers_of_the_day(now)
    due = [event for event in over if event.pk in since and erases_at(event, registered_at=since[event.pk]) <= now]
    return sum(_erase_event(event, now) for event in due)


def _erase_answers_of_the_day(now: datetime) -> None:
    """Erase the answers that were promised to be kept until the last date only."""
    answered = Registration.objects.filter(answers__isnull=False).order_by().values("event")
    over = Event.objects.filter(pk__in=answered, ends_at__lt=now).prefetch_related("form_versions")
    for event in over:
        questions = [question for form in event.form_versions.all() for question in read_schema(form.schema)]
        keys = {question.key for question in questions if question.keep == "day"}
        Answer.objects.filter(registration__event=event, question__in=keys).delete()


def _erase_event(event: Event, now: datetime) -> int:
    # Under the pools' locks: a change that is being written must not bring back what was erased.
    try:
        with locked_pools(CapacityPool.objects.filter(event=event).values_list("pk", flat=True)):
            kept = Registration.objects.kept().filter(event=event)
            due = [row for row in kept if erases_at(event, registered_at=row.received_at) <= now]
            if due:
                keep_figures(event=event, registrations=[row.pk for row in due], now=now)
                _erase(due, now, actor=ActorKind.SYSTEM)
                # Staff may have named somebody in what they wrote; the numbers stay.
                no_words = {"subject": "", "text": "", "subject_en": "", "text_en": "", "further": {}}
                GroupMessage.objects.filter(event=event).update(**no_words)
    except PoolsBusy:
        return 0
    return len(due)


def _erase(rows: list[Registration], now: datetime, *, actor: str, by: Any = None) -> None:
    ids = [row.pk for row in rows]
    chosen = Registration.objects.filter(pk__in=ids)
    # Nobody is in an active state after the last date but for lack of a decision: it stays, without a name.
    chosen.update(**BLANK, erased_at=now)
    Member.objects.filter(registration__in=ids).update(**BLANK_PERSON)
    Need.objects.filter(registration__in=ids).delete()
    Answer.objects.filter(registration__in=ids).delete()
    # The outbox erases by itself what has an end; that end must not be later than ours.
    messages = RegistrationEvent.objects.filter(registration__in=ids).exclude(message_key="").values("message_key")
    Mailing.objects.filter(kind__startswith=MAIL_KINDS, key__in=messages, erase_after__gt=now).update(erase_after=now)
    RegistrationEvent.objects.bulk_create(
        RegistrationEvent(
            event_id=row.event_id, registration=row, at=now, action=Action.ERASED, before=row.state, after=row.state,
            actor=actor, user=by,
        )
        for row in rows
    )  # fmt: skip


def erase_now(*, registration: int, by: Any, now: datetime) -> Registration:
    """Erase one registration because the person asks for it; one for what is still to come is cancelled first, without
    a message. by: the member of staff who does it for her; None: she herself. The log keeps which.

    A place that was held when it began stays in the figures as one. Its mails lose their contents and address too; one
    that has not left yet does not leave any more.

    Raises: UnknownPlace, Erased, PoolsBusy.
    """
    with locked_registration(registration) as (ledger, row):
        if row.state in ACTIVE and is_still_coming(row.offering, now=now):
            before = move_to(row, State.CANCELLED, now=now)
            release_all(ledger, row)
            record(registration=row, action=Action.CANCELLED, now=now, by=by, before=before)
            serve(ledger, now=now)
        keep_figures(event=row.event, registrations=[row.pk], now=now, on_request=True)
        _erase([row], now, actor=ActorKind.STAFF if by is not None else ActorKind.CITIZEN, by=by)
        notifications.withdraw_all(row, now=now)
    row.refresh_from_db()
    return row
