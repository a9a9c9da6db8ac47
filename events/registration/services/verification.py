"""Confirming a mail address."""

from __future__ import annotations

from datetime import datetime

from events.registration.choices import Action, ActorKind, AllocationState, MessageKind, Selection
from events.registration.exceptions import AddressNotConfirmedInTime, Refused
from events.registration.models import Registration
from events.registration.states import TERMINAL, State

from .finding import locked_registration
from .journal import move_to, record
from .placement import confirm, release_all, serve


def verify(*, registration: int, now: datetime) -> Registration:
    """Note that the link in the mail was used. Where the event asks for that first, the place becomes certain.

    Using it again changes nothing.

    Raises: AddressNotConfirmedInTime, PoolsBusy.
    """
    with locked_registration(registration) as (ledger, row):
        if row.state == State.EXPIRED:
            raise AddressNotConfirmedInTime
        if row.verified_at is not None or row.state in TERMINAL:
            return row
        if row.state != State.UNVERIFIED:
            row.verified_at = now
            # Where an address is confirmed first, a new one is not told how the registration stands before.
            tells = MessageKind.CHANGED if row.event.verify_first else ""
            record(registration=row, action=Action.VERIFIED, now=now, before=row.state, tells=tells)
            return row
        if row.verify_by is not None and now >= row.verify_by:
            raise AddressNotConfirmedInTime
        row.verified_at = now
        if row.event.selection != Selection.FIRST_COME:
            _settle(row, State.APPLIED, MessageKind.APPLIED, now)
        elif row.allocations.filter(state=AllocationState.QUEUED, is_primary=True).exists():
            _settle(row, State.WAITLISTED, MessageKind.WAITLISTED, now)
        else:
            confirm(ledger, row, now=now, action=Action.VERIFIED)
    return row


def _settle(row: Registration, state: State, tells: str, now: datetime) -> None:
    before = move_to(row, state, now=now)
    record(registration=row, action=Action.VERIFIED, now=now, before=before, tells=tells)


def expire_unverified(*, now: datetime) -> int:
    """Free the places whose address was not confirmed in time; return how many."""
    due = Registration.objects.filter(state=State.UNVERIFIED, verify_by__lte=now).order_by("verify_by")
    return sum(_expire(pk, now) for pk in list(due.values_list("pk", flat=True)))


def _expire(pk: int, now: datetime) -> bool:
    try:
        with locked_registration(pk) as (ledger, row):
            if row.state != State.UNVERIFIED or row.verify_by is None or row.verify_by > now:
                return False
            before = move_to(row, State.EXPIRED, now=now)
            release_all(ledger, row)
            record(registration=row, action=Action.EXPIRED, now=now, actor=ActorKind.SYSTEM, before=before)
            serve(ledger, now=now)
    except Refused:  # busy or gone: the next round of the clock looks again
        return False
    return True
