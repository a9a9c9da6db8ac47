"""Settle uncertain deliveries by evidence: the mail server's log, a service's word, a link that was used."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cms.mail import services as single
from cms.mail.bulk import services as bulk
from cms.mail.exceptions import MoveRefused
from cms.mail.models import BulkDelivery, Campaign, Delivery, ReturnSource
from cms.mail.return_paths import Sealed, find_in
from cms.mail.states import State

from .classifying import classify
from .mta_log import LoggedEnd, ends_in
from .noting import note

BULK_ID = re.compile(r"([0-9a-f]{32})\.(\d{1,18})@")
ARRIVED, CAME_BACK, KNOWN, OTHERS = "arrived", "came back", "known", "others"


def settle_from_log(
    *, lines: Iterable[str], campaign: Campaign | None = None, by: Any = None, now: datetime
) -> Counter[str]:
    """Settle what a mail server's log tells of: uncertain mails that arrived are sent, those that came back refused.

    campaign: only mails of this one. Returns how many ARRIVED, CAME_BACK, were KNOWN already, or are OTHERS' mails. The
    lines are not kept. Doing it again changes nothing.
    """
    said: Counter[str] = Counter()
    for end in ends_in(lines):
        sent = _sent(end)
        if sent is None or (campaign is not None and not _is_of(sent, campaign)):
            said[OTHERS] += 1
        elif end.has_arrived:
            said[ARRIVED if note_arrival(sent=sent, by=by, now=now) else KNOWN] += 1
        else:
            report = classify(status=end.status, words=end.words)
            is_new = note(sent=sent, report=report, source=ReturnSource.LOG, report_id=f"log {end.queue}", now=now)
            said[CAME_BACK if is_new else KNOWN] += 1
    return said


def note_arrival(*, sent: Sealed, by: Any = None, now: datetime) -> bool:
    """Note that a delivery arrived; say whether it was uncertain until now."""
    try:
        (single if sent.is_single else bulk).note_arrival(delivery_id=sent.pk, by=by, now=now)
    except (MoveRefused, Delivery.DoesNotExist):
        return False
    return True


def _sent(end: LoggedEnd) -> Sealed | None:
    """Return which delivery a log's line is about: by its return path, or by the Message-ID, which nobody can guess."""
    by_path = find_in(end.sender)
    if by_path is not None:
        return by_path
    bulk_id = BULK_ID.match(end.message_id)
    if bulk_id is not None:
        found = BulkDelivery.objects.filter(pk=bulk_id[2], campaign__nonce=bulk_id[1]).first()
        return Sealed(found.pk) if found else None
    mail = Delivery.objects.filter(message_id=f"<{end.message_id}>").first() if end.message_id else None
    return Sealed(mail.pk, is_single=True) if mail else None


def _is_of(sent: Sealed, campaign: Campaign) -> bool:
    return not sent.is_single and BulkDelivery.objects.filter(pk=sent.pk, campaign=campaign).exists()


def note_link_used(*, site: Any, address_hash: str, token: str, now: datetime) -> int:
    """Note that a reader pressed a button behind a letter's link; return how many uncertain letters that settles.

    token: what the link held for her (`Recipient.token`). A letter whose token is no other letter's has arrived.
    """
    campaigns = Campaign.objects.filter(site=site, erased_at__isnull=True).order_by("-start_at")
    recent = list(campaigns.exclude(start_at=None).values_list("pk", flat=True)[:60])
    with_token = BulkDelivery.objects.filter(campaign__in=recent, address_hash=address_hash, token=token)
    rows = list(with_token.values_list("pk", "state"))
    if len(rows) != 1 or rows[0][1] != State.UNCERTAIN:
        return 0
    return int(note_arrival(sent=Sealed(rows[0][0]), now=now))
