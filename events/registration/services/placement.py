"""Places given, waited for and freed. Everything here is called by a service that holds the pools' locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from cms.core.json_rows import key_list, keys_as_json
from cms.core.statements import Statement
from events.registration.choices import (
    Action,
    ActorKind,
    AllocationState,
    Fill,
    MessageKind,
    NeedKind,
    PoolUnit,
    Waitlist,
)
from events.registration.models import Allocation, CapacityPool, Offering, OfferingPool, Registration
from events.registration.states import State

from .journal import move_to, record
from .ledger import Ledger


@dataclass(frozen=True)
class Wanted:
    """So many units of a pool. is_primary: without it there is no place; otherwise it is waited for with a place."""

    pool: int
    units: int
    is_primary: bool


_TAKES_OF_EVENT = Statement(
    lambda event: OfferingPool.objects.filter(offering__event=event).values_list("offering_id", "pool_id"), event=int
)


def pools_of(offering: Offering) -> list[int]:
    """Return the pools that a change of this offering can reach: its own, and those of offerings that share one.

    Freeing a place in one pool may let somebody in who also needs another; so all of them are locked together.
    """
    together: dict[int, set[int]] = defaultdict(set)
    for offering_id, pool_id in _TAKES_OF_EVENT(event=offering.event_id):
        together[offering_id].add(pool_id)
    reached = set(together[offering.pk])
    while more := {pool for pools in together.values() if pools & reached for pool in pools} - reached:
        reached |= more
    return sorted(reached)


def wanted_by(takes: Iterable[OfferingPool], *, seats: int, needs: Iterable[Any]) -> list[Wanted]:
    """Return what a party takes: from each pool that is always taken, and for each need from the pool that serves it.

    needs: things with kind, language and count, rows or what was asked.
    """
    asked = list(needs)
    wanted = []
    for take in takes:
        pool: CapacityPool = take.pool
        if not take.when_needed:
            wanted.append(Wanted(pool.pk, pool.units_for(seats), True))
            continue
        served = [need for need in asked if pool.serves(kind=need.kind, language=need.language)]
        if served:
            wanted.append(Wanted(pool.pk, _units(pool, served[0], seats), False))
    return wanted


def _units(pool: CapacityPool, need: Any, seats: int) -> int:
    if pool.unit == PoolUnit.PARTY:
        return 1
    return need.count if need.kind == NeedKind.CHILDCARE else seats


def queue_order(rows: Any) -> Any:
    """Put allocations in the order in which the queue is served."""
    return rows.order_by("arrived_at", "registration_id", "pk")


def _waited_for(pools: str, **earlier: datetime) -> QuerySet[Offering]:
    """What those want who wait for a place at some pools; `pools` as `keys_as_json`, `earlier` of the allocations."""
    before = Allocation.objects.filter(
        pool__in=key_list(pools), state=AllocationState.QUEUED, is_primary=True, **earlier
    )
    wanted = Offering.objects.filter(pk__in=before.values("registration__offering"))
    return wanted.select_related("event").prefetch_related("sessions")


_WAITED_FOR = Statement(_waited_for, pools=str)
_WAITED_FOR_EARLIER = Statement(_waited_for, pools=str, arrived_at__lte=datetime)


def must_wait(
    ledger: Ledger, wanted: Iterable[Wanted], *, fill: str, now: datetime, arrived_at: datetime | None = None
) -> bool:
    """Whether a party cannot have its place at once: too little is free, or somebody came before (strict filling).

    arrived_at: of a call or FAX that is typed in later; only who waits since before then is before it.
    """
    primary = [each for each in wanted if each.is_primary]
    if not all(ledger.has_room(each.pool, each.units) for each in primary):
        return True
    if fill != Fill.STRICT:
        return False
    pools = keys_as_json(each.pool for each in primary)
    if arrived_at is None:
        waited_for = _WAITED_FOR(pools=pools)
    else:
        waited_for = _WAITED_FOR_EARLIER(pools=pools, arrived_at__lte=arrived_at)
    # Who waits for what has begun waits for nothing any more.
    return any(is_still_coming(offering, now=now) for offering in waited_for)


def allocate(
    ledger: Ledger, registration: Registration, wanted: Iterable[Wanted], *, now: datetime, hold: bool,
    arrived_at: datetime | None = None,
) -> list[Allocation]:  # fmt: skip
    """Write what a party has or waits for. Without a place, nothing but the place is waited for.

    hold: the primary pools give it; the caller has looked. arrived_at: where it stands in the queue; now when None.
    Who needs an interpreter that is not free has her place and waits for the interpreter.
    """
    chosen = [each for each in wanted if hold or each.is_primary]
    arrived_at = arrived_at or ledger.arrival([each.pool for each in chosen], now)
    rows = []
    for each in chosen:
        held = hold if each.is_primary else ledger.has_room(each.pool, each.units) and not _is_waited_for(each.pool)
        if held:
            ledger.take(each.pool, each.units)
        rows.append(
            Allocation(
                registration=registration,
                pool=ledger.pools[each.pool],
                units=each.units,
                state=AllocationState.HELD if held else AllocationState.QUEUED,
                seq=ledger.next_number(each.pool),
                arrived_at=arrived_at,
                held_at=now if held else None,
                is_primary=each.is_primary,
            )
        )
    return Allocation.objects.bulk_create(rows)


def _is_waited_for(pool: int) -> bool:
    return Allocation.objects.filter(pool=pool, state=AllocationState.QUEUED).exists()


def release(ledger: Ledger, rows: Iterable[Allocation]) -> None:
    """Give back what was held, and leave the queue."""
    for row in rows:
        if row.state == AllocationState.HELD:
            ledger.put_back(row.pool_id, row.units)
        row.state = AllocationState.RELEASED
        row.save(update_fields=["state"])


def release_all(ledger: Ledger, registration: Registration) -> None:
    release(ledger, registration.allocations.exclude(state=AllocationState.RELEASED))


def serve(ledger: Ledger, *, now: datetime) -> list[Registration]:
    """Give what is free to who waits; return the registrations that got something.

    Strict filling stops at each pool at the first who does not fit; the other kind goes on to the next whom it fits.
    Nobody is let in to what has begun, or is not held.
    """
    if not ledger.anything_free:
        return []
    served = _serve_places(ledger, now)
    return served + _serve_needs(ledger, now)


def _serve_places(ledger: Ledger, now: datetime) -> list[Registration]:
    served = []
    for parts in fitting(ledger, now=now):
        _let_in(ledger, parts[0].registration, parts, now)
        served.append(parts[0].registration)
    return served


def fitting(ledger: Ledger, *, now: datetime) -> Iterator[list[Allocation]]:
    """Yield what each party waits for that can have its place now, in the order of the queue.

    Who takes it from the ledger before asking for the next gets all that can be let in; nothing is written here.
    """
    queued = Allocation.objects.filter(pool__in=list(ledger.pools), state=AllocationState.QUEUED, is_primary=True)
    rows = queue_order(queued.select_related("registration__offering__event__site", "registration__event__site"))
    coming: dict[int, bool] = {}
    blocked: set[int] = set()
    by_registration: dict[int, list[Allocation]] = {}
    for row in rows:
        by_registration.setdefault(row.registration_id, []).append(row)
    for parts in by_registration.values():
        registration = parts[0].registration
        offering = registration.offering
        if offering.pk not in coming:
            coming[offering.pk] = is_still_coming(offering, now=now)
        if not coming[offering.pk]:
            continue
        pools = {part.pool_id for part in parts}
        if not pools & blocked and all(ledger.has_room(part.pool_id, part.units) for part in parts):
            yield parts
        elif registration.event.fill == Fill.STRICT:
            blocked |= pools
        if blocked >= set(ledger.pools) or not ledger.anything_free:
            return


def is_still_coming(offering: Offering, *, now: datetime) -> bool:
    """Whether a place in it is still worth having."""
    event = offering.event
    if offering.is_cancelled or event.is_cancelled or event.is_over(at=now):
        return False
    return not has_begun(offering, now=now)


def has_begun(offering: Offering, *, now: datetime) -> bool:
    """Whether the first of its dates has started."""
    start = offering.first_start
    return start is not None and start <= now


def _let_in(ledger: Ledger, registration: Registration, parts: Sequence[Allocation], now: datetime) -> None:
    """Give the first in line her place: for good, as an offer, or kept until her address is confirmed."""
    for part in parts:
        ledger.take(part.pool_id, part.units)
        part.state, part.held_at = AllocationState.HELD, now
        part.save(update_fields=["state", "held_at"])
    if registration.state == State.UNVERIFIED:
        return
    if registration.event.waitlist == Waitlist.OFFER:
        before = move_to(registration, State.OFFERED, now=now)
        registration.offer_expires_at = offer_ends(registration, now=now)
        record(
            registration=registration, action=Action.OFFERED, now=now, actor=ActorKind.SYSTEM, before=before,
            tells=MessageKind.OFFERED,
        )  # fmt: skip
        return
    confirm(ledger, registration, now=now, actor=ActorKind.SYSTEM)


def offer_ends(registration: Registration, *, now: datetime) -> datetime:
    """Return until when an offer made now can be accepted: the hours of the event, but not beyond the start."""
    ends = now + timedelta(hours=registration.event.offer_hours)
    start = registration.offering.first_start
    return ends if start is None else min(ends, start)


def confirm(
    ledger: Ledger, registration: Registration, *, now: datetime, by: Any = None, actor: str = ActorKind.CITIZEN,
    action: str = Action.CONFIRMED, data: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Make a place certain: it is held already. What is needed besides it is asked for now."""
    before = move_to(registration, State.CONFIRMED, now=now)
    ask_for_needs(ledger, registration, now=now)
    record(
        registration=registration, action=action, now=now, by=by, actor=actor, before=before,
        tells=MessageKind.CONFIRMED, data=data,
    )  # fmt: skip


