"""The lines about what readers agreed to and stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cms.mail.services import consent
from plugins.newsletters.models import Subscriber, Topic
from plugins.newsletters.states import Frequency

PURPOSE = "newsletters"


def note(
    subscriber: Subscriber, *, action: str, channel: str, now: datetime, topic: Topic | None = None,
    what: Callable[[], str] | None = None,
    frequency: str = "", words: Any = None, page: str = "", note: str = "", by: Any = None,
) -> None:  # fmt: skip
    """Add one line about a topic, or about something else (`what`, called with the reader's language active)."""
    with translation.override(subscriber.locale):
        if topic is not None:
            often = str(Frequency(frequency).label) if frequency else ""
            said = f"{topic.display_name} ({often})" if often else topic.display_name
        else:
            said = what() if what else _("All letters")
    consent.record(
        site=subscriber.site, address_hash=subscriber.address_hash, subject=subscriber.uuid,
        purpose=topic.purpose if topic else PURPOSE, what=said, action=action, channel=channel, now=now, words=words,
        locale=subscriber.locale, page=page, note=note, by=by,
    )  # fmt: skip
