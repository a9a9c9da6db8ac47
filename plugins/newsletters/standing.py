"""Where a letter stands, in one word for its editor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import pgettext_lazy
from wagtail.models import WorkflowState

from cms.mail.bulk.states import CampaignState

from .models import NewsletterIssue, Sending, Step


class Standing(models.TextChoices):
    """From the first word to the last reader."""

    WRITING = "writing", pgettext_lazy("letter", "Being written")
    IN_REVIEW = "in_review", pgettext_lazy("letter", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("letter", "Approved, not planned yet")
    PLANNED = "planned", pgettext_lazy("letter", "Planned")
    FREEZING = "freezing", pgettext_lazy("letter", "Readers are being counted")
    READY = "ready", pgettext_lazy("letter", "Ready, waits for its time")
    SENDING = "sending", pgettext_lazy("letter", "Being sent")
    PAUSED = "paused", pgettext_lazy("letter", "Paused")
    SENT = "sent", pgettext_lazy("letter", "Sent")
    CUT_SHORT = "cut_short", pgettext_lazy("letter", "Called off on the way")
    STUCK = "stuck", pgettext_lazy("letter", "Needs a person")


#: Standings in which something happens by itself: their screens look again every few seconds.
MOVING = frozenset({Standing.PLANNED, Standing.FREEZING, Standing.READY, Standing.SENDING})

_OF_CAMPAIGN = {
    CampaignState.PREPARING: Standing.FREEZING, CampaignState.READY: Standing.READY,
    CampaignState.PAUSED: Standing.PAUSED, CampaignState.FINISHED: Standing.SENT,
    CampaignState.CANCELLED: Standing.CUT_SHORT,
}  # fmt: skip


def of(issue: NewsletterIssue, sending: Sending | None, *, at: datetime) -> Standing:
    """Return where a letter stands; with a sending, without a query when its campaign is loaded."""
    if sending is None:
        if issue.live:
            return Standing.APPROVED
        return Standing.IN_REVIEW if _is_in_review(issue) else Standing.WRITING
    if sending.step == Step.HANDED_OVER:
        return _of_campaign(sending.campaign, sending.start_at, at)
    return {Step.PLANNED: Standing.PLANNED, Step.FREEZING: Standing.FREEZING}.get(Step(sending.step), Standing.STUCK)


def _of_campaign(campaign: Any, start_at: datetime, at: datetime) -> Standing:
    if campaign is None:
        return Standing.SENT
    if campaign.state == CampaignState.RUNNING:
        return Standing.READY if start_at > at else Standing.SENDING
    return _OF_CAMPAIGN[CampaignState(campaign.state)]


def _is_in_review(issue: NewsletterIssue) -> bool:
    return WorkflowState.objects.for_instance(issue).filter(status=WorkflowState.STATUS_IN_PROGRESS).exists()