def ask_for_needs(ledger: Ledger, registration: Registration, *, now: datetime) -> None:
    """Take, or queue for, what a party with a place needs besides it and has not asked for yet."""
    takes = registration.offering.takes.select_related("pool")
    has = set(registration.allocations.exclude(state=AllocationState.RELEASED).values_list("pool_id", flat=True))
    wanted = wanted_by(takes, seats=registration.seats, needs=registration.needs.all())
    missing = [each for each in wanted if not each.is_primary and each.pool not in has]
    allocate(ledger, registration, missing, now=now, hold=True)


def _serve_needs(ledger: Ledger, now: datetime) -> list[Registration]:
    """Give freed interpreters and the like to those with a place who wait for them."""
    queued = Allocation.objects.filter(
        pool__in=list(ledger.pools), state=AllocationState.QUEUED, is_primary=False, registration__state=State.CONFIRMED
    )
    rows = queue_order(queued.select_related("registration__offering__event", "registration__event"))
    blocked: set[int] = set()
    met: dict[int, tuple[Registration, list[int]]] = {}
    for row in rows:
        if row.pool_id in blocked or not is_still_coming(row.registration.offering, now=now):
            continue
        if not ledger.has_room(row.pool_id, row.units):
            if row.registration.event.fill == Fill.STRICT:
                blocked.add(row.pool_id)
            continue
        ledger.take(row.pool_id, row.units)
        row.state, row.held_at = AllocationState.HELD, now
        row.save(update_fields=["state", "held_at"])
        met.setdefault(row.registration_id, (row.registration, []))[1].append(row.pool_id)
    for registration, pools in met.values():
        record(
            registration=registration, action=Action.NEED_MET, now=now, actor=ActorKind.SYSTEM,
            before=registration.state, tells=MessageKind.NEED_MET, data={"pools": pools},
        )  # fmt: skip
    return [registration for registration, _pools in met.values()]
