"""What staff decide about one registration."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from events.registration.choices import Action, AllocationState, MessageKind
from events.registration.exceptions import Full, MoveNotAllowed, ReasonMissing
from events.registration.models import Allocation, Registration
from events.registration.news import News
from events.registration.states import State, check_move

from .finding import check_version, locked_registration, was_last_done
from .journal import move_to, record
from .ledger import Ledger
from .placement import Wanted, allocate, confirm, must_wait, wanted_by

ACTIONS = {"confirm": Action.CONFIRMED, "wait": Action.WAITLISTED, "reject": Action.REJECTED}


def decide(
    *, registration: int, decision: Literal["confirm", "wait", "reject"], by: Any, now: datetime, reason: str = "",
    version: int | None = None,
) -> Registration:  # fmt: skip
    """Decide on an application. The same member of staff deciding the same once more changes nothing.

    reason: of a rejection, told in the mail in the registrant's language; may be empty. version: what was seen.

    Raises: Full (there is not room enough, or somebody waits already), MoveNotAllowed, ChangedMeanwhile, PoolsBusy.
    """
    with locked_registration(registration) as (ledger, row):
        if row.state != State.APPLIED and was_last_done(row, action=ACTIONS[decision], by=by):
            return row
        check_version(row, version)
        if row.state != State.APPLIED:
            raise MoveNotAllowed(before=row.state, after=decision)
        if decision == "reject":
            before = move_to(row, State.REJECTED, now=now)
            record(
                registration=row, action=Action.REJECTED, now=now, by=by, before=before, tells=MessageKind.REJECTED,
                news=News(reason=reason, by_staff=True),
            )  # fmt: skip
            return row
        wanted = _wanted(row)
        if decision == "confirm":
            if must_wait(ledger, wanted, fill=row.event.fill, now=now):
                raise Full
            place(ledger, row, wanted, now=now, by=by)
        else:
            put_on_list(ledger, row, wanted, now=now, by=by)
    return row


def place(ledger: Ledger, row: Registration, wanted: list[Wanted], *, now: datetime, by: Any) -> None:
    """Give an applicant the place that the caller saw is free."""
    allocate(ledger, row, [each for each in wanted if each.is_primary], now=now, hold=True)
    confirm(ledger, row, now=now, by=by)


def put_on_list(ledger: Ledger, row: Registration, wanted: list[Wanted], *, now: datetime, by: Any) -> None:
    """Let an applicant wait, behind all who wait already."""
    allocate(ledger, row, wanted, now=now, hold=False)
    before = move_to(row, State.WAITLISTED, now=now)
    record(registration=row, action=Action.WAITLISTED, now=now, by=by, before=before, tells=MessageKind.WAITLISTED)


def _wanted(row: Registration) -> list[Wanted]:
    return wanted_by(row.offering.takes.select_related("pool"), seats=row.seats, needs=row.needs.all())


def override_confirm(
    *, registration: int, by: Any, reason: str, now: datetime, version: int | None = None
) -> Registration:
    """Confirm somebody who waits or has applied, out of turn or beyond the capacity. The log keeps that it was done.

    reason: why, for staff; kept as the note of the registration, so that it is erased with it. version: what was seen.
    The same member of staff doing it once more changes nothing.

    Raises: ReasonMissing, MoveNotAllowed, ChangedMeanwhile, PoolsBusy.
    """
    if not reason.strip():
        raise ReasonMissing
    with locked_registration(registration) as (ledger, row):
        if was_last_done(row, action=Action.OVERRIDE, by=by):
            return row
        check_version(row, version)
        check_move(State(row.state), State.CONFIRMED)
        beyond = _hold_at_any_rate(ledger, row, now)
        row.is_override = True
        row.note = "\n".join(filter(None, (row.note, reason.strip())))[:2000]
        confirm(ledger, row, now=now, by=by, action=Action.OVERRIDE, data={"beyond": beyond})
    return row


def _hold_at_any_rate(ledger: Ledger, row: Registration, now: datetime) -> int:
    """Give the place, raising ceilings where there is no room; return by how many units."""
    queued = list(row.allocations.filter(state=AllocationState.QUEUED, is_primary=True))
    beyond = 0
    for part in queued:
        beyond += _grant(ledger, part.pool_id, part.units)
        ledger.take(part.pool_id, part.units)
    Allocation.objects.filter(pk__in=[part.pk for part in queued]).update(state=AllocationState.HELD, held_at=now)
    if not row.allocations.filter(state=AllocationState.HELD, is_primary=True).exists():
        wanted = [each for each in _wanted(row) if each.is_primary]
        beyond += sum([_grant(ledger, each.pool, each.units) for each in wanted])
        allocate(ledger, row, wanted, now=now, hold=True)
    return beyond


def _grant(ledger: Ledger, pool: int, units: int) -> int:
    return 0 if ledger.has_room(pool, units) else ledger.grant(pool, units)
