"""The list of addresses that get nothing any more, or no letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cms.mail import addresses
from cms.mail.models import Suppression

Why = Suppression.Why
# An address that does not exist gets nothing; that says more than that its owner wants no letters.
RANK = {Why.REFUSED: 0, Why.COMPLAINT: 1, Why.UNREACHABLE: 2}


def suppress(*, site: Any, address: str, why: str, now: datetime, by: Any = None) -> Suppression:
    """Put an address on the list; a stronger reason replaces a weaker one."""
    row, is_new = Suppression.objects.get_or_create(
        site=site, address_hash=addresses.digest(address), defaults={"why": why, "since": now, "by": by}
    )
    if not is_new and RANK[Why(why)] > RANK[Why(row.why)]:
        row.why, row.since, row.by = why, now, by
        row.save(update_fields=["why", "since", "by"])
    return row


def find(*, site: Any, address: str) -> Suppression | None:
    """Return the entry of an address, if it is on the list."""
    return Suppression.objects.filter(site=site, address_hash=addresses.digest(address)).first()


def lift(*, site: Any, address: str) -> bool:
    """Take an address off the list; say whether it was there."""
    return bool(Suppression.objects.filter(site=site, address_hash=addresses.digest(address)).delete()[0])
