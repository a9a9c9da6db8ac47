"""Write a report down and heed it: the delivery's state, the address, the consent, the campaign's breaker.

Nothing is changed for a report whose seal does not hold, and nothing twice for the same report.
"""

import hashlib
import logging
import re
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from cms.mail.bulk.services import breaker
from cms.mail.models import (
    BulkDelivery,
    Campaign,
    Channel,
    ConsentAction,
    Delivery,
    ReturnedMail,
    ReturnKind,
    ReturnSource,
    Suppression,
)
from cms.mail.return_paths import Sealed
from cms.mail.services import consent, suppression
from cms.mail.signals import address_suppressed
from cms.mail.states import Reason, State

from .classifying import Report

logger = logging.getLogger(__name__)

# An address to which three of the last five letters came back gets no more.
SOFT_RETURNS, OF_LETTERS = 3, 5
# So many campaigns back letters to an address are looked for; its index is by campaign.
CAMPAIGNS_BACK = 60
# A report shows that the mail had left, whatever is known of it here. One that is being handed over moves later.
MAY_COME_BACK = (State.SENT, State.UNCERTAIN, State.PENDING, State.DEFERRED)
ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]]+@[^\s<>\"'(),;:\[\]]+")


def note(*, sent: Sealed, report: Report, source: ReturnSource, report_id: str, now: datetime) -> bool | None:
    """Note a report about the delivery that a valid seal names; say whether it was new, or None for no such delivery.

    report_id: Message-ID of the report, number of the event, or whatever else tells it from others.
    """
    model: Any = Delivery if sent.is_single else BulkDelivery
    delivery = model.objects.filter(pk=sent.pk).first()
    if delivery is None:
        return None
    site_id = delivery.site_id if sent.is_single else Campaign.objects.get(pk=delivery.campaign_id).site_id
    key = hashlib.sha256(f"{sent.is_single}:{sent.pk}:{report_id}".encode("utf-8", "replace")).hexdigest()
    with transaction.atomic():
        row, is_new = ReturnedMail.objects.get_or_create(
            key=key,
            defaults={
                "site_id": site_id, "delivery_id" if sent.is_single else "bulk_delivery_id": sent.pk,
                "kind": report.kind, "source": source, "reason": report.reason, "status": report.status,
                "detail": without_addresses(report.detail)[:300], "address_hash": delivery.address_hash or "",
                "at": now,
            },
        )  # fmt: skip
        if not is_new:
            return False
        # Campaigns first, deliveries afterwards, as whoever leaves a list does: the other way round the two would wait
        # for each other.
        _heed_about_address(row, delivery, now)
        heed_about_delivery(row, now=now)
    # Numbers only: neither address nor the server's words may stand in a log.
    logger.info("mail %s%d came back: %s %s", "" if sent.is_single else "bulk ", sent.pk, row.kind, row.status)
    return True


def without_addresses(text: str) -> str:
    """Return a server's words without the addresses in them."""
    return ADDRESS.sub("…", text)


# What it means for the address ---------------------------------------------------------------------------------------


def _heed_about_address(row: ReturnedMail, delivery: Any, now: datetime) -> None:
    if not row.address_hash:
        return  # erased: nobody is left whom it could concern
    if row.kind == ReturnKind.COMPLAINT:
        _suppress(row, Suppression.Why.COMPLAINT, now)
        if isinstance(delivery, BulkDelivery):
            _withdraw_consent(row, delivery, now)
    elif row.kind == ReturnKind.HARD or (isinstance(delivery, BulkDelivery) and _comes_back_mostly(row)):
        _suppress(row, Suppression.Why.BOUNCED, now)
    if isinstance(delivery, BulkDelivery) and row.kind != ReturnKind.SOFT and _is_first(row, delivery):
        count = breaker.note_complaint if row.kind == ReturnKind.COMPLAINT else breaker.note_bounce
        count(delivery, now=now)


