"""From a delivery to the message that goes over the wire: seven-bit, the same Message-ID on every repeat."""

from collections.abc import Sequence
from email.charset import Charset
from email.encoders import encode_base64
from email.generator import BytesGenerator
from email.header import Header
from email.mime.base import MIMEBase
from email.utils import format_datetime, formataddr, parseaddr
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation

from cms.core.locales import language_of
from cms.core.models import Appearance, Centre

from .addresses import is_address, on_the_wire
from .models import Delivery, MailAttachment


class Base64Utf8(Charset):
    """UTF-8 with base64 bodies: Django's own sends eight bits, which servers without 8BITMIME may not accept."""

    def __init__(self) -> None:
        super().__init__("utf-8")


UTF8 = Base64Utf8()


class SenderOfSite:
    """From and Reply-To of the sites' mails, each looked up once per site and language."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], tuple[str, list[str]]] = {}

    def of(self, site: Any, locale: str) -> tuple[str, list[str]]:
        """Return the From header and the list of Reply-To addresses.

        The address is the one that the mail server lets us send from (`DEFAULT_FROM_EMAIL`), the name is the centre's
        in the language of the mail; answers go to the centre's public address.
        """
        code = language_of(locale).code
        if (site.pk, code) not in self._known:
            with translation.override(code):
                name = " ".join(Appearance.for_site(site).display_name.split())
            answers = Centre.for_site(site).email
            self._known[site.pk, code] = (
                address_header(name, sender_address()),
                [on_the_wire(answers)] if is_address(answers) else [],
            )
        return self._known[site.pk, code]


def sender_address() -> str:
    """Return the bare address all mails are sent from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def address_header(name: str, address: str) -> str:
    """Return a name and an address as a header, the name as encoded words where it is not ASCII (RFC 2047)."""
    if name.isascii():
        return formataddr((name, address))
    return f"{encoded_header(name, 'Reply-To')} <{address}>"


def encoded_header(text: str, header: str) -> str:
    """Return text as encoded words on one line, the first of them short enough to stand behind the header's name.

    Left to Django, a first word that is too long moves to a line of its own, which many programs read as a space.
    """
    return text if text.isascii() else Header(text, UTF8, header_name=header).encode(linesep="")


def wire_bytes(message: EmailMultiAlternatives) -> bytes:
    """Return a message as it goes over the wire, lines ended by CR LF."""
    wire = BytesIO()
    BytesGenerator(wire, mangle_from_=False).flatten(message.message(), linesep="\r\n")
    return wire.getvalue()


def message_of(
    delivery: Delivery, attachments: Sequence[MailAttachment], senders: SenderOfSite
) -> EmailMultiAlternatives:
    """Put a delivery's message together; `delivery.mailing` and its site are loaded.

    Message-ID and Date are those of the first time, so that a mail program shows a repeat once.
    """
    mailing = delivery.mailing
    sender, answers = senders.of(mailing.site, mailing.locale)
    message = EmailMultiAlternatives(
        subject=encoded_header(mailing.subject, "Subject"),
        body=mailing.text,
        from_email=sender,
        to=[address_header(delivery.recipient, on_the_wire(delivery.address))],
        reply_to=answers,
        headers={
            "Message-ID": delivery.message_id,
            "Date": format_datetime(timezone.localtime(delivery.queued_at)),
            "Content-Language": language_of(mailing.locale).bcp47,
            # RFC 3834: no holiday notices in answer.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.encoding = UTF8
    if mailing.html:
        message.attach_alternative(mailing.html, "text/html")
    for attachment in attachments:
        message.attach(_part(attachment))
    return message


def _part(attachment: MailAttachment) -> MIMEBase:
    main, _slash, sub = attachment.mimetype.partition("/")
    part = MIMEBase(main, sub)
    if attachment.method:
        part.set_param("method", attachment.method)
    if main == "text":
        part.set_param("charset", "utf-8")
    part.set_payload(bytes(attachment.content))
    encode_base64(part)
    name = attachment.name if attachment.name.isascii() else ("utf-8", "", attachment.name)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part
