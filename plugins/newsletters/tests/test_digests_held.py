"""Digests that wait for a person, and those that could not be made as they should."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.newsletters import services
from plugins.newsletters.digest import periods
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.letter import composing
from plugins.newsletters.models import (
    DigestRun,
    LetterSettings,
    NewsletterIssue,
    Outcome,
    Sending,
    Step,
)

from .digests import FRIDAY, MINUTE, MONDAY, entry, news, pass_by, rule_of, tick
from .test_sending import got

pytestmark = pytest.mark.django_db


# Held ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(site, topics, enter):
    rule_of(topics["events"], release="held")
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    tick(site, now=FRIDAY - timedelta(hours=23))
    return DigestRun.objects.get()


def test_what_is_held_is_made_a_day_before_and_not_sent(site, held, mailoutbox):
    pass_by(site, FRIDAY)
    issue = NewsletterIssue.objects.get(translation_key=held.page_key)
    assert (held.outcome, issue.live, mailoutbox) == (Outcome.WAITING, False, [])


def test_what_is_released_before_its_time_leaves_at_its_time(site, held, mailoutbox):
    sending = services.release(run_id=held.pk, by=None, now=FRIDAY - timedelta(hours=20))
    assert sending.start_at == FRIDAY
    pass_by(site, FRIDAY)
    held.refresh_from_db()
    assert (held.outcome, got(mailoutbox)) == (Outcome.RELEASED, ["a@example.jp"])


def test_what_is_released_late_leaves_in_a_minute(held):
    late = FRIDAY + timedelta(days=1)
    assert services.release(run_id=held.pk, by=None, now=late).start_at == late + timedelta(minutes=1)


def test_what_nobody_released_in_time_is_not_sent(site, held, mailoutbox):
    after = FRIDAY + timedelta(days=3, minutes=1)
    tick(site, now=after)
    held.refresh_from_db()
    assert (held.outcome, mailoutbox) == (Outcome.LAPSED, [])
    with pytest.raises(LetterRefused):
        services.release(run_id=held.pk, by=None, now=after)


def test_what_staff_put_away_is_not_sent(site, held, mailoutbox):
    services.discard(run_id=held.pk, by=None, now=FRIDAY - timedelta(hours=20))
    pass_by(site, FRIDAY)
    assert mailoutbox == []


def test_one_that_is_approved_and_planned_by_hand_counts_as_released(site, held):
    issue = NewsletterIssue.objects.get(translation_key=held.page_key)
    issue.get_latest_revision().publish()
    services.plan(issue=issue, start_at=FRIDAY, by=None, now=FRIDAY - timedelta(hours=1))
    services.make_digests(now=FRIDAY + timedelta(days=4), site=site)
    held.refresh_from_db()
    assert held.outcome == Outcome.RELEASED


def test_one_with_an_error_is_not_sent_by_itself_and_waits_for_a_person(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    LetterSettings.objects.update(sender="")
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    pass_by(site, FRIDAY)
    run = DigestRun.objects.get()
    assert (run.outcome, "送信者の正式な名称がありません。" in run.why, mailoutbox) == (Outcome.WAITING, True, [])
    assert not NewsletterIssue.objects.get().live


def test_what_is_gone_by_the_time_readers_are_counted_makes_no_mail(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    page = news(site, "竹林の作業日", at=MONDAY + MINUTE)
    tick(site, now=FRIDAY - timedelta(minutes=20))
    page.unpublish()
    pass_by(site, FRIDAY)
    assert (mailoutbox, Sending.objects.get().step, DigestRun.objects.get().outcome) == (
        [], Step.CALLED_OFF, Outcome.NOTHING_NEW,
    )  # fmt: skip


def test_while_a_section_fails_nothing_is_made_until_the_letter_should_leave(
    site, topics, enter, monkeypatch, mailoutbox
):
    from cms.core.letter_sections import LeftOut

    def broken(context, sources):
        found = composing.Filled("home", "news", "お知らせ", [entry("one", "最初の話")])
        return {"home:news": found}, [LeftOut("events", "new", "「新しいイベント」は載りません。")]

    rule_of(topics["events"])
    enter("a@example.jp")
    with monkeypatch.context() as patched:
        patched.setattr("plugins.newsletters.digest.readers.fill", broken)
        tick(site, now=FRIDAY - timedelta(minutes=20))
        assert not DigestRun.objects.exists()
        tick(site, now=FRIDAY)
    run = DigestRun.objects.get()
    assert (run.outcome, run.why, mailoutbox) == (Outcome.WAITING, "「新しいイベント」は載りません。", [])


def test_a_section_that_fails_when_readers_are_counted_keeps_the_letter_for_a_person(
    site, topics, enter, monkeypatch, mailoutbox
):
    from cms.core.letter_sections import LeftOut

    rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    tick(site, now=FRIDAY - timedelta(minutes=20))
    with monkeypatch.context() as patched:
        broken = ({}, [LeftOut("home", "news", "「お知らせ」は載りません。")])
        patched.setattr("plugins.newsletters.digest.readers.fill", lambda context, sources: broken)
        tick(site, now=FRIDAY)
    sending = Sending.objects.get()
    assert (sending.step, sending.why_stuck, mailoutbox) == (Step.STUCK, "「お知らせ」は載りません。", [])
    services.plan_again(sending_id=sending.pk, by=None, now=FRIDAY)
    tick(site, now=FRIDAY + MINUTE)
    assert got(mailoutbox) == ["a@example.jp"]


def test_without_an_archive_the_history_says_why(site, topics):
    rule_of(topics["events"])
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    from plugins.newsletters.models import NewsletterIndexPage

    NewsletterIndexPage.objects.all().delete()
    services.make_digests(now=FRIDAY, site=site)
    assert DigestRun.objects.get().outcome == Outcome.FAILED


def test_a_letter_of_the_past_does_not_count_for_ever(topics):
    """UTC and the site's clock: a rule's day is the site's."""
    rule = rule_of(topics["events"])
    assert periods.period_of(rule, datetime(2026, 6, 7, 16, tzinfo=UTC)) == "2026-W24"
