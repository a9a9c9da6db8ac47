"""Drive the lanes: what Celery's tasks and `manage.py tick` both call."""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cms.mail import pump as single_mails
from cms.mail.models import Campaign
from cms.mail.outcomes import Result
from cms.mail.pump import clock_from

from .batches import Clock, Sender
from .lanes import have_lanes
from .recovery import recover, tidy
from .services.control import withdraw_called_off
from .settling import finish_if_done
from .waking import wake_all

logger = logging.getLogger(__name__)

# Short, so that a worker with one process comes to its other work in between.
BUDGET = timedelta(seconds=20)
BUDGET_FOR_SINGLE_MAILS = timedelta(seconds=10)
SINGLE_MAILS_EVERY = timedelta(seconds=1)
# So long a lane goes on, batch after batch, before the next one has its turn.
TURN = timedelta(seconds=1)


@dataclass
class Driven:
    """How many deliveries ended how, and whether time was up before everything due had left."""

    results: Counter[Result] = field(default_factory=Counter)
    more: bool = False


def drive(*, lane_ids: list[int] | None = None, now: datetime, budget: timedelta = BUDGET) -> Driven:
    """Send what is due on the given lanes, or on all, each in turn. Safe with any number of others.

    Single mails go first: a confirmation must not wait for an issue to be out.
    """
    clock, driven = clock_from(now), Driven()
    recover(now=now)
    campaigns = list(Campaign.objects.sendable(at=now).values_list("pk", flat=True))
    if not campaigns:
        return driven
    lanes = [lane for lane in have_lanes() if lane_ids is None or lane.pk in lane_ids]
    senders = [Sender(lane, clock) for lane in lanes]
    try:
        _take_turns(senders, driven, clock() + budget, clock)
    finally:
        for sender in senders:
            sender.close()
    for campaign_id in campaigns:
        finish_if_done(campaign_id, now=clock())
    return driven


def _take_turns(senders: list[Sender], driven: Driven, until: datetime, clock: Clock) -> None:
    busy, singles_at = list(senders), clock()
    while busy:
        for sender in list(busy):
            now = clock()
            if now >= until:
                driven.more = True
                return
            if now >= singles_at:
                single_mails.pump(now=now, budget=BUDGET_FOR_SINGLE_MAILS)
                singles_at = clock() + SINGLE_MAILS_EVERY
            results = sender.take_turn(until=min(until, now + TURN))
            if results is None:
                sender.close()
                busy.remove(sender)
                continue
            driven.results += results


def pick_up(*, now: datetime) -> None:
    """Settle what killed processes left, and wake workers for what waits again. Costs one query where there is nothing.

    Apart from `sweep`, which drives for a while and so is asked for less often.
    """
    if recover(now=now):
        wake_all()


def sweep(*, now: datetime) -> None:
    """Send what lost wake-ups and dead processes left; also all there is where no worker runs (`manage.py tick`)."""
    tidy()
    withdraw_called_off(now=now)
    if drive(now=now).more:
        wake_all()
