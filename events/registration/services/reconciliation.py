"""Looking whether all that must hold holds. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from cms.mail.models import Mailing
from events.registration.choices import AllocationState, Fill, MessageKind, Selection, Source
from events.registration.codes import is_valid
from events.registration.models import (
    Allocation,
    CapacityPool,
    Event,
    Member,
    Notice,
    Registration,
    RegistrationEvent,
)
from events.registration.outcomes import Violation
from events.registration.states import State

from .erasure import BLANK, BLANK_PERSON, MAIL_KINDS
from .ledger import Ledger
from .locks import locked_pools
from .placement import fitting, is_still_coming

# What a registration has of its place in each state.
HAS: dict[State, set[str]] = {
    State.CONFIRMED: {AllocationState.HELD},
    State.OFFERED: {AllocationState.HELD},
    State.WAITLISTED: {AllocationState.QUEUED},
    State.UNVERIFIED: {AllocationState.HELD, AllocationState.QUEUED},
}
T = TypeVar("T")
# So many messages are looked up by their keys at once.
AT_ONCE = 500


def reconcile(*, now: datetime, event: int | None = None) -> Sequence[Violation]:
    """Return what does not hold, of one event or of all; nothing is changed.

    Each event is looked at while its pools are locked, so that nobody is seen halfway. The names are those of the
    invariants: I1 the counters, I2 keys and codes, I3 the order of arrival, I4 nobody waits who would fit, I5 one line
    of the log for each move and one message for each that tells, I9 no message without its line, I10 nothing is left
    after an erasure. I6 is all of them after a crash; I7 and I8 are held by the database, where an event has one key.
    For I9 the outbox is read once, before the events: what is put there meanwhile is for the next time.

    Raises: PoolsBusy.
    """
    events = Event.objects.filter(pk=event) if event is not None else Event.objects.order_by("pk")
    untold = _untold(events)
    found: list[Violation] = []
    for row in events:
        with locked_pools(CapacityPool.objects.filter(event=row).values_list("pk", flat=True)) as ledger:
            for check in (_counters, _keys, _order, _queue, _places, _log, _messages, _erased):
                found += check(row, ledger, now)
            found += _without_line(untold.get(row.pk, ()))
    return found


def _untold(events: QuerySet[Event]) -> dict[int, list[str]]:
    """Return the keys of mails of which no line of the log tells, by the event: one look at the whole outbox.

    Message and line are written in one transaction, so nobody is seen between the two.
    """
    line = RegistrationEvent.objects.exclude(message_key="").filter(message_key=OuterRef("key"))
    mails = Mailing.objects.filter(
        ~Exists(line), kind__startswith=MAIL_KINDS, site__in=events.order_by().values("site")
    )
    keys: dict[UUID, list[str]] = {}
    for key in mails.order_by("pk").values_list("key", flat=True):
        with suppress(ValueError):  # of something else than a registration
            keys.setdefault(UUID(key.partition(":")[0]), []).append(key)
    found: dict[int, list[str]] = {}
    for uuids in _some(keys):
        rows = Registration.objects.filter(uuid__in=uuids, event__in=events.order_by().values("pk"))
        for uuid, event in rows.values_list("uuid", "event"):
            found.setdefault(event, []).extend(keys[uuid])
    return found


def _some(keys: Iterable[T]) -> Iterator[list[T]]:
    known = list(keys)
    return (known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE))


def _without_line(keys: Iterable[str]) -> Iterator[Violation]:
    for key in keys:
        yield Violation(name="I9", where=key, says="a message without a line of the log")


def _counters(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    given = dict(
        Allocation.objects.filter(pool__in=list(ledger.pools), state=AllocationState.HELD)
        .order_by()
        .values_list("pool")
        .annotate(units=Sum("units"))
    )
    for pk, pool in ledger.pools.items():
        if pool.held != given.get(pk, 0):
            yield Violation(name="I1", where=f"pool {pk}", says=f"held is {pool.held}, given are {given.get(pk, 0)}")
        if pool.ceiling is not None and pool.held > pool.ceiling:
            yield Violation(name="I1", where=f"pool {pk}", says=f"held is {pool.held}, above {pool.ceiling}")


def _keys(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    seen: set[str] = set()
    for pk, key, code in Registration.objects.filter(event=event).values_list("pk", "idem_key", "code"):
        if key in seen:
            yield Violation(name="I2", where=f"registration {pk}", says="its key was used before")
        if not is_valid(code):
            yield Violation(name="I2", where=f"registration {pk}", says="its code has a wrong check letter")
        seen.add(key)


def _order(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """First come first served with strict filling: nobody got a place while somebody before her waited."""
    if event.selection != Selection.FIRST_COME or event.fill != Fill.STRICT:
        return
    rows = Allocation.objects.filter(pool__in=list(ledger.pools), is_primary=True).select_related(
        "registration__offering__event"
    )
    queued = [
        row for row in rows.filter(state=AllocationState.QUEUED) if is_still_coming(row.registration.offering, now=now)
    ]
    for waits in queued:
        since = max(waits.arrived_at, waits.registration.created_at)
        ahead = Q(arrived_at__gt=waits.arrived_at) | Q(
            arrived_at=waits.arrived_at, registration_id__gt=waits.registration_id
        )
        overtook = rows.filter(ahead, pool=waits.pool_id, state=AllocationState.HELD, held_at__gt=since)
        overtook = overtook.exclude(registration__is_override=True).exclude(registration__source=Source.WALK_IN)
        for row in overtook[:1]:
            yield Violation(
                name="I3", where=f"registration {row.registration_id}",
                says=f"has a place in pool {row.pool_id} before registration {waits.registration_id}",
            )  # fmt: skip


def _queue(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    if not ledger.anything_free:
        return
    for parts in fitting(ledger, now=now):
        yield Violation(name="I4", where=f"registration {parts[0].registration_id}", says="waits and would fit")
        return


def _places(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """What each registration has fits its state and its people."""
    rows = Registration.objects.filter(event=event).prefetch_related("allocations__pool", "members")
    for row in rows:
        parts = [part for part in row.allocations.all() if part.state != AllocationState.RELEASED]
        states = {part.state for part in parts if part.is_primary}
        allowed = HAS.get(State(row.state), set())
        if not states <= allowed or len(states) > 1 or (allowed and not states):
            yield Violation(name="I1", where=f"registration {row.pk}", says=f"{row.state} with {sorted(states)}")
        if any(part.is_primary and part.units != part.pool.units_for(row.seats) for part in parts):
            yield Violation(name="I1", where=f"registration {row.pk}", says="has another number of units than people")
        people = sum(member.cancelled_at is None for member in row.members.all())
        if row.is_active and people != row.seats:
            yield Violation(name="I1", where=f"registration {row.pk}", says=f"{people} people on {row.seats} places")


def _log(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    """The lines of the log lead from move to move, without a gap, to the present state."""
    last: dict[int, str] = {}
    lines = RegistrationEvent.objects.filter(event=event, registration__isnull=False).order_by("pk")
    for registration, before, after in lines.values_list("registration", "before", "after"):
        if last.get(registration, "") != before:
            yield Violation(name="I5", where=f"registration {registration}", says=f"the log has a gap before {after}")
        last[registration] = after
    for pk, state in Registration.objects.filter(event=event).values_list("pk", "state"):
        if last.get(pk) != state:
            yield Violation(name="I5", where=f"registration {pk}", says=f"is {state}, the log says {last.get(pk)}")


def _messages(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    told = dict(
        RegistrationEvent.objects.filter(event=event).exclude(message_key="").values_list("message_key", "tells")
    )
    written: dict[str, int] = {}
    mails = Mailing.objects.filter(kind__in=[f"{MAIL_KINDS}{kind}" for kind in MessageKind], site=event.site_id)
    for keys in _some(told):
        for key in mails.filter(key__in=keys).values_list("key", flat=True):
            written[key] = written.get(key, 0) + 1
    for key in Notice.objects.filter(registration__event=event).values_list("key", flat=True):
        written[key] = written.get(key, 0) + 1
    for key, kind in told.items():
        if written.get(key) != 1:
            yield Violation(name="I5", where=key, says=f"{written.get(key, 0)} messages for one line that tells {kind}")
    yield from _without_line(written.keys() - told.keys())


def _erased(event: Event, ledger: Ledger, now: datetime) -> Iterator[Violation]:
    gone = Registration.objects.filter(event=event, erased_at__isnull=False)
    for field, blank in BLANK.items():
        left = gone.filter(**{f"{field}__isnull": False}) if blank is None else gone.exclude(**{field: blank})
        for pk in left.values_list("pk", flat=True):
            yield Violation(name="I10", where=f"registration {pk}", says=f"{field} was not erased")
    for relation in ("needs", "answers"):
        for pk in gone.filter(**{f"{relation}__isnull": False}).distinct().values_list("pk", flat=True):
            yield Violation(name="I10", where=f"registration {pk}", says=f"{relation} were not erased")
    for field, blank in BLANK_PERSON.items():
        people = Member.objects.filter(registration__in=gone).exclude(**{field: blank})
        for pk in people.order_by().values_list("registration", flat=True).distinct():
            yield Violation(name="I10", where=f"registration {pk}", says=f"{field} of people was not erased")
