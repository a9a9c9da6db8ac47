"""Links that stop a list, for the letters of every app.

They are core's own: people must be able to stop letters while the plugin that wrote them is off, broken or gone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse

from . import mailed_tokens

PURPOSE = "mail.stop"
# Such a link never ends and is never taken back.
ALWAYS = 0
#: A letter has room for one token of each reader; an app may put one of its own behind ours.
BETWEEN = "~"


def make(*, subject: UUID, campaign_id: int) -> str:
    """Return the token by which a person stops the list of a campaign.

    subject: by which the lines about consents know the person (`ConsentEvent.subject`).
    """
    return mailed_tokens.make(purpose=PURPOSE, row=subject, number=campaign_id, version=ALWAYS, ends_at=None)


def path(token: str) -> str:
    """Return the path of the page that stops, for List-Unsubscribe (RFC 8058) and for the foot of a letter."""
    return reverse("stop", args=[token])


def read(token: str, *, now: datetime) -> mailed_tokens.MailedToken | None:
    """Return whom and which campaign a link is about; None when this site did not make it."""
    parts = mailed_tokens.read(token.partition(BETWEEN)[0])
    return parts if parts and parts.holds(purpose=PURPOSE, version=ALWAYS, now=now) else None
