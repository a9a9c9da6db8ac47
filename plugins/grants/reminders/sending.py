"""The clock of reminders: safe to run twice, at the same time, and again after a process was killed.

A reminder is one row for a call, a deadline and a number of days; its campaign is one for the same three, and mail
writes one delivery for each address of a campaign and hands each over at most once. So whoever is first makes it, and
whoever comes later finds it made. What was cut off is taken up by the next run.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms import tracebacks
from cms.core.languages_on import nearest_on
from cms.mail.bulk import services as bulk
from cms.mail.bulk.exceptions import CampaignMoveRefused, PreparationTakenOver, PreparationUnderWay
from cms.mail.bulk.services import Recipient
from cms.mail.bulk.states import CampaignState
from cms.mail.models import BulkDelivery, Campaign
from plugins.grants.models import GrantCall, GrantFollower, Reminder

from . import days, editions, links, stopping, told, words

logger = logging.getLogger(__name__)

KIND = "grants.reminder"
#: Who mistypes a deadline and puts it right at once sends nothing wrong.
SETTLED = timedelta(minutes=10)
NEEDED = ("campaign", "site", "call__site", "call__programme__funder", "call__programme__site")
BUSY = (PreparationUnderWay, PreparationTakenOver)


def remind_due(*, now: datetime, site: Any) -> None:
    """Make the reminders and corrections that it is time for, and hand them to mail.

    One that cannot be written keeps no other from its day; it is tried again by the next run.
    """
    stopping.catch_up(site=site)
    call_off_overtaken(now=now, site=site)
    for reminder in Reminder.objects.filter(site=site, is_handed_over=False).select_related(*NEEDED):
        with _alone("reminder", reminder.pk):
            hand_over(reminder, now=now)
    wanted = days.of_site(site)
    for calls in _together(_calls(site, wanted, now)):
        with _alone("call", calls[0].pk):
            if any(told.needs_correction(call) for call in calls):
                make(calls, Reminder.CORRECTION, now=now)
            number = days.due(calls[0], wanted, now=now)
            if number is not None:
                make(calls, number, now=now)


@contextmanager
def _alone(what: str, pk: int) -> Iterator[None]:
    """Keep the trouble of one from the others. A database that is away is everybody's."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception as failure:  # of words, templates, one row's data: the guard of a round of reminders
        logger.error("no reminder for %s %s\n%s", what, pk, tracebacks.without_data(failure))


def _together(calls: Iterable[GrantCall]) -> list[list[GrantCall]]:
    """Return the calls of a grant that close at the same moment together: one mail tells of them."""
    groups: dict[tuple[int, datetime | None], list[GrantCall]] = {}
    for call in calls:
        groups.setdefault((call.programme_id, call.closes_at), []).append(call)
    return list(groups.values())


def _calls(site: Any, wanted: tuple[int, ...], now: datetime) -> Iterator[GrantCall]:
    """Yield the calls that close soon, or of which something was told, and that nobody is changing at the moment."""
    ahead = GrantCall.objects.filter(site=site, updated_at__lte=now - SETTLED).with_deadline_ahead(at=now)
    ahead = ahead.select_related("site", "programme__funder", "programme__site")
    # Half a day of grace: deadlines are moments, days before them are counted from midnight.
    soon = ahead.filter(closes_at__lte=now + timedelta(days=max(wanted, default=0) + 1))
    yield from soon
    yield from ahead.filter(reminders__isnull=False).exclude(pk__in=soon.values("pk")).distinct()


def make(calls: Sequence[GrantCall], number: int, *, now: datetime) -> None:
    """Make the reminder of a deadline for those calls that have none yet; what is there already is left as it is."""
    has = Reminder.objects.filter(closes_at=calls[0].closes_at, days=number)
    covered = set(has.filter(covers__in=calls).values_list("covers", flat=True))
    left = [call for call in calls if call.pk not in covered]
    if not left:
        return
    key = {"call": left[0], "closes_at": left[0].closes_at, "days": number}
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(**key, site=left[0].site, made_at=now)
            reminder.covers.set(left)
    except IntegrityError:  # somebody else was first, between the look and the write
        reminder = Reminder.objects.get(**key)
    call_off_overtaken(now=now, site=left[0].site)
    hand_over(reminder, now=now)


