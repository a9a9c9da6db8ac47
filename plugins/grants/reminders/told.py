"""Which deadline people were last told of, so that who was told a later one is told the right one, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cms.mail.models import BulkDelivery
from cms.mail.states import State
from plugins.grants.japan_time import japanese_day
from plugins.grants.models import Reminder

#: What has left, what may have, and what is being handed over at this moment.
REACHED = (State.SENT, State.UNCERTAIN, State.CLAIMED)


def needs_correction(call: Any) -> bool:
    """Whether anything told a later deadline than the call has now."""
    told_later = call.told_by.filter(closes_at__gt=call.closes_at, campaign__isnull=False)
    return told_later.exists() and bool(too_late(call))


def too_late(call: Any) -> frozenset[str]:
    """Return the hashes of the addresses whose last mail told a later deadline."""
    last: dict[str, datetime] = {}
    for reminder, digest in _reached(call):
        last[digest] = reminder.closes_at
    return frozenset(digest for digest, closes_at in last.items() if closes_at > call.closes_at)


def corrected_today(call: Any, *, now: datetime) -> frozenset[str]:
    """Return those who get, or got, a correction of the present deadline on this day."""
    found = call.told_by.filter(closes_at=call.closes_at, days=Reminder.CORRECTION, campaign__isnull=False)
    campaigns = [each.campaign_id for each in found if japanese_day(each.made_at) == japanese_day(now)]
    rows = BulkDelivery.objects.filter(campaign__in=campaigns)
    found = rows.exclude(state__in=[State.WITHDRAWN, State.REFUSED]).values_list("address_hash", flat=True)
    return frozenset(digest for digest in found if digest)


def _reached(call: Any) -> Iterator[tuple[Reminder, str]]:
    """Yield every mail that was told an address, the earliest first."""
    for reminder in call.told_by.filter(campaign__isnull=False).order_by("made_at", "pk"):
        rows = BulkDelivery.objects.of(reminder.campaign_id).filter(state__in=REACHED, address_hash__isnull=False)
        for digest in rows.values_list("address_hash", flat=True):
            yield reminder, digest
