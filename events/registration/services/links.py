"""Mailed links, and mail that was lost."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from cms.core.readings import normalise_reading
from cms.mail import addresses
from events.registration import tokens
from events.registration.choices import Action, ActorKind, MessageKind
from events.registration.codes import read_code
from events.registration.duplicates import digits
from events.registration.models import Registration, RegistrationEvent
from events.registration.news import News
from events.registration.notifications import tell

ONCE_IN = timedelta(minutes=5)
# So that nobody fills the mailbox of another by asking in her name again and again.
DAY = timedelta(days=1)
MOST_IN_A_DAY, MOST_AT_ONCE = 5, 10
WITH_ALL = ("event__site", "offering", "form_version")


def resolve(*, token: str, purpose: str, now: datetime, site: Any) -> Registration | None:
    """Return the registration that a mailed link is for; None when the link is wrong, old or for another purpose.

    site: where it was followed; a link opens nothing on the site of another centre.
    """
    parts = tokens.read(token)
    row = Registration.objects.select_related(*WITH_ALL).filter(uuid=parts[0]).first() if parts else None
    if row is None or row.erased_at is not None or site is None or row.event.site_id != site.pk:
        return None
    return row if tokens.holds(token, purpose=purpose, version=row.token_version, now=now) else None


def find(*, code: str, kana: str, phone_end: str, site: Any) -> Registration | None:
    """Return the registration on a site with this code, reading and last four digits of the telephone, or None.

    All three are typed: read in any width, with or without hyphens and spaces.
    """
    read = read_code(code)
    rows = Registration.objects.kept().select_related(*WITH_ALL).filter(event__site=site)
    row = rows.filter(code=read).first() if read else None
    if row is None:
        return None
    typed_kana = normalise_reading(kana).replace(" ", "")
    same_kana = hmac.compare_digest(typed_kana.encode(), row.kana.replace(" ", "").encode())
    same_phone = hmac.compare_digest(digits(phone_end)[-4:].encode(), digits(row.phone)[-4:].encode())
    return row if same_kana and same_phone and row.kana and row.phone else None


@transaction.atomic
def resend_link(*, code: str, kana: str, phone_end: str, site: Any, now: datetime) -> None:
    """Send the link again when all three fit, at most once in five minutes.

    The caller answers the same whether they fit or not.
    """
    row = find(code=code, kana=kana, phone_end=phone_end, site=site)
    if row is not None and row.email:
        _resend(row, now=now)


@transaction.atomic
def resend_links(*, email: str, site: Any, now: datetime) -> None:
    """Send the links of what is registered with a mail address to that address, as `resend_link` does.

    Of what is not over yet and not cancelled; the newest ten. The caller answers the same whether there is one or not.
    """
    rows = Registration.objects.kept().active().select_related(*WITH_ALL).filter(event__site=site)
    to_come = Q(event__ends_at__gt=now) | Q(event__ends_at__isnull=True)
    for row in rows.filter(to_come, email_hash=addresses.digest(email)).order_by("-pk")[:MOST_AT_ONCE]:
        _resend(row, now=now)


def _resend(row: Registration, *, now: datetime) -> None:
    """Send a link, unless it was sent a moment ago or often today."""
    sent = RegistrationEvent.objects.filter(registration=row, action=Action.RESENT)
    if sent.filter(at__gt=now - ONCE_IN).exists() or sent.filter(at__gt=now - DAY).count() >= MOST_IN_A_DAY:
        return
    key = f"{row.uuid}:link:{int(now.timestamp())}"
    # Not a new version of the registration: a page of it that is open stays good.
    _line, is_new = RegistrationEvent.objects.get_or_create(
        message_key=key,
        defaults={
            "event": row.event, "registration": row, "at": now, "action": Action.RESENT, "before": row.state,
            "after": row.state, "actor": ActorKind.CITIZEN, "tells": MessageKind.LINK,
        },
    )  # fmt: skip
    if is_new:  # two requests of the same second send one mail
        tell(registration=row, kind=MessageKind.LINK, key=key, now=now, news=News())
