"""Which campaigns and which of their deliveries."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cms.mail.states import State

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

    def touching(self, *, site: Any, list_key: str = "") -> CampaignQuerySet:
        """Those of a site that may still write to somebody who leaves the list; of all lists when it is empty."""
        over = [CampaignState.FINISHED, CampaignState.CANCELLED]
        mine = self.filter(site=site).exclude(state__in=over)
        return mine.filter(list_key=list_key) if list_key else mine


class BulkDeliveryQuerySet(models.QuerySet[Any]):
    """Verbs for lists of deliveries."""

    def unsettled(self) -> BulkDeliveryQuerySet:
        """Those with which something still happens by itself."""
        return self.filter(state__in=OPEN)

    def due(self, *, at: datetime) -> BulkDeliveryQuerySet:
        """Those that may be taken up, the longest waiting first."""
        return self.filter(state__in=[State.PENDING, State.DEFERRED], due_at__lte=at).order_by("due_at", "pk")

    def with_suppression(self) -> BulkDeliveryQuerySet:
        """Say of each whether its address is known not to exist: `is_suppressed`."""
        suppressions = self.model._meta.apps.get_model("mail", "Suppression").objects
        listed = suppressions.filter(site=OuterRef("campaign__site"), address_hash=OuterRef("address_hash"))
        return self.annotate(is_suppressed=Exists(listed))

    def needing_a_person(self) -> BulkDeliveryQuerySet:
        """Those of which nobody knows whether they arrived, until somebody says that they are dealt with."""
        return self.filter(Q(state=State.UNCERTAIN) & Q(handled_at__isnull=True))

    def totals(self) -> dict[State, int]:
        """Return how many are in each state, with a nought for the empty ones."""
        counted = dict(self.order_by().values_list("state").annotate(number=Count("pk")))
        return {state: counted.get(state.value, 0) for state in State}
