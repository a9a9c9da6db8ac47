"""Write down who agreed to what, and read it back. Lines are added in the caller's transaction, never changed."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from cms.mail.bulk import services as bulk
from cms.mail.models import ConsentAction, ConsentEvent, ConsentWording
from cms.mail.models.consents import ConsentQuerySet


def wording(*, text: str, locale: str, now: datetime) -> ConsentWording:
    """Return the row of these words in this language, made when they are new."""
    digest = hashlib.sha256(f"{locale}\n{text}".encode()).hexdigest()
    row, _is_new = ConsentWording.objects.get_or_create(
        digest=digest, defaults={"locale": locale, "text": text, "since": now}
    )
    return row


def record(
    *, site: Any, address_hash: str, purpose: str, what: str, action: str, channel: str, now: datetime,
    subject: UUID | None = None, words: ConsentWording | None = None, locale: str = "", page: str = "",
    note: str = "", by: Any = None,
) -> ConsentEvent:  # fmt: skip
    """Add one line.

    purpose: what it is about, for programs ("newsletters.events"); what: for people, as it was read. action, channel:
    of `ConsentAction` and `Channel`; stopping something withdraws, in the same transaction, what is prepared for the
    address on the list whose key is `purpose`. words: the exact text agreed to. page: the path of the page. note: how
    staff know, in their words. by: the member of staff who entered it; None for the person herself.
    """
    if action == ConsentAction.WITHDRAWN:
        bulk.withdraw_address(site=site, address_hash=address_hash, list_key=purpose, now=now)
    return ConsentEvent.objects.create(
        site=site, address_hash=address_hash, subject=subject, purpose=purpose, what=what[:200], action=action,
        wording=words, locale=locale, page=page[:300], channel=channel, note=note[:300], by=by, at=now,
    )  # fmt: skip


def history(*, site: Any, address_hash: str, subject: UUID | None = None) -> ConsentQuerySet:
    """Return the lines about a person, the newest first, with their words and who entered them."""
    rows = ConsentEvent.objects.about(site=site, address_hash=address_hash, subject=subject)
    return rows.select_related("wording", "by").order_by("-at", "-pk")


def forget(*, site: Any, address_hash: str, subject: UUID | None = None) -> None:
    """Blank what staff noted about a person who is erased; the lines stay, with the hash alone."""
    ConsentEvent.objects.about(site=site, address_hash=address_hash, subject=subject).blank_notes()
