"""Plan the sending of an approved letter, take the plan back, call off what has begun."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.log_actions import log

from cms.mail.bulk import services as bulk
from cms.mail.bulk.exceptions import CampaignMoveRefused
from cms.mail.bulk.states import CampaignState
from cms.mail.bulk.timing import next_open
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.models import DigestRun, NewsletterIssue, Outcome, Sending, Step, WhyStuck

from .checking import refuse_with_problems
from .news import news_since

#: Readers are counted and the text is fixed so long before the first letter leaves.
FREEZE_BEFORE = timedelta(minutes=5)
FURTHEST = timedelta(days=92)
#: A letter that is later than that is looked at before it goes: what it tells of may be over.
LATE = timedelta(minutes=15)

NOT_APPROVED = _("The letter is not approved yet. Hand it in on its page; it can be planned once it is published.")
PLANNED_ALREADY = _("This letter is planned or sent already.")
IN_THE_PAST = _("This time is over. Please choose one that is still to come.")
TOO_FAR = _("Please choose a time within the next three months.")
CHANGED = _("It has changed in the meantime. See below how it stands now.")


@transaction.atomic
def plan(*, issue: NewsletterIssue, start_at: datetime, keeps_quiet: bool = True, by: Any, now: datetime) -> Sending:
    """Plan the sending of what is approved of an issue. Raises LetterRefused, also where a check finds an error.

    start_at: when the first letter leaves; with keeps_quiet nothing leaves between nine in the evening and seven, and a
    time of the night becomes that morning: until then the words can be mended and the letter called off.
    """
    issue = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if not issue.live:
        raise LetterRefused(NOT_APPROVED)
    start_at = _possible(start_at, keeps_quiet, now)
    if Sending.objects.of_page(issue.translation_key).exists():
        raise LetterRefused(PLANNED_ALREADY)
    refuse_with_problems(issue, since=news_since(issue, now=now), now=now)
    try:
        with transaction.atomic():
            sending = Sending.objects.create(
                site=issue.get_site(), topic=issue.topic, page_key=issue.translation_key, title=issue.title,
                start_at=start_at, freeze_at=_freeze_at(start_at, now), keeps_quiet=keeps_quiet,
                planned_at=now, planned_by=by,
            )  # fmt: skip
    except IntegrityError:  # somebody else was first
        raise LetterRefused(PLANNED_ALREADY) from None
    held = DigestRun.objects.of_page(issue.translation_key).exclude(outcome=Outcome.RELEASED)
    held.update(outcome=Outcome.RELEASED, settled_at=now, settled_by=by)
    log(instance=sending, action="newsletters.plan", user=by)
    return sending


@transaction.atomic
def plan_otherwise(*, sending_id: int, start_at: datetime, keeps_quiet: bool, by: Any, now: datetime) -> Sending:
    """Let a planned letter leave at another time; its words and readers are still to be fixed, so nothing else changes.

    Raises LetterRefused once they are being fixed, and as `plan` does for the time.
    """
    sending = Sending.objects.select_for_update().get(pk=sending_id)
    if sending.step != Step.PLANNED:
        raise LetterRefused(CHANGED)
    sending.start_at = _possible(start_at, keeps_quiet, now)
    sending.freeze_at = _freeze_at(sending.start_at, now)
    sending.keeps_quiet = keeps_quiet
    sending.save(update_fields=["start_at", "freeze_at", "keeps_quiet"])
    log(instance=sending, action="newsletters.plan_otherwise", user=by)
    return sending


def _possible(start_at: datetime, keeps_quiet: bool, now: datetime) -> datetime:
    """Return when the first letter leaves for that. Raises LetterRefused for the past and for what is too far off."""
    if start_at < now - timedelta(minutes=2):
        raise LetterRefused(IN_THE_PAST, field="start_at")
    if start_at > now + FURTHEST:
        raise LetterRefused(TOO_FAR, field="start_at")
    return next_open(start_at, keeps_quiet=keeps_quiet)


def _freeze_at(start_at: datetime, now: datetime) -> datetime:
    return max(now, start_at - FREEZE_BEFORE)


@transaction.atomic
def call_off(*, sending_id: int, by: Any, now: datetime) -> Sending:
    """Send nothing, or nothing more. Before the first letter has left, the issue can be planned anew.

    Raises LetterRefused when everything is out, or it was called off before.
    """
    sending = Sending.objects.select_for_update().get(pk=sending_id)
    if sending.step == Step.CALLED_OFF:
        raise LetterRefused(CHANGED)
    if sending.campaign_id is not None:
        try:
            bulk.call_off(campaign_id=sending.campaign_id, by=by, now=now)
        except CampaignMoveRefused:
            raise LetterRefused(CHANGED) from None
    if sending.step != Step.HANDED_OVER or sending.start_at > now:
        sending.step = Step.CALLED_OFF
        sending.save(update_fields=["step"])
    log(instance=sending, action="newsletters.call_off", user=by)
    return sending


@transaction.atomic
def take_back_unbegun(*, site: Any, now: datetime) -> int:
    """Make plans again of all letters of a site whose first one has not left yet; return how many.

    Called when the plugin is switched off: nothing may begin meanwhile. Switched on again before their time, they are
    made anew and leave at it; after it they wait for a person. One that somebody paused leaves by itself neither way.
    """
    handed_over = Q(step=Step.HANDED_OVER, campaign__state=CampaignState.RUNNING, campaign__start_at__gt=now)
    unbegun = Sending.objects.filter(Q(step=Step.FREEZING) | handed_over, site=site)
    number = 0
    for sending in unbegun.select_for_update(of=("self",)):
        _let_go(sending, by=None, now=now)
        sending.step, sending.freeze_at = Step.PLANNED, _freeze_at(sending.start_at, now)
        sending.save()
        log(instance=sending, action="newsletters.take_back")
        number += 1
    return number


#: So many letters that are planned, sent or paused are named before a switch; how many more there are is said.
MOST_NAMED = 10


def under_way(*, site: Any, now: datetime) -> list[str]:
    """Return in sentences what becomes of the letters of a site while letters are off there.

    Those that wait for their time stay where they are, those that are being sent go on, those that were paused stay
    paused: the screen of a letter goes with the switch, and core's list of bulk mails has the same buttons.
    """
    of_site = Sending.objects.filter(site=site)
    handed_over = of_site.filter(step=Step.HANDED_OVER)
    over = [CampaignState.CANCELLED, CampaignState.FINISHED]
    waiting = of_site.filter(
        Q(step__in=[Step.PLANNED, Step.FREEZING]) | Q(step=Step.HANDED_OVER, campaign__start_at__gt=now)
    ).exclude(campaign__state__in=[*over, CampaignState.PAUSED])
    leaving = handed_over.filter(campaign__state=CampaignState.RUNNING, campaign__start_at__lte=now)
    paused = handed_over.filter(campaign__state=CampaignState.PAUSED)
    return [
        *_named(
            waiting,
            _("“%(title)s” is planned for %(time)s and does not leave while letters are off."),
            ngettext_lazy("%(n)d more letter is planned.", "%(n)d more letters are planned.", "n"),
        ),
        *_named(
            leaving,
            _("“%(title)s” is being sent and goes on until it is out."),
            ngettext_lazy("%(n)d more letter is being sent.", "%(n)d more letters are being sent.", "n"),
        ),
        *_named(
            paused,
            _(
                "“%(title)s” is paused and stays so. While letters are off, it can be resumed or called off under "
                "“Bulk mails”."
            ),
            ngettext_lazy("%(n)d more letter is paused.", "%(n)d more letters are paused.", "n"),
        ),
    ]


def _named(rows: Any, sentence: Any, and_more: Any) -> list[str]:
    """Return the sentence about each of the first of these letters, and how many more there are."""
    said = [
        str(sentence % {"title": row.title, "time": date_format(localtime(row.start_at), "DATETIME_FORMAT")})
        for row in rows.order_by("start_at", "pk")[:MOST_NAMED]
    ]
    more = rows.count() - len(said)
    return [*said, str(and_more % {"n": more})] if more > 0 else said


def _let_go(sending: Sending, *, by: Any, now: datetime) -> None:
    """Call off its campaign, of which nothing has left, and forget what was fixed; the caller saves.

    The campaign's key goes with it: to make the same again would give the one that was called off.
    """
    if sending.campaign is None:
        return
    if sending.campaign.state != CampaignState.CANCELLED:
        bulk.call_off(campaign_id=sending.campaign.pk, by=by, now=now)
    sending.campaign, sending.uuid = None, uuid.uuid4()
    sending.since = sending.until = sending.revision = None
    sending.sections, sending.entries = {}, {}


@transaction.atomic
def keep_back_missed(*, site: Any, now: datetime) -> int:
    """Let planned letters of a site whose time has passed wait for a person; return how many.

    Called when the plugin is switched on: days late, they would leave at once and unasked.
    """
    missed = Sending.objects.filter(site=site, step__in=[Step.PLANNED, Step.FREEZING], start_at__lt=now - LATE)
    number = 0
    for sending in missed.select_for_update():
        sending.step, sending.why_stuck = Step.STUCK, WhyStuck.MISSED
        sending.save(update_fields=["step", "why_stuck"])
        log(instance=sending, action="newsletters.keep_back")
        number += 1
    return number


@transaction.atomic
def plan_again(*, sending_id: int, by: Any, now: datetime) -> Sending:
    """Try anew what needed a person. Raises LetterRefused when it does not any more, or a check finds an error.

    What was fixed already is made anew: the page may have been put right, and readers come and go.
    """
    sending = Sending.objects.select_for_update().get(pk=sending_id)
    if sending.step != Step.STUCK:
        raise LetterRefused(CHANGED)
    issue = NewsletterIssue.objects.filter(translation_key=sending.page_key, live=True).first()
    if issue is None:
        raise LetterRefused(NOT_APPROVED)
    refuse_with_problems(issue, since=news_since(issue, now=now), now=now)
    _let_go(sending, by=by, now=now)
    sending.step, sending.why_stuck = Step.PLANNED, ""
    sending.start_at = next_open(max(sending.start_at, now), keeps_quiet=sending.keeps_quiet)
    sending.freeze_at = _freeze_at(sending.start_at, now)
    sending.save()
    log(instance=sending, action="newsletters.plan_again", user=by)
    return sending
