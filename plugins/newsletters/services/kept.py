"""All that is kept about a reader, in words, for herself."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cms.mail import addresses
from cms.mail.models import ConsentEvent
from cms.mail.services import consent
from plugins.newsletters.models import Subscriber

Rows = list[tuple[str, str]]


def kept_about(*, subscriber: Subscriber) -> Rows:
    """Return labels and values of everything but the lines about consents."""
    topics = subscriber.subscriptions.select_related("topic")
    rows: list[tuple[str, Any]] = [
        (_("Mail address"), subscriber.address),
        (pgettext("person", "name"), subscriber.name),
        (pgettext("newsletter", "language of the letters"), subscriber.language_name),
        (pgettext("reader", "area"), subscriber.area.display_name if subscriber.area else ""),
        (pgettext("reader", "state"), subscriber.get_state_display()),
        (pgettext("reader", "pausing until"), date_format(subscriber.paused_until) if subscriber.paused_until else ""),
        (pgettext("reader", "came by"), subscriber.get_channel_display()),
        (pgettext("reader", "entered"), _day(subscriber.created_at)),
        (pgettext("reader", "confirmed"), _day(subscriber.confirmed_at)),
        (
            pgettext("newsletter", "Topics"),
            "\n".join(f"{each.topic.display_name} ({each.get_frequency_display()})" for each in topics),
        ),
        (_("Erased by itself on"), _day(subscriber.erases_at)),
    ]
    return [(str(label), str(value)) for label, value in rows if value]


def consents_of(*, subscriber: Subscriber) -> list[ConsentEvent]:
    """Return the lines about what she agreed to and stopped, the newest first."""
    rows = consent.history(site=subscriber.site, address_hash=subscriber.address_hash, subject=subscriber.uuid)
    return list(rows.filter(purpose__startswith="newsletters"))


def consents_at(*, site: Any, address: str) -> list[ConsentEvent]:
    """Return the lines about an address, also when there is no reader with it any more."""
    rows = consent.history(site=site, address_hash=addresses.digest(addresses.tidy(address)))
    return list(rows.filter(purpose__startswith="newsletters"))


def _day(moment: Any) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
