"""Where the links of letters lead, and which tokens open them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from cms.mail import mailed_tokens, stop_links

from .models import Subscriber

#: Letters are kept and read again: their links to one's own settings work for so long.
MANAGE_FOR = timedelta(days=400)
MANAGE, CONFIRM, ADDRESS = "newsletters.manage", "newsletters", "newsletters.address"


def manage_token(subscriber: Subscriber, *, now: datetime) -> str:
    return mailed_tokens.make(
        purpose=MANAGE, row=subscriber.uuid, version=subscriber.token_version, ends_at=now + MANAGE_FOR
    )


def letter_token(subscriber: Subscriber, *, campaign_id: int, now: datetime) -> str:
    """Return what stands in a letter for one reader: the link that stops and the one to her settings share it."""
    stop = stop_links.make(subject=subscriber.uuid, campaign_id=campaign_id)
    return f"{stop}{stop_links.BETWEEN}{manage_token(subscriber, now=now)}"


def path(name: str, token: str, *, locale: str) -> str:
    """Return the path of a page of these, in a language: "confirm", "preferences", "address"."""
    with translation.override(locale):
        return reverse(f"plugins:newsletters:{name}", args=[token])


def preferences(subscriber: Subscriber, *, now: datetime) -> str:
    """Return the path of somebody's own settings, for a letter to her."""
    return path("preferences", manage_token(subscriber, now=now), locale=subscriber.locale)


def opened_by(token: str, *, site: Site | None, now: datetime) -> Subscriber | None:
    """Return whose settings a link opens on a site; None when it is wrong, old, taken back, or she was erased."""
    parts = mailed_tokens.read(token.rpartition(stop_links.BETWEEN)[2])
    row = Subscriber.objects.filter(uuid=parts.row, site=site).select_related("site", "area").first() if parts else None
    if parts is None or row is None:
        return None
    return row if parts.holds(purpose=MANAGE, version=row.token_version, now=now) else None


def subscribe_path() -> str:
    """Return the path of the page where one subscribes, in the active language."""
    return reverse("plugins:newsletters:subscribe")
