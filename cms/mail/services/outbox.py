"""Put a mail into the outbox: a row in the caller's transaction, sent after it has committed."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction

from cms.core.statements import Statement
from cms.mail import addresses, waking
from cms.mail.base_url import base_url
from cms.mail.exceptions import AddressRefused, LineBreakRefused, MailRefused
from cms.mail.models import Delivery, MailAttachment, Mailing
from cms.mail.settling import PATIENCE
from cms.mail.states import Reason, State, may_move

# How long contents and address are kept where the caller names no day.
KEPT_FOR = timedelta(days=90)
# Many servers refuse more than 10 MB, and base64 makes a third more of what is attached.
MOST_BYTES_ATTACHED = 6 * 1024 * 1024
# Everything that some mail program takes for the end of a line, and what a database refuses.
NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
NOT_IN_A_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MIMETYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail. `method` is the iTIP method (RFC 5546) of a `text/calendar` entry, else empty."""

    name: str
    mimetype: str
    content: bytes
    method: str = ""


def queue(
    *, kind: str, key: str, site: Any, to: str, locale: str, subject: str, text: str, html: str = "",
    attachments: Sequence[Attachment] = (), erase_after: datetime | None, now: datetime, recipient: str = "",
) -> Delivery:  # fmt: skip
    """Put one mail to one address into the outbox and return its delivery.

    The rows are written in the caller's transaction: nothing is sent when it is rolled back. After it has committed a
    worker is woken; when that fails the sweeper finds the row. The mail is sent at least once, and a repeat has the
    same Message-ID.

    kind, key: what it tells, for example "registration.confirmed" and the registration's id and version. Queueing the
    same pair again changes nothing and returns the delivery of the first time.
    to: the address alone, spelt as people spell it; recipient: the name beside it, if any.
    locale: a language's code, for what is around the text. subject, text, html: ready in that language, see
    `cms.mail.rendering`.
    erase_after: when contents and address are erased, sent or not; None means KEPT_FOR after `now`.

    Raises AddressRefused, LineBreakRefused (subject, recipient, name of an attachment) or MailRefused.
    """
    known = _known(kind, key)
    if known is not None:
        return known
    address = addresses.tidy(to)
    _check(kind, key, address, subject, text, recipient, attachments)
    try:
        # A transaction within the caller's: what cannot be written leaves nothing of itself in it.
        with transaction.atomic():
            mailing = Mailing.objects.create(
                kind=kind, key=key, site=site, locale=locale, subject=subject, text=NOT_IN_A_TEXT.sub("", text),
                html=NOT_IN_A_TEXT.sub("", html), queued_at=now, erase_after=erase_after or now + KEPT_FOR,
            )  # fmt: skip
            MailAttachment.objects.bulk_create(
                MailAttachment(
                    mailing=mailing, position=position, name=each.name, mimetype=each.mimetype, method=each.method,
                    content=each.content,
                )
                for position, each in enumerate(attachments)
            )  # fmt: skip
            delivery = Delivery.objects.create(
                mailing=mailing, site=site, address=address, address_hash=addresses.digest(address),
                recipient=recipient, message_id=_message_id(site), due_at=now, give_up_at=now + PATIENCE,
                queued_at=now, changed_at=now,
            )  # fmt: skip
            waking.wake_after_commit()
    except IntegrityError:
        known = _known(kind, key)
        if known is None:
            raise
        return known  # somebody else was first, between the look and the write
    return delivery


_KNOWN = Statement(
    lambda kind, key: (
        Delivery.objects.filter(mailing__kind=kind, mailing__key=key)
        .select_related("mailing")
        .order_by("pk")[:1]
    ),
    kind=str, key=str,
)  # fmt: skip


def _known(kind: str, key: str) -> Delivery | None:
    return next(iter(_KNOWN(kind=kind, key=key)), None)


def _check(
    kind: str, key: str, address: str, subject: str, text: str, recipient: str, attachments: Sequence[Attachment]
) -> None:
    headers = {"subject": subject, "recipient": recipient}
    headers |= {f"attachments[{number}].name": each.name for number, each in enumerate(attachments)}
    for field, value in headers.items():
        if NOT_IN_A_HEADER.search(value):
            raise LineBreakRefused(field)
    if not addresses.is_address(address):
        raise AddressRefused
    for field, value, longest in (("kind", kind, 100), ("key", key, 200), ("subject", subject, 500)):
        if not value.strip() or len(value) > longest:
            raise MailRefused(field, f"1 to {longest} characters are needed")
    if not text.strip():
        raise MailRefused("text", "a mail has a plain part")
    if len(recipient) > 200:
        raise MailRefused("recipient", "at most 200 characters")
    _check_attachments(attachments)


def _check_attachments(attachments: Sequence[Attachment]) -> None:
    if sum(len(each.content) for each in attachments) > MOST_BYTES_ATTACHED:
        raise MailRefused("attachments", f"together at most {MOST_BYTES_ATTACHED} bytes")
    for number, each in enumerate(attachments):
        if not MIMETYPE.fullmatch(each.mimetype) or not re.fullmatch(r"[A-Z-]*", each.method):
            raise MailRefused(f"attachments[{number}]", "not a type of file")


def _message_id(site: Any) -> str:
    return f"<{uuid.uuid4().hex}@{urlsplit(base_url(site)).hostname or 'localhost'}>"


@transaction.atomic
def withdraw(*, kind: str, key: str, now: datetime) -> bool:
    """Take a queued mail back because what it tells is no longer true; say whether that was still possible.

    False when it was never queued, has left already, or is being handed over at this moment.
    """
    rows = Delivery.objects.filter(mailing__kind=kind, mailing__key=key)
    open_ones = rows.filter(state__in=[state for state in State if may_move(state, State.WITHDRAWN)])
    # One UPDATE with the states in its condition: a worker that claimed in between keeps the mail.
    return bool(open_ones.update(state=State.WITHDRAWN, reason=Reason.NO_LONGER_TRUE, changed_at=now))
