"""Staff enter somebody who asked on paper, by FAX, by telephone or at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cms.mail import addresses
from cms.mail.services import suppression
from plugins.newsletters.exceptions import WantsNoLetters
from plugins.newsletters.models import Area, Subscriber, Topic
from plugins.newsletters.states import State

from .signing_up import subscribe


@transaction.atomic
def enter(
    *, site: Any, address: str, name: str, locale: str, area: Area | None, topics: Mapping[Topic, str], channel: str,
    note: str, by: Any, now: datetime,
) -> Subscriber:  # fmt: skip
    """Make somebody a reader who has agreed outside the website, and write down how staff know.

    An address that is known gets the topics besides those that it has. note: where the consent is kept ("form of 3
    April, folder 2"). Raises WantsNoLetters for an address that complained or asked never to be written to.
    """
    tidy = addresses.tidy(address)
    if suppression.find(site=site, address=tidy) is not None:
        raise WantsNoLetters
    row, is_new = Subscriber.objects.select_for_update().get_or_create(
        site=site, address_hash=addresses.digest(tidy),
        defaults={"address": tidy, "locale": locale, "channel": channel, "created_at": now, "changed_at": now},
    )  # fmt: skip
    if row.state != State.ACTIVE:
        row.state, row.changed_at, row.confirmed_at = State.ACTIVE, now, now
    if is_new or not row.name:
        row.name = name
    row.locale, row.area = locale, area or row.area
    row.save()
    for topic, frequency in topics.items():
        subscribe(row, topic, frequency=frequency, channel=channel, now=now, note=note, by=by)
    return row
