"""Changing a registration that stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Registration
from events.registration.party import Party


def change(
    *, registration: int, party: Party, now: datetime, by: Any = None, version: int | None = None
) -> Registration:
    """Change names, contact, needs, answers and the number of people; the place and the number in the queue stay.

    More people than fit is refused and nothing changes; fewer people give the rest to who waits.

    Raises: NoMoreRoom, InvalidInput, PartyTooSmall, PartyTooLarge, AlreadyRegistered, ChangedMeanwhile, MoveNotAllowed,
    RegistrationClosed (after the start), Erased, PoolsBusy.
    """
    raise NotImplementedError


def give_back(
    *, registration: int, members: list[int], now: datetime, by: Any = None, version: int | None = None
) -> Registration:
    """Give back the places of some people of a party (ids of members); all of them is a cancellation.

    Raises: UnknownPlace, ChangedMeanwhile, MoveNotAllowed, Erased, PoolsBusy.
    """
    raise NotImplementedError


def move(
    *,
    registration: int,
    offering: int,
    now: datetime,
    by: Any = None,
    may_wait: bool = False,
    version: int | None = None,
) -> Registration:
    """Move a registration to another offering of the same event, with a new number in its queue.

    Unless `may_wait`, a move to an offering without room is refused and the old place is kept.

    Raises: Full, UnknownPlace, RegistrationClosed, EventNotHeld, AlreadyRegistered, MoveNotAllowed, ChangedMeanwhile,
    Erased, PoolsBusy.
    """
    raise NotImplementedError
