"""Start, pause, resume, call off. Felt within one batch; nothing that waits is lost by pausing."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cms.mail.bulk import waking
from cms.mail.bulk.exceptions import CampaignMoveRefused, NotBegun
from cms.mail.bulk.states import MOVES, CampaignState, PauseReason
from cms.mail.bulk.timing import jitter, next_open
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import Reason, State

AT_ONCE = 5000


@transaction.atomic
def start(*, campaign_id: int, by: Any = None, at: datetime | None = None, now: datetime) -> Campaign:
    """Send a prepared campaign, now or from `at` on. Raises CampaignMoveRefused when it is not ready.

    What is to keep quiet at night begins in the morning; a planned start is put off by up to five minutes when many
    get it. `start_at` of the campaign that is returned says when.
    """
    campaign = _move(campaign_id, CampaignState.RUNNING, CampaignState.READY)
    campaign.start_at = next_open(at or now, keeps_quiet=campaign.keeps_quiet)
    if campaign.start_at > now:
        campaign.start_at += jitter(campaign.prepared)
    campaign.save(update_fields=["state", "start_at"])
    _log(campaign, "mail.campaign_start", by)
    waking.wake_after_commit()
    return campaign


@transaction.atomic
def pause(*, campaign_id: int, by: Any = None, now: datetime) -> Campaign:
    """Send nothing more until it is resumed; what is being handed over is finished.

    Raises NotBegun before its start, CampaignMoveRefused when it is not being sent.
    """
    campaign = _move(campaign_id, CampaignState.PAUSED, CampaignState.RUNNING)
    if not campaign.has_begun(at=now):
        raise NotBegun
    campaign.pause_reason = PauseReason.BY_STAFF
    campaign.save(update_fields=["state", "pause_reason"])
    _log(campaign, "mail.campaign_pause", by)
    return campaign


@transaction.atomic
def resume(*, campaign_id: int, by: Any = None, now: datetime) -> Campaign:
    """Go on where it was paused. One that had paused itself does not do so again: somebody has looked."""
    campaign = _move(campaign_id, CampaignState.RUNNING, CampaignState.PAUSED)
    if campaign.pause_reason == PauseReason.BY_STAFF:
        campaign.pause_reason = PauseReason.NONE
    campaign.save(update_fields=["state", "pause_reason"])
    _log(campaign, "mail.campaign_resume", by)
    waking.wake_after_commit()
    return campaign


def call_off(*, campaign_id: int, by: Any = None, now: datetime) -> Campaign:
    """Send nothing more, for good. What has left has left; what waits is withdrawn."""
    with transaction.atomic():
        before = [state for state, after in MOVES.items() if CampaignState.CANCELLED in after]
        campaign = _move(campaign_id, CampaignState.CANCELLED, *before)
        campaign.finished_at = now
        campaign.save(update_fields=["state", "finished_at"])
        _log(campaign, "mail.campaign_call_off", by)
    withdraw_called_off(now=now, most=AT_ONCE)
    return campaign


def withdraw_called_off(*, now: datetime, most: int | None = None) -> int:
    """Withdraw what still waits in campaigns that were called off; return how many. Repeated by the sweeper.

    In steps: a million rows at once would keep everybody else from writing.
    """
    number = 0
    waiting = [State.PENDING, State.DEFERRED]
    for campaign in Campaign.objects.filter(state=CampaignState.CANCELLED, erased_at__isnull=True):
        rows = BulkDelivery.objects.of(campaign).filter(state__in=waiting)
        while most is None or number < most:
            pks = list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if not pks:
                break
            still = BulkDelivery.objects.filter(pk__in=pks, state__in=waiting)
            number += still.update(state=State.WITHDRAWN, reason=Reason.CALLED_OFF, changed_at=now)
    return number


def _move(campaign_id: int, to: CampaignState, *before: CampaignState) -> Campaign:
    campaign = Campaign.objects.select_for_update(no_key=True).get(pk=campaign_id)
    if campaign.state not in before or to not in MOVES[CampaignState(campaign.state)]:
        raise CampaignMoveRefused
    campaign.state = to
    return campaign


def _log(campaign: Campaign, action: str, by: Any) -> None:
    log(instance=campaign, action=action, user=by)
