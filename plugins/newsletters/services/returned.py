"""Letters came back, or a reader called one unwanted: where she stands then, and the way back.

Core alone decides that an address gets no letters (`Suppression`), so nothing is sent whether or not this is heard in
time; the reader's state is what staff see of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import translation

from cms.mail.models import Channel, ConsentAction, ConsentEvent, Suppression
from cms.mail.returns import evidence
from cms.mail.services import consent, opt_in, suppression
from plugins.newsletters import messages
from plugins.newsletters.links import CONFIRM
from plugins.newsletters.models import Subscriber, Topic
from plugins.newsletters.states import MOVES, Frequency, State
from plugins.newsletters.wording import agreed_words, names

from . import ledger

BECOMES = {
    Suppression.Why.BOUNCED: State.UNREACHABLE,
    Suppression.Why.UNREACHABLE: State.UNREACHABLE,
    Suppression.Why.COMPLAINT: State.COMPLAINED,
}


@transaction.atomic
def heed(*, site: Any, address_hash: str, why: str, now: datetime) -> bool:
    """Let the state of whoever reads at this address tell why it gets no letters; say whether it changed.

    Who complained has no topics any more, each with a line about it; whose letters came back keeps hers for when the
    address works again. `Why.REFUSED` is a decision of staff and no state.
    """
    becomes = BECOMES.get(Suppression.Why(why))
    row = Subscriber.objects.select_for_update().filter(site=site, address_hash=address_hash).first()
    if becomes is None or row is None or becomes not in MOVES[State(row.state)]:
        return False
    if becomes == State.COMPLAINED:
        _take_topics_away(row, now)
    row.state, row.changed_at, row.paused_until = becomes, now, None
    row.save(update_fields=["state", "changed_at", "paused_until"])
    return True


def heed_all(*, now: datetime) -> int:
    """Make up for what was not heard: mails that were refused at the door, and reports that came while this was off."""
    reading = Subscriber.objects.filter(
        site=OuterRef("site"), address_hash=OuterRef("address_hash"), state__in=[State.ACTIVE, State.UNREACHABLE]
    )
    behind = Suppression.objects.filter(Exists(reading.filter(state=State.ACTIVE)), why__in=list(BECOMES))
    complained = Suppression.objects.filter(Exists(reading), why=Suppression.Why.COMPLAINT)
    rows = (behind | complained).select_related("site")
    return sum(heed(site=row.site, address_hash=row.address_hash, why=row.why, now=now) for row in rows)


def _take_topics_away(row: Subscriber, now: datetime) -> None:
    lines = ConsentEvent.objects.about(site=row.site, address_hash=row.address_hash, subject=row.uuid)
    for subscription in row.subscriptions.select_related("topic"):
        topic = subscription.topic
        known = lines.filter(purpose=topic.purpose, channel=Channel.COMPLAINT, at__gte=subscription.since)
        if not known.exists():  # core has written it for the list that the complaint was about
            ledger.note(row, action=ConsentAction.WITHDRAWN, topic=topic, channel=Channel.COMPLAINT, now=now)
    row.subscriptions.all().delete()


def letter_arrived(*, subscriber: Subscriber, token: str, now: datetime) -> bool:
    """A button behind a letter's link was pressed: say whether that letter was uncertain until now.

    token: what the link held. Looking at a page shows nothing: programs look, people press.
    """
    used = evidence.note_link_used(
        site=subscriber.site, address_hash=subscriber.address_hash, token=token, now=now
    )  # fmt: skip
    return bool(used)


# The way back --------------------------------------------------------------------------------------------------------


def reach_again(*, site: Any, address_hash: str, now: datetime) -> bool:
    """The address is off the list: who was unreachable gets letters again, with the topics that she had."""
    rows = Subscriber.objects.filter(site=site, address_hash=address_hash, state=State.UNREACHABLE)
    return bool(rows.exclude(confirmed_at=None).update(state=State.ACTIVE, changed_at=now))


@transaction.atomic
def ask_again(
    *, subscriber: Subscriber, topics: Sequence[Topic], channel: str, note: str, by: Any, now: datetime
) -> bool:
    """Mail the link that confirms once more, because she told staff that she wants letters; say whether one goes out.

    The address comes off the list so that this mail can leave; letters wait for the button in it. Not twice on one day.
    """
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    suppression.lift_digest(site=row.site, address_hash=row.address_hash)
    often = row.subscriptions.values_list("frequency", flat=True).first() or Frequency.AT_ONCE.value
    with translation.override(row.locale):
        words = consent.wording(text=agreed_words(site=row.site, topics=topics), locale=row.locale, now=now)
    asked = opt_in.ask(
        site=row.site, purpose=CONFIRM, address=row.address, locale=row.locale,
        wishes={
            "topics": [topic.pk for topic in topics], "frequency": often, "area": row.area_id, "keeps_frequency": True,
        },
        words=words, channel=channel, page="", letter=partial(messages.confirm, locale=row.locale, topics=topics),
        now=now,
    )  # fmt: skip
    ledger.note(
        row, action=ConsentAction.ASKED, what=lambda: names(topics), channel=channel, now=now, note=note, by=by
    )  # fmt: skip
    return asked.mailed
