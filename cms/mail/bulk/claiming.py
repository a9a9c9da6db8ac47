"""Take up a batch of deliveries: durable in the database, with its journal locked, before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from cms.mail.mime import sender_address
from cms.mail.models import Batch, BulkDelivery, Campaign, Lane
from cms.mail.states import Reason, State

from . import budget, journal, statements
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


class Sendable(NamedTuple):
    """What claiming needs of a campaign."""

    pk: int
    site_id: int


def sendable(*, now: datetime) -> list[Sendable]:
    """Return the campaigns of which mails may leave at this moment, the longest under way first."""
    return [Sendable._make(row) for row in Campaign.objects.sendable(at=now).values_list("pk", "site_id")]


def anything_due(*, lane_id: int, now: datetime) -> bool:
    """Say whether a lane is open and anything may leave on it: a look that costs no write."""
    return any(lane.pk == lane_id for lane in lanes_due(now=now, lane_id=lane_id))


def lanes_due(*, now: datetime, lane_id: int | None = None) -> list[Lane]:
    """Return the lanes that are open and on which anything may leave; of one lane alone where it is named.

    One statement looks at all of them, however many campaigns and readers: it finds each by the index.
    """
    campaigns = list(Campaign.objects.sendable(at=now).values_list("pk", flat=True))
    if not campaigns or budget.left(now=now) == 0:
        return []
    of_lane = BulkDelivery.objects.order_by().filter(campaign__in=campaigns, lane=OuterRef("group"), due_at__lte=now)
    waits = [Exists(of_lane.filter(state=state)) for state in TURNS]
    lanes = Lane.objects.filter(waits[0] | waits[1], sender=sender_address()).exclude(blocked_until__gt=now)
    return list((lanes if lane_id is None else lanes.filter(pk=lane_id)).order_by("pk"))


def claim(*, lane_id: int, token: str, campaigns: Sequence[Sendable], now: datetime) -> Claimed | None:
    """Take up the deliveries of a lane that are due longest; None when there are none, or the lane is full or blocked.

    campaigns: those to look in, see `sendable`; one that no longer runs gives nothing. The caller holds the lock of the
    journal that `token` names. One transaction: on PostgreSQL rows that others are claiming are skipped, on SQLite one
    writer at a time is let in (`BEGIN IMMEDIATE`). An address that has been suppressed since the campaign was prepared
    is withdrawn here; the query that claims asks for that too.
    """
    if not campaigns:
        return None
    with transaction.atomic(savepoint=False):
        lane = statements.hold_lane(lane_id, now)
        if lane.is_blocked or statements.batches_of(lane_id) >= lane.connections:
            return None
        may_leave = budget.hold(now=now)
        if may_leave == 0:
            return None
        number = AT_ONCE if lane.rate is None else max(1, min(AT_ONCE, int(lane.rate * LONGEST)))
        number = number if may_leave is None else min(number, may_leave)
        for campaign in campaigns:
            parcels = _take(campaign, lane.group, number, token, now)
            if parcels:
                break
        else:
            return None
        batch = Batch(
            token=token, campaign_id=campaign.pk, lane_id=lane_id, folder=journal.folder_name(), boot=journal.boot(),
            size=len(parcels), claimed_at=now,
        )  # fmt: skip
        batch.pk = statements.insert(batch)
        if may_leave is not None:
            budget.take(len(parcels), now=now)
        starts_at = now if lane.rate is None else _reserve(lane_id, lane.rate, len(parcels), now)
    return Claimed(batch, parcels, lane.rate, starts_at)


def _take(campaign: Sendable, group: str, number: int, token: str, now: datetime) -> list[Parcel]:
    parcels: list[Parcel] = []
    for state in TURNS:
        while len(parcels) < number:
            found = _look(campaign, group, state, number - len(parcels), token, now)
            if found is None:
                break
            parcels += found
    return parcels


def _look(
    campaign: Sendable, group: str, state: State, number: int, token: str, now: datetime
) -> list[Parcel] | None:  # fmt: skip
    """Take up some that wait in one state; None when there are none."""
    moment = connection.ops.adapt_datetimefield_value(now)
    rows = statements.claim(
        {
            "campaign": campaign.pk, "site": campaign.site_id, "lane": group, "state": state.value,
            "batch": token, "now": moment, "number": number,
        }
    )  # fmt: skip
    suppressed = [row[1] for row in rows if row[0]]
    if suppressed:
        chosen = BulkDelivery.objects.filter(pk__in=suppressed)
        chosen.update(state=State.WITHDRAWN, reason=Reason.SUPPRESSED, batch=None, changed_at=now)
    parcels = sorted(Parcel._make(row[1:]) for row in rows if not row[0])
    return parcels if rows else None


def _reserve(lane_id: int, rate: float, number: int, now: datetime) -> datetime:
    """Reserve the time that a batch takes at the lane's rate; return when it may begin."""
    lane = Lane.objects.get(pk=lane_id)
    starts_at = max(now, lane.free_at or now)
    lane.free_at = starts_at + timedelta(seconds=number / rate)
    lane.save(update_fields=["free_at"])
    return starts_at
