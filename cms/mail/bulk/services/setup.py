"""Write down what a campaign says and to which list it belongs, before its readers are counted."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from cms.mail import addresses
from cms.mail.bulk import slots
from cms.mail.exceptions import LineBreakRefused, MailRefused
from cms.mail.models import Campaign, Edition
from cms.mail.services.outbox import KEPT_FOR, NOT_IN_A_HEADER, NOT_IN_A_TEXT

SECTION_KEY = re.compile(r"[a-z0-9._:-]{1,40}")
DOMAIN_LIKE = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")


@dataclass(frozen=True)
class EditionContent:
    """The words for one variant of readers in one language, with `slots.slot()` where a reader's own goes.

    sections: plain text and HTML by key, for `slots.slot("sections")`; each reader gets those that the recipient names.
    """

    locale: str
    subject: str
    text: str
    html: str
    variant: str = ""
    sections: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class List:
    """The list that a campaign is for. `key` is what readers leave; `id` is that of RFC 2919, in the form of a domain.

    unsubscribe_url: complete, with `slots.slot("token")` in it; it must take the POST of RFC 8058. unsubscribe_mailto:
    an address, with a subject where that is needed to tell who wrote: `stop@example.jp?subject=` and the slot.
    """

    key: str
    name: str
    id: str
    unsubscribe_url: str
    unsubscribe_mailto: str = ""
    help_url: str = ""


@transaction.atomic
def create(
    *, kind: str, key: str, site: Any, name: str, editions: Sequence[EditionContent], belongs_to: List,
    keeps_quiet: bool = True, erase_after: datetime | None = None, now: datetime,
) -> Campaign:  # fmt: skip
    """Write a campaign with its editions; nobody gets anything yet.

    kind, key: what is sent, as with `cms.mail.services.queue`: creating the same pair again returns what there is.
    name: what staff call it. keeps_quiet: nothing leaves between nine in the evening and seven.
    erase_after: when contents and addresses are erased; None means 90 days after `now`.

    Raises MailRefused, its `field` naming what is not right.
    """
    known = Campaign.objects.filter(kind=kind, key=key).first()
    if known is not None:
        return known
    _check(name, editions, belongs_to)
    campaign, is_new = Campaign.objects.get_or_create(
        kind=kind, key=key,
        defaults={
            "site": site, "name": name, "nonce": uuid.uuid4().hex, "list_key": belongs_to.key,
            "list_name": belongs_to.name, "list_id": belongs_to.id, "unsubscribe_url": belongs_to.unsubscribe_url,
            "unsubscribe_mailto": belongs_to.unsubscribe_mailto, "help_url": belongs_to.help_url,
            "keeps_quiet": keeps_quiet, "created_at": now, "erase_after": erase_after or now + KEPT_FOR,
        },
    )  # fmt: skip
    if is_new:
        Edition.objects.bulk_create(_edition(campaign, content) for content in editions)
    return campaign


def _edition(campaign: Campaign, content: EditionContent) -> Edition:
    return Edition(
        campaign=campaign, variant=content.variant, locale=content.locale, subject=content.subject,
        text=_clean(content.text), html=_clean(content.html),
        sections={key: [_clean(text), _clean(html)] for key, (text, html) in content.sections.items()},
    )  # fmt: skip


def _clean(text: str) -> str:
    return NOT_IN_A_TEXT.sub("", text)


def _check(name: str, editions: Sequence[EditionContent], belongs_to: List) -> None:
    if not editions:
        raise MailRefused("editions", "at least one is needed")
    if len({(content.variant, content.locale) for content in editions}) < len(editions):
        raise MailRefused("editions", "one for each variant and language")
    if not name.strip() or len(name) > 200:
        raise MailRefused("name", "1 to 200 characters are needed")
    for number, content in enumerate(editions):
        _check_edition(f"editions[{number}]", content)
    _check_list(belongs_to)


def _check_edition(where: str, content: EditionContent) -> None:
    if NOT_IN_A_HEADER.search(content.subject):
        raise LineBreakRefused(f"{where}.subject")
    if not content.subject.strip() or len(content.subject) > 500:
        raise MailRefused(f"{where}.subject", "1 to 500 characters are needed")
    texts = {"text": content.text, "html": content.html}
    for key, (text, html) in content.sections.items():
        if not SECTION_KEY.fullmatch(key):
            raise MailRefused(f"{where}.sections", "keys are 1 to 40 of a-z, 0-9, '.', '_', ':' and '-'")
        texts |= {f"sections.{key}.text": text, f"sections.{key}.html": html}
    for field_name, text in texts.items():
        try:
            pieces = slots.split(text)
        except slots.UnknownSlot as error:
            raise MailRefused(f"{where}.{field_name}", f"unknown slot: {error}") from error
        if field_name.startswith("sections.") and (True, slots.SECTIONS) in pieces:
            raise MailRefused(f"{where}.{field_name}", "sections hold no sections")
    for part in ("text", "html"):
        if not texts[part].strip():
            raise MailRefused(f"{where}.{part}", "a newsletter has a plain part and one in HTML")


def _check_list(belongs_to: List) -> None:
    token = slots.slot("token")
    if NOT_IN_A_HEADER.search(belongs_to.name):
        raise LineBreakRefused("belongs_to.name")
    if not DOMAIN_LIKE.fullmatch(belongs_to.id):
        raise MailRefused("belongs_to.id", "a List-Id looks like events.centre.example.jp")
    if token not in belongs_to.unsubscribe_url:
        raise MailRefused("belongs_to.unsubscribe_url", "the reader's token is missing")
    for field_name, url in {"unsubscribe_url": belongs_to.unsubscribe_url, "help_url": belongs_to.help_url}.items():
        bare = url.replace(token, "")
        if bare and (not bare.isascii() or " " in bare or urlsplit(bare).scheme not in {"http", "https"}):
            raise MailRefused(f"belongs_to.{field_name}", "a complete address in ASCII is needed")
    mailbox = belongs_to.unsubscribe_mailto.partition("?")[0]
    if mailbox and not addresses.is_address(mailbox):
        raise MailRefused("belongs_to.unsubscribe_mailto", "not a mail address")
