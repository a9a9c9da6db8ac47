"""Stop by itself when too much comes back: going on would cost the centre's name with every provider."""

import logging
from datetime import datetime

from django.db.models import Count, Q

from cms.mail.models import BulkDelivery, Campaign
from cms.mail.states import Reason, State

from .states import CampaignState, PauseReason

logger = logging.getLogger(__name__)

# One in twenty of those answered for, and ten at least: what a list of decent origin never reaches.
TOO_MANY, AT_LEAST = 0.05, 10


def pause_if_too_many_unknown(campaign_id: int, *, now: datetime) -> bool:
    """Pause a campaign of which so many addresses do not exist; say whether it was paused now."""
    answered = BulkDelivery.objects.filter(campaign=campaign_id, state__in=[State.SENT, State.REFUSED])
    counts = answered.aggregate(all=Count("pk"), unknown=Count("pk", filter=Q(reason=Reason.UNKNOWN_MAILBOX)))
    if counts["unknown"] < AT_LEAST or counts["unknown"] < TOO_MANY * counts["all"]:
        return False
    running = Campaign.objects.filter(pk=campaign_id, state=CampaignState.RUNNING, pause_reason=PauseReason.NONE)
    paused = running.update(state=CampaignState.PAUSED, pause_reason=PauseReason.TOO_MANY_UNKNOWN)
    if paused:
        logger.warning("bulk mail: campaign %d paused itself, too many addresses do not exist", campaign_id)
    return bool(paused)
