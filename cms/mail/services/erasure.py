"""Contents and addresses go on the promised day, sent or not; what remains are counts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from cms.mail.models import Delivery, MailAttachment, Mailing
from cms.mail.states import Reason, State

AT_ONCE = 500


def erase_due(*, now: datetime) -> int:
    """Erase contents, attachments, addresses and servers' answers of mails whose day has come; return how many mails.

    What has not left is withdrawn: a mail without contents cannot be sent. One that a worker is handing over at this
    moment waits for the next time. Kind, key, states and times stay, so that totals add up and queueing the same again
    sends nothing.
    """
    number = 0
    while erased := _erase_some(now):
        number += erased
    return number


@transaction.atomic
def _erase_some(now: datetime) -> int:
    claimed = Delivery.objects.filter(mailing=OuterRef("pk"), state=State.CLAIMED)
    due = Mailing.objects.filter(erased_at__isnull=True, erase_after__lte=now).exclude(Exists(claimed))
    pks = list(due.order_by("erase_after").values_list("pk", flat=True)[:AT_ONCE])
    if not pks:
        return 0
    deliveries = Delivery.objects.filter(mailing__in=pks)
    # No worker claims these any more: `due()` leaves out what has to be erased.
    waiting = deliveries.filter(state__in=[State.PENDING, State.DEFERRED])
    waiting.update(state=State.WITHDRAWN, reason=Reason.ERASED, changed_at=now)
    deliveries.update(address="", address_hash="", recipient="", reply="")
    MailAttachment.objects.filter(mailing__in=pks).delete()
    Mailing.objects.filter(pk__in=pks).update(subject="", text="", html="", erased_at=now)
    return len(pks)
