"""Who sends what: a worker claims one delivery at a time, and others take over when it does not come back."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from .models import Delivery, Suppression
from .querysets import DeliveryQuerySet
from .states import Reason, State

# Longer than any conversation with a mail server: a dozen steps of ten seconds, and a minute after the final dot.
LEASE = timedelta(minutes=5)
# Sweepers look every half minute. A lease that is seen to be out later than this ran out while nobody looked, or the
# clock has jumped ahead and who has it is at work: she is waited for once more.
LATE = timedelta(minutes=2)
# So often a mail is repeated without anybody knowing whether it had gone out; then a person looks.
MOST_DOUBTFUL = 3


def claim(*, now: datetime) -> Delivery | None:
    """Take up the delivery that has been due longest, and count the attempt; None when there is nothing to do.

    One transaction: on PostgreSQL rows that others are claiming are skipped, on SQLite one writer at a time is let in
    (`BEGIN IMMEDIATE`). What is claimed is committed before anything is sent.
    """
    if not _open(now).exists():  # without a write lock
        return None
    token = uuid.uuid4().hex
    with transaction.atomic():
        chosen = _open(now).select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True).first()
        if chosen is None:
            return None
        Delivery.objects.filter(pk=chosen).update(
            state=State.CLAIMED, claim=token, claimed_until=now + LEASE, attempts=F("attempts") + 1, changed_at=now
        )
    return Delivery.objects.select_related("mailing__site").get(pk=chosen)


def take_back_abandoned(*, now: datetime) -> int:
    """Put back what a worker claimed and never settled; return how many.

    Nobody knows whether those had gone out. They are sent again with the same Message-ID, a few times; then a person
    has to look.
    """
    lost = Delivery.objects.abandoned(at=now)
    if not lost.exists():  # without a write lock
        return 0
    is_waited_for_once = Q(claimed_until__gt=F("changed_at") + LEASE)
    lost.filter(~is_waited_for_once, claimed_until__lte=now - LATE).update(claimed_until=now + LEASE)
    free = {"claim": "", "claimed_until": None, "changed_at": now, "reason": Reason.WORKER_DIED}
    hopeless = lost.filter(doubtful__gte=MOST_DOUBTFUL - 1)
    number = hopeless.update(state=State.UNCERTAIN, doubtful=F("doubtful") + 1, **free)
    return number + lost.update(state=State.PENDING, due_at=now, doubtful=F("doubtful") + 1, **free)


def refuse_suppressed(*, now: datetime) -> int:
    """Refuse what waits for an address that is known not to exist; return how many."""
    waiting = Delivery.objects.due(at=now).filter(_is_suppressed()).order_by()
    pks = list(waiting.values_list("pk", flat=True))
    if not pks:
        return 0
    still = Delivery.objects.filter(pk__in=pks, state__in=[State.PENDING, State.DEFERRED])
    return still.update(state=State.REFUSED, reason=Reason.SUPPRESSED, changed_at=now)


def _open(now: datetime) -> DeliveryQuerySet:
    return Delivery.objects.due(at=now).exclude(_is_suppressed())


def _is_suppressed() -> Exists:
    # Who wants no letters is still told what she asks for herself.
    nowhere = Suppression.objects.filter(why=Suppression.Why.UNREACHABLE)
    return Exists(nowhere.filter(site=OuterRef("site"), address_hash=OuterRef("address_hash")))
