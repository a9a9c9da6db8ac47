"""What reports tell about a person goes when the mails themselves do; what remains are counts."""

from datetime import datetime

from cms.mail.models import ReturnedMail
from cms.mail.services.outbox import KEPT_FOR

AT_ONCE = 2000


def erase_due(*, now: datetime) -> int:
    """Erase hashes of addresses and servers' words of reports that are older than mails are kept; return how many."""
    number = 0
    while True:
        due = ReturnedMail.objects.filter(at__lte=now - KEPT_FOR).exclude(address_hash="")
        pks = list(due.order_by("at").values_list("pk", flat=True)[:AT_ONCE])
        if not pks:
            return number
        number += ReturnedMail.objects.filter(pk__in=pks).update(address_hash="", detail="")
