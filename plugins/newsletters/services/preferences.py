"""What a reader changes herself: topics, how often, language, area, address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.mail import addresses
from cms.mail.bulk import services as bulk
from cms.mail.models import Channel, ConsentAction, OptIn
from cms.mail.rendering import render
from cms.mail.services import opt_in, outbox, suppression
from plugins.newsletters import messages
from plugins.newsletters.links import ADDRESS, letter_token
from plugins.newsletters.models import Area, Subscriber, Topic
from plugins.newsletters.states import State

from . import ledger
from .signing_up import subscribe
from .stopping import stop_topic

#: The notice to an address that is no longer used is forgotten after this.
NOTICE_KEPT_FOR = timedelta(days=14)
_CAN_GO_ON = (State.STOPPED, State.UNREACHABLE, State.COMPLAINED)


@transaction.atomic
def change(
    *, subscriber: Subscriber, wanted: Mapping[Topic, str], locale: str, area: Area | None, channel: str, now: datetime,
    page: str = "", words: Any = None, note: str = "", by: Any = None,
) -> None:  # fmt: skip
    """Make topics, their frequencies, language and area what is wanted; each change is written down.

    wanted: topic and how often. None at all stops everything. Who had stopped goes on. So does, when she chooses
    herself, who was unreachable or had complained; what staff choose for her does not make her address work.
    """
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    row.locale, row.area = locale, area
    if by is None and wanted and row.state != State.WAITING:
        suppression.lift_digest(site=row.site, address_hash=row.address_hash)
    if wanted and row.state in _CAN_GO_ON and suppression.find(site=row.site, address=row.address) is None:
        row.state, row.changed_at, row.confirmed_at = State.ACTIVE, now, row.confirmed_at or now
    row.save()
    for topic, frequency in wanted.items():
        subscribe(row, topic, frequency=frequency, channel=channel, now=now, words=words, page=page, note=note, by=by)
    for subscription in row.subscriptions.exclude(topic__in=list(wanted)).select_related("topic"):
        stop_topic(subscriber=row, topic=subscription.topic, channel=channel, now=now, page=page, note=note, by=by)


def ask_for_address(*, subscriber: Subscriber, address: str, page: str, now: datetime) -> None:
    """Mail a link to a new address; nothing changes before the button behind it is pressed."""
    opt_in.ask(
        site=subscriber.site, purpose=ADDRESS, address=address, locale=subscriber.locale,
        wishes={"reader": str(subscriber.uuid)}, words=None, channel=Channel.LINK, page=page,
        letter=partial(messages.new_address, locale=subscriber.locale), now=now,
    )  # fmt: skip


@transaction.atomic
def confirm_address(*, row: OptIn, now: datetime) -> Subscriber | None:
    """The owner of the new address pressed the button: the reader has it from now on.

    Where another reader has that address, the two become one, with the topics of both, also when she signs up at this
    moment. None when the reader is gone. Doing it again changes nothing.
    """
    reader = Subscriber.objects.select_for_update().filter(uuid=UUID(row.wishes["reader"]), site=row.site_id).first()
    if reader is None or not opt_in.confirm(row=row, now=now):
        return reader
    ledger.note(reader, action=ConsentAction.CHANGED, what=_leaves, channel=Channel.LINK, now=now, page=row.page)
    former_hash = reader.address_hash
    former, tell_there = reader.address, reader.state in (State.ACTIVE, State.STOPPED)
    reader.address, reader.address_hash = row.address, row.address_hash
    if reader.state == State.UNREACHABLE:
        reader.state, reader.changed_at = State.ACTIVE, now
    reader.token_version += 1  # who reads the old mailbox no longer gets in
    _become_one(reader)
    try:
        with transaction.atomic():
            reader.save()
    except IntegrityError:  # somebody signed up with this address between the look and the write
        _become_one(reader)
        reader.save()
    _let_letters_follow(reader, former_hash, now)
    suppression.lift_digest(site=reader.site, address_hash=reader.address_hash)
    if tell_there:
        _tell_old_address(reader, former, now)
    ledger.note(reader, action=ConsentAction.CHANGED, what=_arrives, channel=Channel.LINK, now=now, page=row.page)
    return reader


def _become_one(reader: Subscriber) -> None:
    """Take over what another reader with the address has, and let her row go."""
    others = Subscriber.objects.filter(site=reader.site_id, address_hash=reader.address_hash).exclude(pk=reader.pk)
    other = others.select_for_update().first()
    if other is not None:
        other.subscriptions.exclude(topic__in=reader.topics.all()).update(subscriber=reader)
        other.delete()


def _let_letters_follow(reader: Subscriber, former_hash: str, now: datetime) -> None:
    """What was counted and has not left goes to the new address: the old one may be another's by now."""
    for topic in reader.topics.all():
        bulk.move_address(
            site=reader.site, address_hash=former_hash, list_key=topic.purpose, to=reader.address, now=now,
            token=lambda campaign_id: letter_token(reader, campaign_id=campaign_id, now=now),
        )  # fmt: skip


def _tell_old_address(reader: Subscriber, former: str, now: datetime) -> None:
    """Tell the old address, so that a change that its owner did not make is noticed there."""
    rendered = render(lambda: messages.address_changed(site=reader.site), site=reader.site, locale=reader.locale)
    outbox.queue(
        kind="newsletters.address.changed", key=f"{reader.uuid}:{reader.token_version}", site=reader.site, to=former,
        locale=reader.locale, subject=rendered.subject, text=rendered.text, html=rendered.html,
        erase_after=now + NOTICE_KEPT_FOR, now=now,
    )  # fmt: skip


def is_same_address(subscriber: Subscriber, address: str) -> bool:
    return addresses.digest(addresses.tidy(address)) == subscriber.address_hash


def _leaves() -> str:
    return _("Mail address: this one is no longer used")


def _arrives() -> str:
    return _("Mail address: this one from now on")
