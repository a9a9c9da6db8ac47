"""Which deliveries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q

from .states import NEED_A_PERSON, State

LONG = timedelta(hours=1)
#: What may be taken up, in the words of the index for it: SQLite uses a partial index only for a query that says its
#: condition in the same form, and never for a list of values, which are parameters to it.
TO_SEND = Q(state=State.PENDING) | Q(state=State.DEFERRED)


class DeliveryQuerySet(models.QuerySet[Any]):
    """Verbs for lists of deliveries."""

    def due(self, *, at: datetime) -> DeliveryQuerySet:
        """Those that a worker may take up, the longest waiting first; not those whose contents must be gone."""
        open_ones = self.filter(TO_SEND, due_at__lte=at)
        return open_ones.filter(mailing__erase_after__gt=at).order_by("due_at", "pk")

    def abandoned(self, *, at: datetime) -> DeliveryQuerySet:
        """Those that a worker took up and did not settle in its time."""
        return self.filter(state=State.CLAIMED, claimed_until__lte=at)

    def waiting_long(self, *, at: datetime) -> DeliveryQuerySet:
        """Those that have not left an hour after they were queued."""
        return self.filter(state__in=[State.PENDING, State.CLAIMED, State.DEFERRED], queued_at__lte=at - LONG)

    def needing_a_person(self) -> DeliveryQuerySet:
        """Those with which nothing happens any more by itself, until somebody says that they are dealt with."""
        return self.filter(state__in=NEED_A_PERSON, handled_at__isnull=True)

    def totals(self) -> dict[State, int]:
        """Return how many are in each state, with a nought for the empty ones."""
        counted = dict(self.order_by().values_list("state").annotate(number=Count("pk")))
        return {state: counted.get(state.value, 0) for state in State}
