"""Contents and addresses of campaigns go on the promised day; what remains are counts."""

from datetime import datetime

from django.db import transaction

from cms.mail.bulk.states import CampaignState
from cms.mail.models import Batch, BulkDelivery, Campaign, Departure, Edition
from cms.mail.states import Reason, State

AT_ONCE = 5000


def erase_due(*, now: datetime) -> int:
    """Erase texts, addresses, tokens and servers' answers of campaigns whose day has come; return how many campaigns.

    What has not left is withdrawn. A campaign of which a batch is under way waits for the next time.
    """
    number = 0
    for campaign in Campaign.objects.filter(erased_at__isnull=True, erase_after__lte=now):
        if Batch.objects.filter(campaign=campaign).exists():
            continue
        while _erase_some(campaign, now):
            pass
        _close(campaign, now)
        number += 1
    return number


@transaction.atomic
def _erase_some(campaign: Campaign, now: datetime) -> bool:
    kept = BulkDelivery.objects.filter(campaign=campaign).exclude(address="")
    pks = list(kept.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    rows = BulkDelivery.objects.filter(pk__in=pks)
    waiting = rows.filter(state__in=[State.PENDING, State.DEFERRED])
    waiting.update(state=State.WITHDRAWN, reason=Reason.ERASED, changed_at=now)
    rows.update(address="", address_hash=None, recipient="", token="", sections="", reply="")
    return bool(pks)


@transaction.atomic
def _close(campaign: Campaign, now: datetime) -> None:
    Edition.objects.filter(campaign=campaign).update(subject="", text="", html="", sections={})
    Departure.objects.filter(campaign=campaign).delete()
    mine = Campaign.objects.filter(pk=campaign.pk)
    mine.exclude(state__in=[CampaignState.FINISHED, CampaignState.CANCELLED]).update(
        state=CampaignState.CANCELLED, finished_at=now
    )
    mine.update(erased_at=now)
