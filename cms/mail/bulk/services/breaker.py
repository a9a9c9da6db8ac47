"""Stop by itself when too much comes back: going on would cost the centre's name with every provider.

A campaign pauses when one in twenty of the addresses that answered is not there, ten at least (which is 5 % of the
first 200), or when 0.1 % of its readers complain. It does not pause again for a reason that somebody has looked at.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q
from wagtail.log_actions import log

from cms.mail.bulk.states import CampaignState, PauseReason
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import Reason, State

logger = logging.getLogger(__name__)

TOO_MANY, AT_LEAST = 0.05, 10
# Providers begin to hold mail back at one complaint in a thousand.
TOO_MANY_COMPLAINTS = 0.001


@transaction.atomic
def note_bounce(delivery: BulkDelivery, *, now: datetime) -> bool:
    """Count a delivery that a server had taken and that came back for good; say whether its campaign was paused now.

    To be called once for a delivery, in the transaction that notes the bounce, whatever state the delivery gets;
    a delivery that was refused at the door is counted already. Soft bounces do not count.
    """
    Campaign.objects.filter(pk=delivery.campaign_id).update(bounced=F("bounced") + 1)
    return pause_if_too_many_unknown(delivery.campaign_id, now=now)


@transaction.atomic
def note_complaint(delivery: BulkDelivery, *, now: datetime) -> bool:
    """Count a reader who called a mail unwanted; say whether its campaign was paused now. Once for a delivery."""
    Campaign.objects.filter(pk=delivery.campaign_id).update(complained=F("complained") + 1)
    complained = Campaign.objects.values_list("complained", flat=True).get(pk=delivery.campaign_id)
    sent = BulkDelivery.objects.of(delivery.campaign_id).filter(state=State.SENT).count()
    if complained < TOO_MANY_COMPLAINTS * sent:
        return False
    return _pause(delivery.campaign_id, PauseReason.TOO_MANY_COMPLAINTS, now)


def pause_if_too_many_unknown(campaign_id: int, *, now: datetime) -> bool:
    """Pause a campaign of which so many addresses do not exist; say whether it was paused now."""
    answered = BulkDelivery.objects.of(campaign_id).filter(state__in=[State.SENT, State.REFUSED])
    # Refused at the door, with a reply; what came back later has the same reason and no reply, and is counted apart.
    at_the_door = Q(reason=Reason.UNKNOWN_MAILBOX, reply_code__isnull=False)
    counts = answered.aggregate(all=Count("pk"), unknown=Count("pk", filter=at_the_door))
    returned = counts["unknown"] + Campaign.objects.values_list("bounced", flat=True).get(pk=campaign_id)
    if returned < AT_LEAST or returned < TOO_MANY * counts["all"]:
        return False
    return _pause(campaign_id, PauseReason.TOO_MANY_UNKNOWN, now)


def _pause(campaign_id: int, reason: PauseReason, now: datetime) -> bool:
    running = Campaign.objects.filter(pk=campaign_id, state=CampaignState.RUNNING).exclude(pause_reason=reason)
    if not running.update(state=CampaignState.PAUSED, pause_reason=reason):
        return False
    log(instance=Campaign.objects.get(pk=campaign_id), action="mail.campaign_paused_itself", timestamp=now)
    logger.warning("bulk mail: campaign %d paused itself (%s)", campaign_id, reason.value)
    return True
