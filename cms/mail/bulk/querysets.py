"""Which campaigns and which of their deliveries."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from cms.mail.states import State

from .providers import GROUPS
from .states import CampaignState

# Nobody's telephone is to ring at night.
QUIET_FROM, QUIET_UNTIL = time(21), time(7)
OPEN = (State.PENDING, State.CLAIMED, State.DEFERRED)


def is_quiet(at: datetime) -> bool:
    """Say whether it is night where the centre is."""
    clock = timezone.localtime(at).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


class CampaignQuerySet(models.QuerySet[Any]):
    """Verbs for lists of campaigns."""

    def sendable(self, *, at: datetime) -> CampaignQuerySet:
        """Those of which mails may leave at this moment, the longest under way first."""
        running = self.filter(state=CampaignState.RUNNING, start_at__lte=at, erase_after__gt=at)
        return (running.filter(keeps_quiet=False) if is_quiet(at) else running).order_by("start_at", "pk")

    def unfinished(self) -> CampaignQuerySet:
        """Those of which something may still leave."""
        return self.exclude(state__in=[CampaignState.FINISHED, CampaignState.CANCELLED])

    def touching(self, *, site: Any, list_key: str = "") -> CampaignQuerySet:
        """Those of a site that may still write to somebody who leaves the list; of all lists when it is empty."""
        mine = self.unfinished().filter(site=site)
        return mine.filter(list_key=list_key) if list_key else mine


class BulkDeliveryQuerySet(models.QuerySet[Any]):
    """Verbs for lists of deliveries."""

    def of(self, campaign: Any) -> BulkDeliveryQuerySet:
        """Those of one campaign. Naming every lane lets the index find those in a state without reading the others."""
        return self.filter(campaign=campaign, lane__in=GROUPS)

    def unsettled(self) -> BulkDeliveryQuerySet:
        """Those with which something still happens by itself."""
        return self.filter(state__in=OPEN)

    def waiting(self, state: State, *, at: datetime) -> BulkDeliveryQuerySet:
        """Those in PENDING or DEFERRED that may be taken up, the longest waiting first: in the order of the index."""
        return self.filter(state=state, due_at__lte=at).order_by("due_at", "pk")

    def needing_a_person(self) -> BulkDeliveryQuerySet:
        """Those of which nobody knows whether they arrived, until somebody says that they are dealt with."""
        return self.filter(Q(state=State.UNCERTAIN) & Q(handled_at__isnull=True))

    def totals(self) -> dict[State, int]:
        """Return how many are in each state, with a nought for the empty ones."""
        # By lane too, as the index has them; it alone is read.
        counted: Counter[str] = Counter()
        for _lane, state, number in self.order_by().values_list("lane", "state").annotate(number=Count("*")):
            counted[state] += number
        return {state: counted[state.value] for state in State}
