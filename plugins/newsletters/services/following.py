"""Take readers off a topic that they stopped by the link of a letter. The lines about consents are the truth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from cms.mail.models import ConsentAction, ConsentEvent
from plugins.newsletters.models import Subscriber, Subscription, Topic
from plugins.newsletters.states import State


@transaction.atomic
def take_off(*, site_id: int, subject: UUID, purpose: str, now: datetime) -> bool:
    """Take a reader off the topic of a purpose, after the line about it was written; say whether she had it."""
    row = Subscriber.objects.select_for_update().filter(uuid=subject, site=site_id).first()
    topic = next((topic for topic in Topic.objects.filter(site=site_id) if topic.purpose == purpose), None)
    if row is None or topic is None or not row.subscriptions.filter(topic=topic).delete()[0]:
        return False
    if not row.subscriptions.exists() and row.state in (State.ACTIVE, State.UNREACHABLE):
        row.state, row.changed_at, row.paused_until = State.STOPPED, now, None
        row.save(update_fields=["state", "changed_at", "paused_until"])
    return True


def catch_up(*, topics: Iterable[Topic], now: datetime) -> int:
    """Take off who stopped while nobody listened: the plugin was off, or its process ended. Returns how many.

    Called before readers are counted, and when the plugin is switched on. Who asked anew since then stays.
    """
    number = 0
    for topic in topics:
        for subject, stopped_at in _stopped(topic):
            still = Subscription.objects.filter(topic=topic, subscriber__uuid=subject, since__lte=stopped_at)
            if still.exists():
                number += take_off(site_id=topic.site_id, subject=subject, purpose=topic.purpose, now=now)
    return number


def _stopped(topic: Topic) -> list[tuple[Any, datetime]]:
    """Who has the topic though there is a line that it was stopped, with the time of the last such line."""
    having = Subscriber.objects.filter(subscriptions__topic=topic).values("uuid")
    lines = ConsentEvent.objects.filter(
        site=topic.site_id, purpose=topic.purpose, action=ConsentAction.WITHDRAWN, subject__in=having
    )
    return list(lines.order_by().values_list("subject").annotate(last=Max("at")))
