"""Double opt-in: somebody asks, one mail goes out, and it counts when the owner of the address presses a button.

The app that asks has the page behind the link, what the wishes mean and what becomes of them; this module has the rows,
the one mail a day, the links and the end of it all. Nothing tells whether an address was known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Site

from cms.mail import addresses, mailed_tokens
from cms.mail.letters import Letter
from cms.mail.models import ConsentWording, OptIn
from cms.mail.rendering import render

from . import suppression
from .outbox import queue

#: Makes what is asked for from what an address had asked for and not confirmed.
Beside = Callable[[Mapping[str, Any]], Mapping[str, Any]]
#: Who does not confirm is forgotten after this.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """mailed: whether a mail goes out now; not when one did earlier on the same day, or the address wants none."""

    wish: OptIn
    mailed: bool


@transaction.atomic
def ask(
    *, site: Any, purpose: str, address: str, locale: str, wishes: Mapping[str, Any] | Beside,
    words: ConsentWording | None, channel: str, page: str, letter: Callable[[str], Letter], now: datetime,
) -> Asked:  # fmt: skip
    """Note what an address asks for and mail the link, at most once a day and address.

    purpose: which app asks for what ("newsletters"); the mail's kind is "<purpose>.confirm". wishes: ready for JSON;
    asking again before confirming replaces them, unless a function puts the new ones beside those not confirmed yet:
    it is called with them, in the lock of the row. letter: makes the letter from the link's token, in the language
    `locale` names. Nothing is mailed to an address that wants no letters, and the caller answers the same.
    """
    row = _row(site, purpose, addresses.tidy(address), now)
    if row.confirmed_at is not None:  # it has been used: the next link is another one
        row.version, row.confirmed_at, row.mailed_on, row.wishes = row.version + 1, None, None, {}
    row.wishes = dict(wishes(row.wishes) if callable(wishes) else wishes)
    row.locale, row.wording, row.page, row.channel = locale, words, page[:300], channel
    row.asked_at, row.expires_at = now, now + KEPT_FOR
    today = timezone.localdate(now)
    is_mailed = row.mailed_on != today and suppression.may_ask_to_confirm(site=site, address=row.address)
    if is_mailed:
        row.mailed_on = today
    row.save()
    if is_mailed:
        _mail(row, letter, now)
    return Asked(row, is_mailed)


def _row(site: Any, purpose: str, address: str, now: datetime) -> OptIn:
    """Return the one row of this address, locked."""
    key = {"site": site, "purpose": purpose, "address_hash": addresses.digest(address)}
    if not OptIn.objects.filter(**key).exists():
        try:
            with transaction.atomic():
                OptIn.objects.create(
                    **key, address=address, locale="", channel="", asked_at=now, expires_at=now + KEPT_FOR
                )
        except IntegrityError:  # somebody else was first, between the look and the write
            pass
    return OptIn.objects.select_for_update().get(**key)


def _mail(row: OptIn, letter: Callable[[str], Letter], now: datetime) -> None:
    token = token_for(row)
    rendered = render(lambda: letter(token), site=row.site, locale=row.locale)
    queue(
        kind=f"{row.purpose}.confirm",
        key=f"{row.uuid}:{row.version}:{row.mailed_on}",
        site=row.site, to=row.address, locale=row.locale, subject=rendered.subject, text=rendered.text,
        html=rendered.html, erase_after=row.expires_at, now=now,
    )  # fmt: skip


def token_for(row: OptIn) -> str:
    """Return the token of the link that confirms a wish."""
    return mailed_tokens.make(
        purpose=f"{row.purpose}.confirm", row=row.uuid, version=row.version, ends_at=row.expires_at
    )


def find(*, token: str, purpose: str, site: Site | None, now: datetime) -> OptIn | None:
    """Return what a link confirms; None when the link is wrong, over, for another purpose or site. Changes nothing."""
    parts = mailed_tokens.read(token)
    rows = OptIn.objects.filter(purpose=purpose, site=site).select_related("site", "wording")
    row = rows.filter(uuid=parts.row).first() if parts else None
    if parts is None or row is None or now >= row.expires_at:
        return None
    return row if parts.holds(purpose=f"{purpose}.confirm", version=row.version, now=now) else None


def confirm(*, row: OptIn, now: datetime) -> bool:
    """Note that the owner pressed the button; False when that was done before. The caller's transaction does the rest.

    Of two requests at once one gets True.
    """
    return bool(OptIn.objects.filter(pk=row.pk, version=row.version, confirmed_at=None).update(confirmed_at=now))


def forget(*, site: Any, purpose: str, address_hash: str) -> None:
    """Erase what an address asked for."""
    OptIn.objects.filter(site=site, purpose=purpose, address_hash=address_hash).delete()


def erase_due(*, now: datetime) -> int:
    """Erase wishes whose time is over, confirmed or not; return how many."""
    return OptIn.objects.filter(expires_at__lte=now).delete()[0]
