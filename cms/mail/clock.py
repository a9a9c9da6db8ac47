"""Times that a clock wrote which was ahead and has been put right since: no mail waits until they come."""

from datetime import datetime, timedelta

from django.db.models import Q

from .bulk.lanes import LONGEST_BLOCK
from .claiming import LEASE
from .models import Batch, BulkDelivery, Campaign, Delivery, Lane
from .querysets import TO_SEND
from .settling import BACK_OFF, PATIENCE
from .states import State

#: Clocks of machines differ by seconds. What is further ahead than the longest pause and this, a wrong one has written.
DIFFER = timedelta(minutes=5)
#: A lane's batches are a third of a minute long each, and as many as it has connections: ten at most.
LONGEST_TURN = timedelta(minutes=10)


def put_right(*, now: datetime) -> int:
    """Bring back every time of mails, batches and lanes that is further ahead than it can be; return how many rows.

    A mail that somebody has taken up is believed to be under way for one lease more: it is not sent twice for this.
    """
    far = now + DIFFER
    waiting = Q(due_at__gt=far + max(BACK_OFF))
    taken = Delivery.objects.filter(state=State.CLAIMED, claimed_until__gt=far + LEASE)
    open_campaigns = Campaign.objects.unfinished().values("pk")
    return (
        Delivery.objects.filter(TO_SEND).filter(waiting).update(due_at=now, give_up_at=now + PATIENCE)
        + taken.update(claimed_until=now + LEASE, give_up_at=now + PATIENCE, changed_at=now)
        + BulkDelivery.objects.filter(TO_SEND, campaign__in=open_campaigns).filter(waiting).update(due_at=now)
        + Batch.objects.filter(claimed_at__gt=far).update(claimed_at=now)
        + Lane.objects.filter(blocked_until__gt=far + LONGEST_BLOCK).update(blocked_until=None)
        + Lane.objects.filter(free_at__gt=far + LONGEST_TURN).update(free_at=None)
    )
