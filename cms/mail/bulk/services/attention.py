"""What people do with deliveries of which nobody knows whether they arrived."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cms.mail.bulk import waking
from cms.mail.bulk.states import CampaignState
from cms.mail.exceptions import MoveRefused
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import Reason, State


@transaction.atomic
def note_arrival(*, delivery_id: int, by: Any = None, now: datetime) -> None:
    """Note that an uncertain delivery did arrive: somebody said so, or its link was used.

    Raises MoveRefused for any other delivery.
    """
    known = {"sent_at": now, "changed_at": now, "reason": Reason.NONE, "handled_at": None, "handled_by": None}
    _settle(delivery_id, by, "mail.campaign_arrived", state=State.SENT, **known)


@transaction.atomic
def note_as_dealt_with(*, delivery_id: int, by: Any, now: datetime) -> None:
    """Note that somebody has looked. The delivery stays uncertain. Raises MoveRefused for any other."""
    _settle(delivery_id, by, "mail.campaign_dealt_with", handled_at=now, handled_by=by)


@transaction.atomic
def send_again(*, delivery_ids: Iterable[int], by: Any, now: datetime) -> int:
    """Send uncertain deliveries once more, because a person decided that two copies are better than none.

    The Message-ID stays. Returns how many; what is not uncertain or has been erased is left alone, and so is what
    belongs to a campaign that was called off.
    """
    rows = BulkDelivery.objects.filter(pk__in=list(delivery_ids), state=State.UNCERTAIN).exclude(address="")
    # Locked before their deliveries, as whoever leaves a list does; who finishes one, or calls it off, waits for us.
    concerned = Campaign.objects.filter(pk__in=set(rows.values_list("campaign", flat=True)))
    held = list(concerned.select_for_update(no_key=True).order_by("pk"))
    campaigns = [campaign for campaign in held if campaign.state != CampaignState.CANCELLED]
    waiting = {"state": State.PENDING, "batch": None, "due_at": now, "changed_at": now, "reason": Reason.NONE}
    number = rows.filter(campaign__in=campaigns).update(**waiting, handled_at=None, handled_by=None)
    finished = Campaign.objects.filter(pk__in=[campaign.pk for campaign in campaigns], state=CampaignState.FINISHED)
    finished.update(state=CampaignState.RUNNING, finished_at=None)
    for campaign in campaigns:
        log(instance=campaign, action="mail.campaign_send_again", user=by)
    if number:
        waking.wake_after_commit()
    return number


def _settle(delivery_id: int, by: Any, action: str, **change: Any) -> None:
    uncertain = BulkDelivery.objects.filter(pk=delivery_id, state=State.UNCERTAIN)
    if not uncertain.update(**change):
        raise MoveRefused
    log(instance=Campaign.objects.get(deliveries=delivery_id), action=action, user=by)
