"""Offers of a freed place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Registration


def accept_offer(*, registration: int, now: datetime, by: Any = None) -> Registration:
    """Accept an offered place.

    Raises: OfferExpired, MoveNotAllowed, PoolsBusy.
    """
    raise NotImplementedError


def decline_offer(*, registration: int, now: datetime, by: Any = None) -> Registration:
    """Decline an offered place; the next in line is asked.

    Raises: OfferExpired, MoveNotAllowed, PoolsBusy.
    """
    raise NotImplementedError


def expire_offers(*, now: datetime) -> int:
    """Take back offers whose time is over and ask the next in line; return how many were taken back."""
    raise NotImplementedError
