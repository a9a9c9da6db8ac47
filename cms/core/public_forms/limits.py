"""How often one connection may send, counted in the database: a Redis that is gone must not open or close the door."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from cms.core.models import PublicAttempt
from cms.core.turns import turn_to_write


def hit(*, scope: str, address: str, limit: int, per: timedelta, now: datetime) -> bool:
    """Count one attempt of `address` and say whether it is within `limit` attempts `per` window.

    The address is kept as a keyed hash of that window alone, so that rows of two windows cannot be joined.
    """
    who = _who(scope, address, per, now)
    rows = PublicAttempt.objects.filter(who=who)
    with turn_to_write():
        if not rows.update(count=F("count") + 1):
            try:
                with transaction.atomic():
                    PublicAttempt.objects.create(who=who, count=1, ends_at=now + per)
            except IntegrityError:  # another request of the same connection was first
                rows.update(count=F("count") + 1)
    return rows.values_list("count", flat=True)[0] <= limit


def start_anew(*, scope: str, address: str, per: timedelta, now: datetime) -> None:
    """Count from zero again in this window, for somebody who has shown that she is no guesser."""
    PublicAttempt.objects.filter(who=_who(scope, address, per, now)).delete()


def _who(scope: str, address: str, per: timedelta, now: datetime) -> str:
    seconds = int(per.total_seconds())
    window = int(now.timestamp()) // seconds * seconds
    return salted_hmac("cms.public_forms", f"{scope}|{window}|{address}").hexdigest()[:32]


def forget(*, now: datetime) -> None:
    """Delete the counts of windows that are over."""
    PublicAttempt.objects.filter(ends_at__lt=now).delete()
