"""What staff do with mails that need a person: send again, withdraw, note as dealt with or as arrived."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cms.mail import waking
from cms.mail.exceptions import MoveRefused
from cms.mail.models import Delivery, Suppression
from cms.mail.settling import PATIENCE
from cms.mail.states import NEED_A_PERSON, Reason, State, may_move


@transaction.atomic
def retry(*, delivery_ids: Iterable[int], by: Any, now: datetime) -> int:
    """Send again, at once, what was refused, is uncertain or waits for its next attempt; return how many.

    The Message-ID stays. An address that was noted as not existing is tried again. What has been sent, withdrawn or
    erased in the meantime is left alone.
    """
    wanted = Delivery.objects.filter(pk__in=list(delivery_ids), state__in=[State.DEFERRED, *NEED_A_PERSON])
    rows = list(wanted.filter(mailing__erase_after__gt=now).exclude(address=""))
    number = 0
    for delivery in rows:
        if not _move(delivery, State.PENDING, now, due_at=now, give_up_at=now + PATIENCE, doubtful=0, attempts=0):
            continue
        number += 1
        noted = Suppression.objects.filter(site_id=delivery.site_id, address_hash=delivery.address_hash)
        noted.filter(why=Suppression.Why.UNREACHABLE).delete()
        _log(delivery, "mail.retry", by)
    if number:
        waking.wake_after_commit()
    return number


@transaction.atomic
def withdraw_by_staff(*, delivery_id: int, by: Any, now: datetime) -> None:
    """Decide that a mail is not sent. Raises MoveRefused when it has left or is being handed over."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if not _move(delivery, State.WITHDRAWN, now, reason=Reason.BY_STAFF):
        raise MoveRefused
    _log(delivery, "mail.withdraw", by)


@transaction.atomic
def note_arrival(*, delivery_id: int, by: Any, now: datetime) -> None:
    """Note that an uncertain mail did arrive, because somebody said so. Raises MoveRefused for any other mail."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if not _move(delivery, State.SENT, now, sent_at=now, reason=Reason.NONE):
        raise MoveRefused
    _log(delivery, "mail.arrived", by)


@transaction.atomic
def note_as_dealt_with(*, delivery_id: int, by: Any, now: datetime) -> None:
    """Note that a person was told in another way. The mail stays what it is and leaves the list of those to look at.

    Raises MoveRefused when the mail needs nobody.
    """
    needing = Delivery.objects.needing_a_person().filter(pk=delivery_id)
    if not needing.update(handled_at=now, handled_by=by):
        raise MoveRefused
    _log(Delivery.objects.get(pk=delivery_id), "mail.dealt_with", by)


def _move(delivery: Delivery, state: State, now: datetime, **change: Any) -> int:
    """Move a delivery unless somebody else has moved it since it was read; return how many were moved."""
    if not may_move(delivery.state, state):
        return 0
    same = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
    return same.update(state=state, changed_at=now, handled_at=None, handled_by=None, **change)


def _log(delivery: Delivery, action: str, by: Any) -> None:
    log(instance=delivery, action=action, user=by)
