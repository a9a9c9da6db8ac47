"""Rows as they are now, with what services read of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import prefetch_related_objects

from events.registration.exceptions import ChangedMeanwhile, Erased, PoolsBusy, UnknownPlace
from events.registration.models import Offering, Registration

from .ledger import Ledger
from .locks import locked_pools
from .placement import pools_of


def registration_now(pk: int) -> Registration:
    """Return a registration with its event, site, offering and dates.

    Raises: UnknownPlace.
    """
    row = Registration.objects.select_related("event__site", "offering__event").filter(pk=pk).first()
    if row is None:
        raise UnknownPlace
    row.offering.event = row.event  # one object, so that what is remembered on it is found
    prefetch_related_objects([row.offering], "sessions")
    return row


def offering_now(pk: int) -> Offering:
    """Return an offering with its event, site and dates.

    Raises: UnknownPlace.
    """
    row = Offering.objects.select_related("event__site").prefetch_related("sessions").filter(pk=pk).first()
    if row is None:
        raise UnknownPlace
    return row


@contextmanager
def locked_registration(
    pk: int, *, version: int | None = None, also: Offering | None = None
) -> Iterator[tuple[Ledger, Registration]]:
    """Hold the locks of all pools that a change of a registration can reach; yield the ledger and the row as it is now.

    version: what the person saw. also: another offering whose pools are locked too.

    Raises: UnknownPlace, ChangedMeanwhile, Erased, PoolsBusy.
    """
    seen = registration_now(pk)
    pools = {*pools_of(seen.offering), *(pools_of(also) if also is not None else ())}
    with locked_pools(pools) as ledger:
        row = registration_now(pk)
        if row.offering_id != seen.offering_id:
            raise PoolsBusy  # it was moved since the locks were chosen
        if row.erased_at is not None:
            raise Erased
        check_version(row, version)
        yield ledger, row


def check_version(row: Registration, version: int | None) -> None:
    """Refuse where a registration is not what the person saw any more. version: what she saw; None: nobody looked.

    Raises: ChangedMeanwhile.
    """
    if version is not None and row.version != version:
        raise ChangedMeanwhile


def was_last_done(row: Registration, *, action: str, by: Any) -> bool:
    """Say whether the last thing done with a registration was this, by this member of staff: a button pressed twice."""
    last = row.log.order_by("pk").last()
    return by is not None and last is not None and last.action == action and last.user_id == by.pk
