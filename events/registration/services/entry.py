"""Coming in: registrations from everywhere, and people who simply turn up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.choices import Source
from events.registration.outcomes import Registered
from events.registration.party import Party


def register(
    *,
    offering: int,
    idem_key: str,
    party: Party,
    locale: str,
    now: datetime,
    source: str = Source.WEB,
    by: Any = None,
    received_at: datetime | None = None,
    may_wait: bool = True,
) -> Registered:
    """Register a party; the place is decided here and now.

    offering: id. idem_key: issued with the form, 16 to 64 characters; sending the same again returns the same
    registration. locale: the language of all messages. received_at: when a call or FAX arrived, for what staff type
    in; it gets the place in the queue that it would have had then, and the deadline is looked at for that time.
    may_wait: False refuses with `Full` in place of the waiting list.

    Raises: IdempotencyConflict, InvalidInput, NoRegistrationHere, NotOpenYet, RegistrationClosed, EventNotHeld,
    UnknownPlace, PartyTooSmall, PartyTooLarge, AlreadyRegistered, Full, PoolsBusy.
    """
    raise NotImplementedError


def walk_in(
    *, session: int, party: Party, idem_key: str, by: Any, now: datetime, beyond_capacity: bool = False
) -> Registered:
    """Give people who turn up on the day a place, and check them in at once.

    session: id. beyond_capacity: staff say that there is room although all places are given; it is logged as an
    override.

    Raises: Full, EventNotHeld, UnknownPlace, InvalidInput, IdempotencyConflict, PoolsBusy.
    """
    raise NotImplementedError
