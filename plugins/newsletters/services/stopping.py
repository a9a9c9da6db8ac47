"""Stop a topic, stop everything, pause, go on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.mail.bulk import services as bulk
from cms.mail.models import ConsentAction
from cms.mail.states import Reason
from plugins.newsletters.models import Subscriber, Topic
from plugins.newsletters.states import State

from . import ledger


@transaction.atomic
def stop_topic(
    *, subscriber: Subscriber, topic: Topic, channel: str, now: datetime, page: str = "", note: str = "", by: Any = None
) -> bool:
    """Stop one topic and no other; say whether she had it. Who has none left has stopped."""
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not row.subscriptions.filter(topic=topic).delete()[0]:
        return False
    ledger.note(row, action=ConsentAction.WITHDRAWN, topic=topic, channel=channel, now=now, page=page, note=note, by=by)
    if not row.subscriptions.exists() and row.state in (State.ACTIVE, State.UNREACHABLE):
        row.state, row.changed_at, row.paused_until = State.STOPPED, now, None
        row.save(update_fields=["state", "changed_at", "paused_until"])
    return True


@transaction.atomic
def stop_all(
    *, subscriber: Subscriber, channel: str, now: datetime, page: str = "", note: str = "", by: Any = None
) -> bool:
    """Stop everything; say whether there was anything to stop."""
    topics = list(Topic.objects.filter(subscriptions__subscriber=subscriber))
    stopped = [
        stop_topic(subscriber=subscriber, topic=topic, channel=channel, now=now, page=page, note=note, by=by)
        for topic in topics
    ]
    return any(stopped)


@transaction.atomic
def pause(
    *, subscriber: Subscriber, until: date | None, channel: str, now: datetime, page: str = "", by: Any = None
) -> None:
    """Hold all letters back until a day, or go on (None). What is prepared for her and has not left is withdrawn."""
    changed = Subscriber.objects.filter(pk=subscriber.pk, state=State.ACTIVE).exclude(paused_until=until)
    if not changed.update(paused_until=until):
        return
    subscriber.paused_until = until
    for topic in Topic.objects.filter(subscriptions__subscriber=subscriber) if until else ():
        bulk.withdraw_address(
            site=subscriber.site, address_hash=subscriber.address_hash, list_key=topic.purpose,
            reason=Reason.PAUSED_LETTERS, now=now,
        )  # fmt: skip

    def what() -> str:
        return _("Pause until %(day)s") % {"day": date_format(until)} if until else _("End of the pause")

    ledger.note(subscriber, action=ConsentAction.CHANGED, what=what, channel=channel, now=now, page=page, by=by)
