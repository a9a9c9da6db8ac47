"""How many bulk mails may leave in a day: what a provider's plan allows, counted for all workers together.

`CMS_BULK_DAILY_BUDGET` is the number, nought for no limit. A day is one of the centre's place. Counted is what a batch
takes up; what it brings back unsent is given back.
"""

from datetime import datetime

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from cms.mail.mime import sender_address
from cms.mail.models import Batch, SendingDay


def left(*, now: datetime) -> int | None:
    """Return how many more may leave on this day; None when there is no limit."""
    most = settings.CMS_BULK_DAILY_BUDGET
    if not most:
        return None
    row = SendingDay.objects.filter(sender=sender_address(), day=timezone.localdate(now)).first()
    return max(0, most - (row.taken if row else 0))


def hold(*, now: datetime) -> int | None:
    """Return the same with the day's row locked, in a transaction that goes on to `take`."""
    if not settings.CMS_BULK_DAILY_BUDGET:
        return None
    day = {"sender": sender_address(), "day": timezone.localdate(now)}
    SendingDay.objects.bulk_create([SendingDay(**day)], ignore_conflicts=True)
    return max(0, settings.CMS_BULK_DAILY_BUDGET - SendingDay.objects.select_for_update().get(**day).taken)


def take(number: int, *, now: datetime) -> None:
    """Count what a batch has taken up."""
    if settings.CMS_BULK_DAILY_BUDGET:
        day = SendingDay.objects.filter(sender=sender_address(), day=timezone.localdate(now))
        day.update(taken=F("taken") + number)


def give_back(batch: Batch, number: int) -> None:
    """Uncount what came back unsent, on the day on which it was taken up."""
    if number > 0 and settings.CMS_BULK_DAILY_BUDGET:
        day = SendingDay.objects.filter(sender=batch.lane.sender, day=timezone.localdate(batch.claimed_at))
        day.filter(taken__gte=number).update(taken=F("taken") - number)
