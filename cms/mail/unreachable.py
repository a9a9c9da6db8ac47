"""Addresses that a mail server says do not exist, found out while a mail was handed over."""

from collections.abc import Iterable
from datetime import datetime

from .models import Suppression


def note_unreachable(*, site_id: int, hashes: Iterable[str], now: datetime) -> None:
    """Put addresses on the list of those to which nothing is sent, in one statement.

    hashes: of the addresses (`addresses.digest`). Why one stood there before gives way: this is the strongest reason.
    """
    rows = [
        Suppression(site_id=site_id, address_hash=digest, why=Suppression.Why.UNREACHABLE, since=now)
        for digest in sorted(set(hashes))
    ]
    Suppression.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["site", "address_hash"], update_fields=["why", "since", "by"]
    )
