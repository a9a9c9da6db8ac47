"""Make the digests that are due, once a period; release what is held, put it away, or let it lapse."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.locales import SOURCE_LANGUAGE
from plugins.newsletters.digest.issues import archive_of, issue_of
from plugins.newsletters.digest.periods import last_due, missed_between, period_of
from plugins.newsletters.digest.readers import Share, Shelf
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.letter.entries import first_titles
from plugins.newsletters.models import (
    DigestRule,
    DigestRun,
    NewsletterIndexPage,
    NewsletterIssue,
    Outcome,
    Release,
    Sending,
)

from .planning import CHANGED, plan

SOON = timedelta(minutes=1)


def make_digests(*, now: datetime, site: Any) -> None:
    """Make what is due at a site, and let lapse what nobody released. Safe with any number of others, at any time."""
    for rule in DigestRule.objects.filter(site=site).working():
        due_at = last_due(rule, at=now + rule.ahead)
        period = period_of(rule, due_at)
        if due_at > rule.active_since and not DigestRun.objects.filter(rule=rule, period=period).exists():
            make(rule_id=rule.pk, due_at=due_at, now=now)
    let_lapse(now=now, site=site)


@transaction.atomic
def make(*, rule_id: int, due_at: datetime, now: datetime) -> DigestRun | None:
    """Make the letter of a rule for a moment, or note that there is none; None when it was done before.

    While a section fails it is left for later, until the letter should leave; then a person decides on what there is.
    All of it or nothing: page, plan and the line in the rule's history are one transaction, with the rule locked.
    Earlier periods that nobody asked for are counted and not made up for one by one: what they had is in this one.
    """
    rule = DigestRule.objects.select_for_update(of=("self",)).select_related("site__root_page", "topic").get(pk=rule_id)
    period = period_of(rule, due_at)
    if not rule.is_on or rule.runs.filter(period=period).exists():
        return None
    run = DigestRun(rule=rule, period=period, due_at=due_at, made_at=now, missed=_missed(rule, due_at))
    below = archive_of(rule.site)
    issue = issue_of(rule, due_at=due_at, below=below)
    shelf = Shelf(issue, run, now=now)
    share = shelf.for_all(SOURCE_LANGUAGE)
    if shelf.left_out and now < due_at:
        return None
    run.items, run.title = len(share.chosen), issue.title
    run.why = " ".join(each.warning for each in shelf.left_out.values())[:500]
    if run.items < rule.least_items:
        run.outcome = Outcome.FAILED if run.why else Outcome.TOO_FEW if run.items else Outcome.NOTHING_NEW
    elif below is None:
        run.outcome, run.why = Outcome.FAILED, _("There is no archive of letters below the home page.")
    else:
        _write(run, _with_first_words(issue, shelf, share), below, now)
    run.save()
    return run


def _missed(rule: DigestRule, due_at: datetime) -> int:
    last = rule.runs.order_by("-due_at").values_list("due_at", flat=True).first()
    return missed_between(rule, after=max(last or rule.active_since, rule.active_since), before=due_at)


def _with_first_words(issue: NewsletterIssue, shelf: Shelf, share: Share) -> NewsletterIssue:
    """Let the archive and whoever looks at it see what is in it."""
    issue.preheader = first_titles(share.filled)
    for version in issue.versions.all():
        version.preheader = first_titles(shelf.for_all(version.language).filled)
    return issue


def _write(run: DigestRun, issue: NewsletterIssue, below: NewsletterIndexPage, now: datetime) -> None:
    below.add_child(instance=issue)
    issue.save_revision()
    run.page_key, run.outcome = issue.translation_key, Outcome.WAITING
    run.release_by = max(run.due_at, now) + timedelta(days=run.rule.waits_days)
    run.save()
    if run.rule.release == Release.ITSELF and not run.why:
        try:
            _send(run, issue, by=None, now=now)
        except LetterRefused as refusal:  # whoever puts it right releases it
            run.why = str(refusal.message)[:500]


@transaction.atomic
def _send(run: DigestRun, issue: NewsletterIssue, *, by: Any, now: datetime) -> Sending:
    """Approve the letter as it stands and plan it; both or neither."""
    issue.get_latest_revision().publish(user=by)
    sending = plan(issue=issue, start_at=max(run.due_at, now + SOON), by=by, now=now)
    run.refresh_from_db()
    return sending


@transaction.atomic
def release(*, run_id: int, by: Any, now: datetime) -> Sending:
    """Send what waits, at its time or, when that is over, in a minute. Raises LetterRefused.

    The caller has seen to it that this person may publish the letter's page.
    """
    run = _held(run_id, now)
    issue = NewsletterIssue.objects.filter(translation_key=run.page_key).first()
    if issue is None:
        raise LetterRefused(_("The letter’s page was deleted."))
    return _send(run, issue, by=by, now=now)


@transaction.atomic
def discard(*, run_id: int, by: Any, now: datetime) -> None:
    """Send nothing in this period. Raises LetterRefused when it does not wait any more."""
    run = _held(run_id, now)
    run.outcome, run.settled_at, run.settled_by = Outcome.DISCARDED, now, by
    run.save(update_fields=["outcome", "settled_at", "settled_by"])
    log(instance=run.rule, action="newsletters.digest_discard", user=by)


def _held(run_id: int, now: datetime) -> DigestRun:
    run = DigestRun.objects.select_for_update(of=("self",)).select_related("rule__site").get(pk=run_id)
    if run.outcome != Outcome.WAITING:
        raise LetterRefused(CHANGED)
    if run.is_late(at=now):
        raise LetterRefused(_("The time to release it is over. Look through the letter and plan it below."))
    return run


def let_lapse(*, now: datetime, site: Any) -> int:
    """Note what nobody released in time; it is not sent. Returns how many."""
    planned = Sending.objects.filter(page_key=OuterRef("page_key"))
    late = DigestRun.objects.waiting().filter(~Exists(planned), rule__site=site, release_by__lte=now)
    return late.update(outcome=Outcome.LAPSED, settled_at=now)


@transaction.atomic
def switch_rule(*, rule_id: int, is_on: bool, by: Any, now: datetime) -> bool:
    """Let a rule work or pause; say whether that changed anything. What the pause left out is not made up for."""
    rule = DigestRule.objects.select_for_update(of=("self",)).get(pk=rule_id)
    if rule.is_on == is_on:
        return False
    rule.is_on, rule.active_since = is_on, now
    rule.save(update_fields=["is_on", "active_since"])
    log(instance=rule, action="newsletters.digest_resume" if is_on else "newsletters.digest_pause", user=by)
    return True
