"""Where the links of reminders lead, and which tokens open them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from cms.mail import mailed_tokens, stop_links
from plugins.grants.models import GrantFollower

#: By which the wishes that wait to be confirmed are known; all grants of an address share one mail a day.
WISH = "grants.remind"
MANAGE = "grants.manage"
MANAGE_FOR = timedelta(days=400)
# Such a link shows little and is never taken back.
ALWAYS = 0


def purpose_of(programme: Any) -> str:
    """Return by what the lines about consents, and the list that one leaves, know the reminders of a grant."""
    return f"grants.{programme.page_key}"


def manage_token(follower: GrantFollower, *, now: datetime) -> str:
    return mailed_tokens.make(purpose=MANAGE, row=follower.uuid, version=ALWAYS, ends_at=now + MANAGE_FOR)


def mail_token(follower: GrantFollower, *, campaign_id: int, now: datetime) -> str:
    """Return what stands in a reminder for one person: the link that stops and the one to her page share it."""
    stop = stop_links.make(subject=follower.uuid, campaign_id=campaign_id)
    return f"{stop}{stop_links.BETWEEN}{manage_token(follower, now=now)}"


def opened_by(token: str, *, site: Site | None, now: datetime) -> GrantFollower | None:
    """Return whose page a link opens on a site; None when it is wrong or old, or she has stopped these reminders."""
    parts = mailed_tokens.read(token.rpartition(stop_links.BETWEEN)[2])
    if parts is None or not parts.holds(purpose=MANAGE, version=ALWAYS, now=now):
        return None
    mine = GrantFollower.objects.filter(uuid=parts.row, site=site)
    return mine.select_related("site", "programme__funder").first()


def path(name: str, argument: str | UUID, *, locale: str) -> str:
    """Return the path of a page of these, in a language: "remind", "remind_confirm", "remind_own"."""
    with translation.override(locale):
        return reverse(f"plugins:grants:{name}", args=[argument])
