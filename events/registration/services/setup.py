"""Making an event bookable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cms.core.generations import replace_after_commit
from events.registration import announcing, spans
from events.registration.choices import (
    EventStatus,
    LanguageUse,
    OfferingKind,
    PoolKind,
    PoolUnit,
    Selection,
    SessionStatus,
)
from events.registration.exceptions import NumberThere, QuestionsNotComplete
from events.registration.models import CapacityPool, Event, EventLanguage, FormVersion, Offering, OfferingPool, Session
from events.registration.models.places import LANGUAGE_PREFIX
from events.registration.models.sessions import new_ical_uid
from events.registration.questions import problems, read_schema
from events.registration.signals import facts_changed

from .drawing import commit_draw

# What belongs to one event alone and does not come along when another is set up like it.
NOT_COPIED = {
    "id", "page_key", "status", "opens_at", "closes_at", "cancelled_at", "notice", "notice_en", "version",
    "created_at", "updated_at", "starts_at", "ends_at", "recording_url", "online_url",
}  # fmt: skip
COPIED_RELATIONS = ("organisers", "languages", "desks", "chapters")


@transaction.atomic
def set_up(*, page_key: UUID, site: Any, kind: str, **facts: Any) -> Event:
    """Return the event of a page family, made with `facts` (fields of `Event`) when there is none yet."""
    event, made = Event.objects.get_or_create(page_key=page_key, defaults={"site": site, "kind": kind, **facts})
    if made:
        facts_changed.send(Event, page_keys=[page_key])
    return event


def announce(*, event: Event, now: datetime) -> Event:
    """Let a prepared event take place: its page shows its facts and registration follows its rules.

    A draw gets its commitment now, before anybody can apply. Announcing again changes nothing.
    """
    with transaction.atomic():
        is_new = Event.objects.filter(pk=event.pk, status=EventStatus.DRAFT).update(status=EventStatus.SCHEDULED)
        event.refresh_from_db(fields=["status"])
        if is_new:
            replace_after_commit(spans.of_event(event))  # lists remember which events they show
            announcing.facts_announced(event, now=now)
        if event.selection == Selection.LOTTERY:
            for offering in event.offerings.values_list("pk", flat=True):
                commit_draw(offering=offering, now=now)
    return event


@transaction.atomic
def add_offering(
    *, event: Event, sessions: Sequence[Session], capacity: int | None, unit: str = PoolUnit.PERSON,
    kind: str = OfferingKind.SESSION, pools: Sequence[CapacityPool] = (), when_needed: Sequence[CapacityPool] = (),
    **facts: Any,
) -> Offering:  # fmt: skip
    """Make something bookable: an offering for some dates, with a pool of its own unless it takes from given ones.

    capacity, unit: of its own pool; unused when `pools` are given. when_needed: pools that are taken only when asked
    for, such as interpreters. facts: fields of `Offering`.
    """
    position = (event.offerings.aggregate(last=Max("position"))["last"] or 0) + 1
    offering = Offering.objects.create(event=event, kind=kind, **({"position": position} | facts))
    offering.sessions.set(sessions)
    own = list(pools) or [
        CapacityPool.objects.create(
            event=event, kind=PoolKind.SEAT, key=f"seat:{offering.pk}", unit=unit, capacity=capacity
        )
    ]
    rows = [OfferingPool(offering=offering, pool=pool) for pool in own]
    rows += [OfferingPool(offering=offering, pool=pool, when_needed=True) for pool in when_needed]
    OfferingPool.objects.bulk_create(rows)
    return offering


@transaction.atomic
def add_interpreters(*, event: Event, language: str, capacity: int | None) -> CapacityPool:
    """Return the pool of interpreters of a language, one per party, taken by every offering when asked for.

    Raises NumberThere where it is there with another capacity.
    """
    pool, made = CapacityPool.objects.get_or_create(
        event=event, key=f"{LANGUAGE_PREFIX}{language}",
        defaults={"kind": PoolKind.INTERPRETER, "unit": PoolUnit.PARTY, "capacity": capacity},
    )  # fmt: skip
    if not made and pool.capacity != capacity:
        raise NumberThere
    if made:
        # Lists, filters and pages tell of a language by its row, not by its interpreters.
        EventLanguage.objects.get_or_create(event=event, code=language, use=LanguageUse.INTERPRETED)
    for offering in event.offerings.all():
        OfferingPool.objects.get_or_create(offering=offering, pool=pool, defaults={"when_needed": True})
    return pool


@transaction.atomic
def add_childcare(*, event: Event, capacity: int | None) -> CapacityPool:
    """Return the pool of childcare, one per child, taken by every offering when asked for.

    Raises NumberThere where it is there with another capacity.
    """
    pool, made = CapacityPool.objects.get_or_create(
        event=event, key="childcare",
        defaults={"kind": PoolKind.CHILDCARE, "unit": PoolUnit.PERSON, "capacity": capacity},
    )  # fmt: skip
    if not made and pool.capacity != capacity:
        raise NumberThere
    for offering in event.offerings.all():
        OfferingPool.objects.get_or_create(offering=offering, pool=pool, defaults={"when_needed": True})
    return pool


@transaction.atomic
def set_up_like(*, original: Event, page_key: UUID, first_day: date | None = None) -> Event:
    """Make an event for another page family with the same rules, dates, offerings, capacities, desks and questions.

    first_day: on which its first date is, by its own clock. All dates move by as many days and keep their times; None
    keeps the days of the original.
    No registration comes along; registration windows, notice and addresses of meeting and recording start empty, and
    it is in preparation. A family that has an event keeps it.
    """
    known = Event.objects.filter(page_key=page_key).first()
    if known is not None:
        return known
    event = Event.objects.create(page_key=page_key, **_fields(original, NOT_COPIED))
    for relation in COPIED_RELATIONS:
        model = getattr(original, relation).model
        rows = getattr(original, relation).all()
        model.objects.bulk_create(model(event=event, **_fields(row, {"id", "event_id"})) for row in rows)
    dates = list(original.sessions.all())
    days = _days_between(original, dates, first_day)
    sessions = {row.pk: _copy_session(row, event, days=days) for row in dates}
    pools = {
        row.pk: CapacityPool.objects.create(
            event=event, **_fields(row, {"id", "event_id", "held", "ceiling", "next_seq", "last_arrival_at"})
        )
        for row in original.pools.all()
    }
    for offering in original.offerings.prefetch_related("sessions", "takes"):
        facts = _fields(offering, {"id", "event_id", "is_cancelled", "is_closed"})
        copy = Offering.objects.create(event=event, **facts)
        copy.sessions.set([sessions[row.pk] for row in offering.sessions.all()])
        OfferingPool.objects.bulk_create(
            OfferingPool(offering=copy, pool=pools[take.pool_id], when_needed=take.when_needed)
            for take in offering.takes.all()
        )
    form = original.form_versions.first()
    if form is not None:
        FormVersion.objects.create(event=event, number=1, schema=form.schema, created_at=form.created_at)
    facts_changed.send(Event, page_keys=[page_key])
    return event


def _days_between(original: Event, dates: Sequence[Session], first_day: date | None) -> timedelta:
    if first_day is None or not dates:
        return timedelta(0)
    return first_day - min(row.starts_at for row in dates).astimezone(original.zone).date()


def _copy_session(row: Session, event: Event, *, days: timedelta) -> Session:
    facts = _fields(row, {"id", "event_id", "status", "moved_from", "ical_uid", "ical_sequence"})
    for name in ("starts_at", "ends_at"):
        # Two in the afternoon stays two in the afternoon where the clock is put forward meanwhile.
        on_the_wall = facts[name].astimezone(event.zone).replace(tzinfo=None)
        facts[name] = (on_the_wall + days).replace(tzinfo=event.zone)
    return Session.objects.create(event=event, status=SessionStatus.SCHEDULED, ical_uid=new_ical_uid(), **facts)


def _fields(row: Any, besides: set[str]) -> dict[str, Any]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in besides
    }


@transaction.atomic
def publish_form(*, event: Event, questions: Sequence[Mapping[str, Any]], by: Any, now: datetime) -> FormVersion:
    """Publish the next version of an event's questions (in the form of `questions.Question.as_json`).

    Registrations keep the version they were made with. The same questions again are the same version.

    Raises: QuestionsNotComplete.
    """
    read = read_schema(questions)
    if lacking := problems(read):
        raise QuestionsNotComplete(lacking)
    # Whoever publishes at the same moment waits here for the number.
    Event.objects.select_for_update().get(pk=event.pk)
    schema = [question.as_json() for question in read]
    last = event.form_versions.first()
    if last is not None and last.schema == schema:
        return last
    return FormVersion.objects.create(
        event=event, number=last.number + 1 if last else 1, schema=schema, created_at=now, created_by=by
    )
