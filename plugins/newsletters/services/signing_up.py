"""Somebody wants letters: the wish, the mail, the button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from cms.mail.models import ConsentAction, OptIn
from cms.mail.services import consent, opt_in, suppression
from plugins.newsletters import messages
from plugins.newsletters.links import CONFIRM
from plugins.newsletters.models import Area, Subscriber, Subscription, Topic
from plugins.newsletters.states import Frequency, State
from plugins.newsletters.wording import agreed_words, names

from . import ledger


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asked for, as far as it still exists."""

    topics: Sequence[Topic]
    frequency: str
    area: Area | None
    locale: str


@transaction.atomic
def sign_up(
    *, site: Any, address: str, topics: Sequence[Topic], frequency: str, area: Area | None, locale: str, channel: str,
    page: str, now: datetime, words: str = "",
) -> None:  # fmt: skip
    """Note the wish and mail the link that confirms it, at most one mail an address and day.

    An address that is known keeps all that it has until the button is pressed. The caller answers the same in every
    case. words: the text that was read, where it was not the form's own.
    """
    with translation.override(locale):
        said = words or agreed_words(site=site, topics=topics)
    wishes = {
        "topics": [topic.pk for topic in topics], "frequency": Frequency(frequency).value,
        "area": area.pk if area else None,
    }  # fmt: skip
    wording = consent.wording(text=said, locale=locale, now=now)
    asked = opt_in.ask(
        site=site, purpose=CONFIRM, address=address, locale=locale, wishes=wishes, words=wording, channel=channel,
        page=page, letter=partial(messages.confirm, locale=locale, topics=topics), now=now,
    )  # fmt: skip
    subscriber = _known_or_new(asked.wish, channel, now)
    if asked.mailed:  # one line a day: nobody fills somebody else's history
        ledger.note(
            subscriber, action=ConsentAction.ASKED, what=lambda: names(topics), channel=channel, now=now,
            words=wording, page=page,
        )  # fmt: skip


def _known_or_new(wish: OptIn, channel: str, now: datetime) -> Subscriber:
    key = {"site": wish.site, "address_hash": wish.address_hash}
    known = Subscriber.objects.filter(**key).first()
    if known is None:
        new = Subscriber(
            **key, address=wish.address, locale=wish.locale, channel=channel, created_at=now, changed_at=now
        )
        try:
            with transaction.atomic():
                new.save()
        except IntegrityError:  # somebody else was first, between the look and the write
            return Subscriber.objects.get(**key)
        return new
    if known.state == State.WAITING:  # the seven days begin again, and the mail is in this language
        Subscriber.objects.filter(pk=known.pk, state=State.WAITING).update(changed_at=now, locale=wish.locale)
    return known


def _locked(row: OptIn, now: datetime) -> Subscriber:
    """Return the reader of a wish, locked. Who becomes one with another reader meanwhile is found as that one."""
    while True:
        known = _known_or_new(row, row.channel, now)
        if found := Subscriber.objects.select_for_update().filter(pk=known.pk).first():
            return found


def wish_of(row: OptIn) -> Wish:
    """Return what a link confirms; topics and areas that are gone by now are left out."""
    topics = Topic.objects.filter(site=row.site_id, pk__in=row.wishes.get("topics", []))
    area = Area.objects.filter(site=row.site_id, pk=row.wishes.get("area")).first()
    return Wish(topics=list(topics), frequency=row.wishes["frequency"], area=area, locale=row.locale)


@transaction.atomic
def confirm(*, row: OptIn, now: datetime) -> Subscriber:
    """The owner of the address pressed the button: she gets what she asked for, besides what she had.

    Doing it again changes nothing.
    """
    if not opt_in.confirm(row=row, now=now):
        known = Subscriber.objects.filter(site=row.site_id, address_hash=row.address_hash).first()
        if known is not None:
            return known
    subscriber = _locked(row, now)
    wish = wish_of(row)
    if subscriber.state != State.ACTIVE:
        subscriber.state, subscriber.changed_at, subscriber.confirmed_at = State.ACTIVE, now, now
    subscriber.locale, subscriber.area = wish.locale, wish.area or subscriber.area
    subscriber.address, subscriber.paused_until = row.address, None
    subscriber.save()
    suppression.lift_digest(site=row.site_id, address_hash=row.address_hash)  # she reads mail there, and wants letters
    has = set(subscriber.topics.values_list("pk", flat=True)) if row.wishes.get("keeps_frequency") else set()
    for topic in wish.topics:
        if topic.pk in has:
            continue
        subscribe(
            subscriber, topic, frequency=wish.frequency, channel=row.channel, now=now, words=row.wording, page=row.page
        )
    return subscriber


def subscribe(
    subscriber: Subscriber, topic: Topic, *, frequency: str, channel: str, now: datetime, words: Any = None,
    page: str = "", note: str = "", by: Any = None,
) -> None:  # fmt: skip
    """Give a reader a topic, or another frequency of it, and write down that she agreed.

    In the caller's transaction.
    """
    row, is_new = Subscription.objects.get_or_create(
        subscriber=subscriber, topic=topic, defaults={"frequency": frequency, "since": now}
    )
    action = ConsentAction.GIVEN if is_new else ConsentAction.CHANGED
    if not is_new:
        if row.frequency == frequency:
            return
        row.frequency = frequency
        row.save(update_fields=["frequency"])
    ledger.note(
        subscriber, action=action, topic=topic, frequency=frequency, channel=channel, now=now, words=words, page=page,
        note=note, by=by,
    )  # fmt: skip
