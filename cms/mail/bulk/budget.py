"""How many bulk mails may leave in a day: what a provider's plan allows, counted for all workers together.

`CMS_BULK_DAILY_BUDGET` is the number, nought for no limit; who looks after mail may choose a smaller one
(`SendingBudget`). A day is one of the centre's place. Counted is what a batch takes up; what it brings back unsent is
given back.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from cms.mail.mime import sender_address
from cms.mail.models import Batch, SendingBudget, SendingDay


def most() -> int | None:
    """Return how many may leave in a day; None when there is no limit."""
    chosen = SendingBudget.objects.filter(sender=sender_address()).values_list("most", flat=True).first()
    limits = [limit for limit in (settings.CMS_BULK_DAILY_BUDGET, chosen) if limit]
    return min(limits, default=None)


def used(*, now: datetime) -> int:
    """Return how many have been counted on this day; nought where nothing is counted."""
    row = SendingDay.objects.filter(sender=sender_address(), day=timezone.localdate(now)).first()
    return row.taken if row else 0


def left(*, now: datetime) -> int | None:
    """Return how many more may leave on this day; None when there is no limit."""
    limit = most()
    return None if limit is None else max(0, limit - used(now=now))


def hold(*, now: datetime) -> int | None:
    """Return the same with the day's row locked, in a transaction that goes on to `take`."""
    limit = most()
    if limit is None:
        return None
    day = {"sender": sender_address(), "day": timezone.localdate(now)}
    SendingDay.objects.bulk_create([SendingDay(**day)], ignore_conflicts=True)
    return max(0, limit - SendingDay.objects.select_for_update().get(**day).taken)


def take(number: int, *, now: datetime) -> None:
    """Count what a batch has taken up."""
    day = SendingDay.objects.filter(sender=sender_address(), day=timezone.localdate(now))
    day.update(taken=F("taken") + number)


def give_back(batch: Batch, number: int) -> None:
    """Uncount what came back unsent, on the day on which it was taken up."""
    if number > 0:
        day = SendingDay.objects.filter(sender=batch.lane.sender, day=timezone.localdate(batch.claimed_at))
        day.filter(taken__gte=number).update(taken=F("taken") - number)
