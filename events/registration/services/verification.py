"""Confirming a mail address."""

from __future__ import annotations

from datetime import datetime

from events.registration.models import Registration


def verify(*, registration: int, now: datetime) -> Registration:
    """Note that the link in the mail was used. Where the event asks for that first, the place becomes certain.

    Raises: AddressNotConfirmedInTime, PoolsBusy.
    """
    raise NotImplementedError


def expire_unverified(*, now: datetime) -> int:
    """Free the places whose address was not confirmed in time; return how many."""
    raise NotImplementedError
