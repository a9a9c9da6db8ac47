"""Take over a list of readers: looked at first, then all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from cms.mail.models import Channel
from plugins.newsletters.models import Area, SubscriberImport, Topic
from plugins.newsletters.states import Frequency

from . import by_hand, reading_lists
from .reading_lists import Line
from .signing_up import sign_up


@transaction.atomic
def look_at(
    *, site: Any, file_name: str, content: bytes, topics: Sequence[Topic], by: Any, now: datetime
) -> SubscriberImport:
    """Read a file and keep its lines for the preview. Nobody becomes a reader yet. Raises Unreadable."""
    lines = reading_lists.read(content, site=site)
    row = SubscriberImport.objects.create(
        site=site, by=by, file_name=file_name[:200], lines=[asdict(line) for line in lines], made_at=now
    )
    row.topics.set(topics)
    return row


def lines_of(row: SubscriberImport) -> list[Line]:
    return [Line(**line) for line in row.lines]


@transaction.atomic
def take_over(*, row: SubscriberImport, page: str, now: datetime) -> Counter[str]:
    """Take over all lines, in one transaction; return how many became what. The kept lines are erased.

    Who agreed, as the list says, becomes a reader at once; the others get the mail with the button. Raises ValueError
    where a line has an error: the preview does not offer it then.
    """
    locked = SubscriberImport.objects.select_for_update().get(pk=row.pk)
    lines, topics = lines_of(locked), list(locked.topics.all())
    if any(line.errors for line in lines):
        raise ValueError("a list with errors is not taken over")
    areas = {area.pk: area for area in Area.objects.filter(site=locked.site)}
    for line in lines:
        area = areas.get(line.area or 0)
        if line.becomes == "left":
            continue
        if line.consent:
            by_hand.enter(
                site=locked.site, address=line.address, name=line.name, locale=line.locale, area=area,
                topics=dict.fromkeys(topics, Frequency.AT_ONCE.value), channel=Channel.IMPORT, note=line.consent,
                by=locked.by, now=now,
            )  # fmt: skip
        else:
            sign_up(
                site=locked.site, address=line.address, topics=topics, frequency=Frequency.AT_ONCE, area=area,
                locale=line.locale, channel=Channel.IMPORT, page=page, now=now,
            )  # fmt: skip
    locked.delete()
    return Counter(line.becomes for line in lines)