def hand_over(reminder: Reminder, *, now: datetime) -> None:
    """Write the mails of a reminder and let them leave. Cut off anywhere, it is done again and nobody gets two."""
    call = reminder.call
    if reminder.is_handed_over or call is None:
        return
    calls = _covered(reminder, call)
    campaign = reminder.campaign or _campaign(reminder, calls, now)
    if campaign is None and GrantFollower.objects.of_calls(calls).exists():
        return  # the page is not public at the moment
    if campaign is not None:
        try:
            campaign = bulk.prepare(
                campaign=campaign, candidates=lambda: recipients(reminder, calls, campaign.pk, now=now), now=now
            )
        except BUSY:
            return
        except CampaignMoveRefused:  # called off meanwhile
            pass
    with transaction.atomic():
        held = Reminder.objects.select_for_update().get(pk=reminder.pk)
        if held.is_handed_over:
            return
        if campaign is not None and campaign.state == CampaignState.READY:
            bulk.start(campaign_id=campaign.pk, now=now)
        Reminder.objects.filter(pk=held.pk).update(is_handed_over=True)


def _covered(reminder: Reminder, call: GrantCall) -> list[GrantCall]:
    """Return the calls that a reminder tells of, the first first."""
    others = reminder.covers.exclude(pk=call.pk).select_related("site", "programme__funder", "programme__site")
    return [call, *others.order_by("pk")]


def _campaign(reminder: Reminder, calls: Sequence[GrantCall], now: datetime) -> Campaign | None:
    """Return the campaign, made on the way; None where nobody wants it or the grant has no public page."""
    if not GrantFollower.objects.of_calls(calls).exists():
        return None
    call = calls[0]
    written = list(editions.editions(calls=calls, is_correction=reminder.is_correction, now=now))
    if not written:
        return None
    campaign = bulk.create(
        kind=KIND, key=campaign_key(call, reminder), site=call.site, name=name_of(reminder, call)[:200],
        editions=written, belongs_to=editions.list_of(call),
        erase_after=max(reminder.closes_at, now) + timedelta(days=words.KEPT_AFTER), now=now,
    )  # fmt: skip
    Reminder.objects.filter(pk=reminder.pk).update(campaign=campaign)
    return campaign


def campaign_key(call: GrantCall, reminder: Reminder) -> str:
    """Return what makes a reminder one: the call, the deadline that it tells, and how many days before."""
    return f"{call.uuid.hex}:{reminder.closes_at.astimezone(UTC):%Y%m%dT%H%M%S}:{reminder.days}"


def name_of(reminder: Reminder, call: GrantCall) -> str:
    """Return what staff call it in the list of bulk mails."""
    with translation.override("ja"):
        if reminder.is_correction:
            return _("Correction of the deadline: %(call)s") % {"call": call}
        said = ngettext("%(n)d day before", "%(n)d days before", reminder.days) % {"n": reminder.days}
        return _("Reminder, %(days)s: %(call)s") % {"days": said, "call": call}


def recipients(
    reminder: Reminder, calls: Sequence[GrantCall], campaign_id: int, *, now: datetime
) -> Iterator[Recipient]:
    """Yield who gets it, with the language and the link of each.

    A correction goes to those whose last mail told a later deadline. Who gets the correction today gets no reminder of
    the same day besides.
    """
    site = reminder.site
    stopping.catch_up(site=site)
    only, but = None, frozenset[str]()
    if reminder.is_correction:
        only = frozenset[str]().union(*(told.too_late(call) for call in calls))
    else:
        but = frozenset[str]().union(*(told.corrected_today(call, now=now) for call in calls))
    for follower in GrantFollower.objects.of_calls(calls).order_by("pk").iterator():
        if follower.address_hash in but or (only is not None and follower.address_hash not in only):
            continue
        yield Recipient(
            address=follower.address, locale=nearest_on(site, follower.locale).code, digest=follower.address_hash,
            token=links.mail_token(follower, campaign_id=campaign_id, now=now),
        )  # fmt: skip


def call_off_overtaken(*, now: datetime, site: Any) -> int:
    """Call off what waits to leave and is not true any more; return how many."""
    over = Reminder.objects.filter(site=site).overtaken(at=now)
    number = _call_off(over, now)
    over.filter(is_handed_over=False).update(is_handed_over=True)
    return number


def _free_others(campaign: Campaign) -> None:
    """Nobody got the mail: the calls that it told of besides its own are told of anew, by one of their own."""
    if not BulkDelivery.objects.of(campaign).filter(state__in=told.REACHED).exists():
        for reminder in Reminder.objects.filter(campaign=campaign):
            reminder.covers.set([reminder.call] if reminder.call else [])


def call_off_all(*, now: datetime, site: Any) -> int:
    """Call off all that waits to leave: the plugin is being switched off."""
    return _call_off(Reminder.objects.filter(site=site), now)


def _call_off(reminders: Any, now: datetime) -> int:
    number = 0
    for campaign in Campaign.objects.unfinished().filter(pk__in=reminders.order_by().values("campaign")):
        try:
            bulk.call_off(campaign_id=campaign.pk, now=now)
        except CampaignMoveRefused:  # finished meanwhile
            continue
        _free_others(campaign)
        number += 1
    return number
