"""What was promised to be erased is erased: by the reader's button, by staff, by itself on the day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cms.mail.models import Channel, ConsentAction, Mailing
from cms.mail.services import consent, opt_in
from cms.mail.states import State as Sending
from plugins.newsletters.links import ADDRESS, CONFIRM
from plugins.newsletters.models import Subscriber, SubscriberImport

from . import ledger

#: A list that nobody took over is erased after this.
IMPORT_KEPT_FOR = timedelta(days=1)
MAIL_KINDS = "newsletters."


@transaction.atomic
def erase(*, subscriber: Subscriber, channel: str, now: datetime, page: str = "", by: Any = None) -> None:
    """Erase a reader: what remains are lines about consents with the hash of the address alone.

    Mails to her that wait are withdrawn and those kept in the outbox lose their contents at the next erasure there.
    """
    row = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if row is None:
        return
    for topic in row.topics.all():
        ledger.note(row, action=ConsentAction.WITHDRAWN, topic=topic, channel=channel, now=now, page=page, by=by)
    ledger.note(row, action=ConsentAction.ERASED, channel=channel, now=now, page=page, by=by)
    consent.forget(site=row.site, address_hash=row.address_hash, subject=row.uuid)
    for purpose in (CONFIRM, ADDRESS):
        opt_in.forget(site=row.site, purpose=purpose, address_hash=row.address_hash)
    mails = Mailing.objects.filter(
        kind__startswith=MAIL_KINDS, site=row.site_id, deliveries__address_hash=row.address_hash,
        erased_at__isnull=True,
    )  # fmt: skip
    # A letter that many get keeps its contents; what was written for her alone goes.
    alone = [mail.pk for mail in mails if not mail.deliveries.exclude(address_hash=row.address_hash).exists()]
    Mailing.objects.filter(pk__in=alone).exclude(deliveries__state=Sending.CLAIMED).update(erase_after=now)
    row.delete()


def erase_due(*, now: datetime) -> None:
    """Erase who never confirmed, who stopped a month ago, whose address stopped working, and lists left behind."""
    for subscriber in Subscriber.objects.to_erase(at=now).select_related("site"):
        erase(subscriber=subscriber, channel=Channel.CLOCK, now=now)
    SubscriberImport.objects.filter(made_at__lte=now - IMPORT_KEPT_FOR).delete()
