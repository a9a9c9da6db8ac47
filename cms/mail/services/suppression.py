"""The list of addresses that get nothing any more, or no letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cms.mail import addresses
from cms.mail.models import Suppression

Why = Suppression.Why
# An address that does not exist gets nothing; that says more than that its owner wants no letters, and that more than
# that some came back, which passes when she confirms again.
RANK = {Why.BOUNCED: 0, Why.REFUSED: 1, Why.COMPLAINT: 2, Why.UNREACHABLE: 3}


def suppress(*, site: Any, address: str, why: str, now: datetime, by: Any = None) -> Suppression:
    """Put an address on the list; a stronger reason replaces a weaker one."""
    return suppress_digest(site=site, address_hash=addresses.digest(address), why=why, now=now, by=by)


@transaction.atomic
def suppress_digest(*, site: Any, address_hash: str, why: str, now: datetime, by: Any = None) -> Suppression:
    """The same for an address of which only the hash is at hand."""
    # Locked: of two that come at once the stronger must stay, and one that is just being lifted is made anew.
    row, is_new = Suppression.objects.select_for_update().get_or_create(
        site=site, address_hash=address_hash, defaults={"why": why, "since": now, "by": by}
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
    return lift_digest(site=site, address_hash=addresses.digest(address))


def lift_digest(*, site: Any, address_hash: str) -> bool:
    """The same for an address of which only the hash is at hand: its owner has shown that she reads mail there."""
    return bool(Suppression.objects.filter(site=site, address_hash=address_hash).delete()[0])


def may_ask_to_confirm(*, site: Any, address: str) -> bool:
    """Whether an address may be sent the mail by which its owner confirms that she wants letters.

    One whose letters came back may: who asks for them anew finds it there, or it comes back once more.
    """
    entry = find(site=site, address=address)
    return entry is None or entry.why == Why.BOUNCED
