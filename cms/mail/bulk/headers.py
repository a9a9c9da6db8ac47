"""The head of a bulk mail: who writes, to which list, and how to leave it."""

from collections.abc import Iterator
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.utils import timezone

from cms.core.locales import language_of
from cms.mail.base_url import base_url
from cms.mail.mime import SenderOfSite, address_header, encoded_header
from cms.mail.models import Campaign, Edition

from .slots import CLOSE, MARK, OPEN

# Besides the reader's token: the To header's value and the delivery's number.
TO, NUMBER = f"{OPEN}to{CLOSE}", f"{OPEN}number{CLOSE}"


def head(campaign: Campaign, edition: Edition, boundary: str) -> list[bytes | str]:
    """Return the head of an edition's messages up to the empty line, with the names `to`, `number` and `token` between.

    Message-ID and Date are the same should a message ever be repeated by hand.
    """
    sender, answers = SenderOfSite().of(campaign.site, edition.locale)
    host = urlsplit(base_url(campaign.site)).hostname or "localhost"
    date = campaign.start_at or campaign.prepared_at or campaign.created_at
    headers = [
        f"From: {sender}",
        *(f"Reply-To: {answer}" for answer in answers),
        f"To: {TO}",
        f"Subject: {folded(encoded_header(edition.subject, 'Subject'))}",
        f"Date: {format_datetime(timezone.localtime(date))}",
        f"Message-ID: <{campaign.nonce}.{NUMBER}@{host}>",
        f"Content-Language: {language_of(edition.locale).bcp47}",
        "Precedence: bulk",
        # RFC 3834: no holiday notices in answer.
        "Auto-Submitted: auto-generated",
        *list_headers(campaign),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"',
    ]
    pieces = MARK.split("".join(f"{line}\r\n" for line in headers))
    return [piece if number % 2 else piece.encode("ascii") for number, piece in enumerate(pieces)]


def list_headers(campaign: Campaign) -> Iterator[str]:
    """Yield the headers of RFC 2919 (List-Id), RFC 2369 (List-Help, List-Unsubscribe) and RFC 8058 (one click)."""
    if campaign.list_id:
        name = address_header(campaign.list_name, campaign.list_id) if campaign.list_name else f"<{campaign.list_id}>"
        yield f"List-Id: {folded(name)}"
    if campaign.help_url:
        yield f"List-Help: <{campaign.help_url}>"
    if campaign.unsubscribe_url:
        mail = f",\r\n <mailto:{campaign.unsubscribe_mailto}>" if campaign.unsubscribe_mailto else ""
        yield f"List-Unsubscribe: <{campaign.unsubscribe_url}>{mail}"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def folded(value: str) -> str:
    """Break a header between its encoded words: RFC 5322 section 2.1.1 allows lines of 998 characters."""
    return value.replace("?= =?", "?=\r\n =?")
