"""Offers of a freed place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.choices import Action, ActorKind, MessageKind
from events.registration.exceptions import MoveNotAllowed, OfferExpired, Refused
from events.registration.models import Registration
from events.registration.states import State

from .finding import check_version, locked_registration
from .journal import move_to, record
from .placement import confirm, has_begun, release_all, serve


def accept_offer(*, registration: int, now: datetime, by: Any = None, version: int | None = None) -> Registration:
    """Accept an offered place. Accepting again changes nothing.

    version: what the member of staff saw who accepts for somebody.

    Raises: OfferExpired, MoveNotAllowed, ChangedMeanwhile, PoolsBusy.
    """
    with locked_registration(registration) as (ledger, row):
        if row.state == State.CONFIRMED:
            return row
        check_version(row, version)
        _check_standing(row, State.CONFIRMED, now)
        confirm(ledger, row, now=now, by=by, action=Action.ACCEPTED)
    return row


def decline_offer(*, registration: int, now: datetime, by: Any = None, version: int | None = None) -> Registration:
    """Decline an offered place; the next in line is asked. Declining again changes nothing.

    version: what the member of staff saw who declines for somebody.

    Raises: OfferExpired, MoveNotAllowed, ChangedMeanwhile, PoolsBusy.
    """
    with locked_registration(registration) as (ledger, row):
        if row.state == State.DECLINED:
            return row
        check_version(row, version)
        _check_standing(row, State.DECLINED, now)
        before = move_to(row, State.DECLINED, now=now)
        release_all(ledger, row)
        record(registration=row, action=Action.DECLINED, now=now, by=by, before=before, tells=MessageKind.DECLINED)
        serve(ledger, now=now)
    return row


def _check_standing(row: Registration, wanted: State, now: datetime) -> None:
    if row.state == State.EXPIRED:
        raise OfferExpired
    if row.state != State.OFFERED:
        raise MoveNotAllowed(before=row.state, after=wanted)
    is_late = row.offer_expires_at is not None and now >= row.offer_expires_at
    if is_late or has_begun(row.offering, now=now):  # the date may have been moved to an earlier time
        raise OfferExpired


def expire_offers(*, now: datetime) -> int:
    """Take back offers whose time is over and ask the next in line; return how many were taken back."""
    due = Registration.objects.filter(state=State.OFFERED, offer_expires_at__lte=now).order_by("offer_expires_at")
    return sum(_expire(pk, now) for pk in list(due.values_list("pk", flat=True)))


def _expire(pk: int, now: datetime) -> bool:
    try:
        with locked_registration(pk) as (ledger, row):
            if row.state != State.OFFERED or row.offer_expires_at is None or row.offer_expires_at > now:
                return False
            before = move_to(row, State.EXPIRED, now=now)
            release_all(ledger, row)
            record(
                registration=row, action=Action.EXPIRED, now=now, actor=ActorKind.SYSTEM, before=before,
                tells=MessageKind.OFFER_EXPIRED,
            )  # fmt: skip
            serve(ledger, now=now)
    except Refused:  # busy: the next round of the clock looks again
        return False
    return True
