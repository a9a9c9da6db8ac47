"""Lower or raise how fast and how much is sent, within what is allowed; each change stands in the history."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log

from cms.mail.bulk import budget, waking
from cms.mail.bulk.exceptions import LimitRefused
from cms.mail.bulk.lanes import FASTEST, SLOWEST, Caps, most_caps
from cms.mail.mime import sender_address
from cms.mail.models import BulkDelivery, Lane, SendingBudget, SendingDay
from cms.mail.states import State

# Nobody means more; a number that does not fit its column must not get there.
MOST_A_DAY = 10_000_000


@transaction.atomic
def set_caps(*, lane_id: int, connections: int, rate: float | None, by: Any) -> Lane:
    """Give a group of providers so many connections at once and mails a second at most; None for no limit.

    Felt with the next batch. A lane that a server has asked to slow down goes on creeping up, to the new limit. Raises
    LimitRefused outside `lanes.most_caps` or below one mail in five seconds.
    """
    lane = Lane.objects.select_for_update().get(pk=lane_id)
    before, allowed = Caps(lane.connections, lane.ceiling), most_caps(lane.group)
    if not 1 <= connections <= allowed.connections:
        raise LimitRefused("connections")
    if rate is None and allowed.rate is not None:
        raise LimitRefused("rate")
    if rate is not None and not SLOWEST <= rate <= (allowed.rate or FASTEST):
        raise LimitRefused("rate")
    if before == Caps(connections, rate):
        return lane
    if not lane.is_slowed:
        lane.rate = rate
    elif lane.rate is not None and rate is not None:
        lane.rate = min(lane.rate, rate)
    lane.connections, lane.ceiling = connections, rate
    lane.save(update_fields=["connections", "ceiling", "rate"])
    data = {"group": lane.group, "connections": [before.connections, connections], "rate": [before.rate, rate]}
    log(instance=lane, action="mail.lane_caps", user=by, data=data)
    waking.wake_after_commit()
    return lane


@transaction.atomic
def set_budget(*, most: int | None, by: Any, now: datetime) -> None:
    """Let so many bulk mails leave in a day; None for as many as the server's settings allow.

    Raises LimitRefused for less than one, or more than the settings allow.
    """
    allowed = settings.CMS_BULK_DAILY_BUDGET or MOST_A_DAY
    if most is not None and not 1 <= most <= allowed:
        raise LimitRefused("most")
    was_counted = budget.most() is not None
    SendingBudget.objects.bulk_create([SendingBudget(sender=sender_address())], ignore_conflicts=True)
    row = SendingBudget.objects.select_for_update().get(sender=sender_address())
    before = row.most
    if before == most:
        return
    row.most = most
    row.save(update_fields=["most"])
    if not was_counted:
        _count_from_midnight(now)
    log(instance=row, action="mail.sending_budget", user=by, data={"most": [before, most]})
    waking.wake_after_commit()


def _count_from_midnight(now: datetime) -> None:
    """Count what has left on a day that had no limit until now."""
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    taken = BulkDelivery.objects.filter(Q(state=State.SENT, sent_at__gte=midnight) | Q(state=State.CLAIMED)).count()
    SendingDay.objects.update_or_create(sender=sender_address(), day=local.date(), defaults={"taken": taken})
