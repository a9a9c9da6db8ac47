"""Somebody leaves a list or is erased: what waits for that address is withdrawn in the same transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When

from cms.mail import addresses
from cms.mail.bulk.providers import group_of
from cms.mail.bulk.querysets import OPEN
from cms.mail.bulk.states import CampaignState
from cms.mail.models import BulkDelivery, Campaign, Departure
from cms.mail.states import Reason, State


@transaction.atomic
def withdraw_address(
    *, site: Any, address_hash: str, list_key: str = "", reason: Reason = Reason.LEFT_THE_LIST, now: datetime
) -> int:
    """Withdraw what is prepared for an address on one list, or on all lists of a site; return how many were open.

    To be called in the transaction that withdraws the consent. What is being handed over at this moment is not stopped;
    should it come back unsent, it is withdrawn then. Campaigns that are still being prepared are told.
    """
    # Locked, so that no campaign finishes being prepared between the look and the note; but not its key, which a claim
    # that has the delivery refers to: the two would wait for each other.
    campaigns = list(Campaign.objects.touching(site=site, list_key=list_key).select_for_update(no_key=True))
    rows = BulkDelivery.objects.filter(campaign__in=campaigns, address_hash=address_hash)
    # One statement: in two, a claim or a settlement that commits in between would be missed by both.
    state = Case(When(state=State.CLAIMED, then=Value(State.CLAIMED)), default=Value(State.WITHDRAWN))
    number = rows.filter(state__in=OPEN).update(state=state, reason=reason, changed_at=now)
    preparing = [campaign for campaign in campaigns if campaign.state == CampaignState.PREPARING]
    Departure.objects.bulk_create(
        [Departure(campaign=campaign, address_hash=address_hash, reason=reason) for campaign in preparing],
        ignore_conflicts=True,
    )
    return number


@transaction.atomic
def move_address(
    *, site: Any, address_hash: str, list_key: str, to: str, token: Callable[[int], str], now: datetime
) -> int:  # fmt: skip
    """Let what waits for an address on a list go to another address of the same person; return how much that was.

    token: makes the reader's token for a campaign's number. What the new address gets already, what is being handed
    over, and what is still being prepared is withdrawn as in `withdraw_address`: nobody gets it twice, and nothing more
    goes to an address that may be another's by now.
    """
    campaigns = Campaign.objects.touching(site=site, list_key=list_key).select_for_update(no_key=True)
    keys, digest, number = [campaign.pk for campaign in campaigns], addresses.digest(to), 0
    mine = BulkDelivery.objects.filter(campaign__in=keys, state__in=[State.PENDING, State.DEFERRED])
    there = BulkDelivery.objects.filter(campaign__in=keys, address_hash=digest).values("campaign")
    rows = mine.filter(address_hash=address_hash).exclude(campaign__in=there)
    for pk, campaign in rows.values_list("pk", "campaign"):
        number += mine.filter(pk=pk).update(
            address=to, address_hash=digest, lane=group_of(to), token=token(campaign), changed_at=now
        )
    withdraw_address(site=site, address_hash=address_hash, list_key=list_key, now=now)
    return number
