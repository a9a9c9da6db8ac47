"""Where the links of letters lead, and which tokens open them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import translation

from cms.mail import mailed_tokens

from .models import Subscriber, Topic

#: Letters are kept and read again: their links to one's own settings work for so long.
MANAGE_FOR = timedelta(days=400)
MANAGE, STOP, CONFIRM, ADDRESS = "newsletters.manage", "newsletters.stop", "newsletters", "newsletters.address"
# A link to stop never ends and is never taken back.
ALWAYS = 0
# A letter has room for one token of each reader: it holds both.
BETWEEN = "~"


def manage_token(subscriber: Subscriber, *, now: datetime) -> str:
    return mailed_tokens.make(
        purpose=MANAGE, row=subscriber.uuid, version=subscriber.token_version, ends_at=now + MANAGE_FOR
    )


def stop_token(subscriber: Subscriber, topic: Topic) -> str:
    return mailed_tokens.make(purpose=STOP, row=subscriber.uuid, number=topic.pk, version=ALWAYS, ends_at=None)


def letter_token(subscriber: Subscriber, topic: Topic, *, now: datetime) -> str:
    """Return what stands in a letter for one reader: the link that stops and the one to her settings share it."""
    return f"{stop_token(subscriber, topic)}{BETWEEN}{manage_token(subscriber, now=now)}"


def path(name: str, token: str, *, locale: str) -> str:
    """Return the path of a page of these, in a language: "confirm", "preferences", "unsubscribe", "address"."""
    with translation.override(locale):
        return reverse(f"plugins:newsletters:{name}", args=[token])


def preferences(subscriber: Subscriber, *, now: datetime) -> str:
    """Return the path of somebody's own settings, for a letter to her."""
    return path("preferences", manage_token(subscriber, now=now), locale=subscriber.locale)


def unsubscribe(subscriber: Subscriber, topic: Topic) -> str:
    """Return the path of List-Unsubscribe (RFC 8058) and of the link at the foot of a letter."""
    return path("unsubscribe", stop_token(subscriber, topic), locale=subscriber.locale)


def opened_by(token: str, *, now: datetime) -> Subscriber | None:
    """Return whose settings a link opens; None when it is wrong, old, taken back, or she was erased."""
    parts = mailed_tokens.read(token.rpartition(BETWEEN)[2])
    row = Subscriber.objects.filter(uuid=parts.row).select_related("site", "area").first() if parts else None
    if parts is None or row is None:
        return None
    return row if parts.holds(purpose=MANAGE, version=row.token_version, now=now) else None


def stops(token: str, *, now: datetime) -> mailed_tokens.MailedToken | None:
    """Return what a link to stop is about; None when this site did not make it."""
    parts = mailed_tokens.read(token.partition(BETWEEN)[0])
    return parts if parts and parts.holds(purpose=STOP, version=ALWAYS, now=now) else None


def subscribe_path() -> str:
    """Return the path of the page where one subscribes, in the active language."""
    return reverse("plugins:newsletters:subscribe")
