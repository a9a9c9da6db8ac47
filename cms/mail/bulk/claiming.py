"""Take up a batch of deliveries: durable in the database, with its journal locked, before anything is sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists

from cms.mail.models import Batch, BulkDelivery, Campaign, Lane
from cms.mail.states import Reason, State

from . import journal
from .editions import Parcel

AT_ONCE = 200
# A slow lane takes up no more than it sends in this time, so that pausing and calling off are soon felt.
LONGEST = 20.0  # seconds
# Who was put off has waited longer. One after the other: the index gives each in its order.
TURNS = (State.DEFERRED, State.PENDING)


@dataclass(frozen=True)
class Claimed:
    """A batch and what is in it. `rate` is how many may leave a second, from `starts_at` on; None for no limit."""

    batch: Batch
    parcels: list[Parcel]
    rate: float | None
    starts_at: datetime


def anything_due(*, lane_id: int, now: datetime) -> bool:
    """Say whether a lane is open and anything may leave on it: a look that costs no write."""
    lane = Lane.objects.get(pk=lane_id)
    if lane.blocked_until and lane.blocked_until > now:
        return False
    of_lane = BulkDelivery.objects.filter(lane=lane.group)
    campaigns = Campaign.objects.sendable(at=now)
    return any(
        of_lane.filter(campaign=campaign).waiting(state, at=now).exists() for campaign in campaigns for state in TURNS
    )


def claim(*, lane_id: int, token: str, now: datetime) -> Claimed | None:
    """Take up the deliveries of a lane that are due longest; None when there are none, or the lane is full or blocked.

    The caller holds the lock of the journal that `token` names. One transaction: on PostgreSQL rows that others are
    claiming are skipped, on SQLite one writer at a time is let in (`BEGIN IMMEDIATE`). An address that has been
    suppressed since the campaign was prepared is withdrawn here, by the same query that claims.
    """
    campaigns = list(Campaign.objects.sendable(at=now))
    if not campaigns:
        return None
    with transaction.atomic():
        lane = Lane.objects.select_for_update().get(pk=lane_id)
        if (lane.blocked_until and lane.blocked_until > now) or lane.batches.count() >= lane.connections:
            return None
        number = AT_ONCE if lane.rate is None else max(1, min(AT_ONCE, int(lane.rate * LONGEST)))
        for campaign in campaigns:
            parcels = _take(campaign, lane, number, token, now)
            if parcels:
                break
        else:
            return None
        batch = Batch.objects.create(
            token=token, campaign=campaign, lane=lane, folder=journal.folder_name(), boot=journal.boot(),
            size=len(parcels), claimed_at=now,
        )  # fmt: skip
        starts_at = _reserve(lane, len(parcels), now)
    return Claimed(batch, parcels, lane.rate, starts_at)


def _take(campaign: Campaign, lane: Lane, number: int, token: str, now: datetime) -> list[Parcel]:
    parcels: list[Parcel] = []
    for state in TURNS:
        while len(parcels) < number:
            found = _look(campaign, lane, state, number - len(parcels), token, now)
            if found is None:
                break
            parcels += found
    return parcels


def _look(
    campaign: Campaign, lane: Lane, state: State, number: int, token: str, now: datetime
) -> list[Parcel] | None:  # fmt: skip
    """Take up some that wait in one state; None when there are none."""
    waiting: Any = BulkDelivery.objects.filter(campaign=campaign, lane=lane.group).waiting(state, at=now)
    # The campaign's state once more, by the query that claims: it may just have been paused.
    still_running = Campaign.objects.sendable(at=now).filter(pk=campaign.pk).order_by()
    locked = waiting.filter(Exists(still_running)).with_suppression(campaign.site_id)
    locked = locked.select_for_update(skip_locked=True, of=("self",))
    rows = list(locked.values_list("is_suppressed", *Parcel._fields)[:number])
    suppressed = [row[1] for row in rows if row[0]]
    if suppressed:
        chosen = BulkDelivery.objects.filter(pk__in=suppressed)
        chosen.update(state=State.WITHDRAWN, reason=Reason.SUPPRESSED, changed_at=now)
    parcels = [Parcel(*row[1:]) for row in rows if not row[0]]
    if parcels:
        chosen = BulkDelivery.objects.filter(pk__in=[parcel.pk for parcel in parcels])
        chosen.update(state=State.CLAIMED, batch=token, reason=Reason.NONE, changed_at=now)
    return parcels if rows else None


def _reserve(lane: Lane, number: int, now: datetime) -> datetime:
    """Reserve the time that a batch takes at the lane's rate; return when it may begin."""
    if lane.rate is None:
        return now
    starts_at = max(now, lane.free_at or now)
    lane.free_at = starts_at + timedelta(seconds=number / lane.rate)
    lane.save(update_fields=["free_at"])
    return starts_at