def _is_first(row: ReturnedMail, delivery: BulkDelivery) -> bool:
    """Whether nothing of this kind was noted of the delivery before. Of two reports at once one is the first."""
    Campaign.objects.select_for_update(no_key=True).get(pk=delivery.campaign_id)
    same = ReturnedMail.objects.filter(bulk_delivery=row.bulk_delivery_id, kind=row.kind)
    return not same.exclude(pk=row.pk).exists()


def _suppress(row: ReturnedMail, why: Suppression.Why, now: datetime) -> None:
    entry = suppression.suppress_digest(site=row.site, address_hash=row.address_hash, why=why, now=now)
    transaction.on_commit(partial(address_suppressed.send_robust, Suppression, instance=entry))


def _withdraw_consent(row: ReturnedMail, delivery: BulkDelivery, now: datetime) -> None:
    """Who calls a letter unwanted has stopped its list, by the button of her mail program."""
    campaign = delivery.campaign
    if not campaign.list_key:
        return
    consent.record(
        site=row.site, address_hash=row.address_hash, purpose=campaign.list_key,
        what=campaign.list_name or campaign.name, action=ConsentAction.WITHDRAWN, channel=Channel.COMPLAINT,
        locale=delivery.edition.locale, now=now,
    )  # fmt: skip


def _comes_back_mostly(row: ReturnedMail) -> bool:
    """Whether three of the last five letters to this address came back, this one among them."""
    campaigns = Campaign.objects.filter(site=row.site_id, start_at__isnull=False)
    recent = list(campaigns.order_by("-start_at", "-pk").values_list("pk", flat=True)[:CAMPAIGNS_BACK])
    letters = BulkDelivery.objects.filter(
        campaign__in=recent, address_hash=row.address_hash,
        state__in=[State.SENT, State.REFUSED, State.CLAIMED, State.UNCERTAIN],
    )  # fmt: skip
    last = list(letters.order_by("-campaign__start_at", "-pk").values_list("pk", flat=True)[:OF_LETTERS])
    returned = ReturnedMail.objects.filter(bulk_delivery__in=last, kind__in=[ReturnKind.SOFT, ReturnKind.HARD])
    return returned.values("bulk_delivery").distinct().count() >= SOFT_RETURNS


# What it means for the delivery --------------------------------------------------------------------------------------


def heed_about_delivery(row: ReturnedMail, *, now: datetime) -> bool:
    """Let the delivery's state tell what the report says; say whether that is done.

    What came back was not delivered. A complaint shows that it arrived, which settles an uncertain one. A delivery that
    is being handed over at this moment waits for `heed_waiting`. To be called within a transaction: the delivery is
    locked, or it could be taken up between the look and the change, which then misses it.
    """
    rows: Any = Delivery.objects.filter(pk=row.delivery_id) if row.delivery_id else BulkDelivery.objects.filter(
        pk=row.bulk_delivery_id
    )  # fmt: skip
    held = rows.select_for_update(no_key=True).values_list("state", flat=True).first()
    if held == State.CLAIMED:
        return False
    if row.kind == ReturnKind.COMPLAINT:
        arrived: dict[str, Any] = {"state": State.SENT, "sent_at": row.at, "reason": Reason.NONE}
        rows.filter(state=State.UNCERTAIN).update(**arrived, changed_at=now, handled_at=None, handled_by=None)
    else:
        change: dict[str, Any] = {"state": State.REFUSED, "reason": row.reason, "sent_at": None, "reply": row.detail}
        # No reply code: it was not refused at the door.
        change |= {"reply_code": None, "changed_at": now, "handled_at": None, "handled_by": None}
        if not row.delivery_id:
            change["batch"] = None
        rows.filter(state__in=MAY_COME_BACK).update(**change)
    ReturnedMail.objects.filter(pk=row.pk).update(is_heeded=True)
    return True


def heed_waiting(*, now: datetime) -> int:
    """Let those deliveries tell that were being handed over when their report came; return how many do now."""
    waiting = ReturnedMail.objects.filter(is_heeded=False).order_by("pk")[:500]
    number = 0
    for row in waiting:
        with transaction.atomic():
            number += heed_about_delivery(row, now=now)
    return number
