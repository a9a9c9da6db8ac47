"""Which readers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from .states import State

#: Who has stopped can come back for so long; then the address is erased.
STOPPED_KEPT_FOR = timedelta(days=30)
#: An address that does not work is kept for so long, for staff to put right.
UNREACHABLE_KEPT_FOR = timedelta(days=180)
#: Who never confirmed is forgotten after this.
WAITING_KEPT_FOR = timedelta(days=7)


class SubscriberQuerySet(models.QuerySet[Any]):
    def getting_letters(self, *, on: date) -> SubscriberQuerySet:
        """Those who get letters on a day: confirmed, not stopped, not pausing."""
        return self.filter(Q(paused_until=None) | Q(paused_until__lte=on), state=State.ACTIVE)

    def pausing(self, *, on: date) -> SubscriberQuerySet:
        return self.filter(state=State.ACTIVE, paused_until__gt=on)

    def to_erase(self, *, at: datetime) -> SubscriberQuerySet:
        """Those whose promised end has come."""
        return self.filter(
            Q(state=State.WAITING, changed_at__lte=at - WAITING_KEPT_FOR)
            | Q(state__in=[State.STOPPED, State.COMPLAINED], changed_at__lte=at - STOPPED_KEPT_FOR)
            | Q(state=State.UNREACHABLE, changed_at__lte=at - UNREACHABLE_KEPT_FOR)
        )
