"""Letters that make themselves: once a period, of what is new to each reader, and never silently."""

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from cms.mail.models import Channel
from plugins.newsletters import services
from plugins.newsletters.digest import periods
from plugins.newsletters.letter import composing
from plugins.newsletters.models import (
    DigestRule,
    DigestRun,
    NewsletterIssue,
    Outcome,
    Sending,
)

from .digests import FRIDAY, MINUTE, MONDAY, NEXT_FRIDAY, TOKYO, entry, news, pass_by, rule_of, tick
from .letters import issue_of, section, send
from .test_sending import got, part, read

pytestmark = pytest.mark.django_db


# When ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fields", "at", "last", "following"), [
    ({}, "06-05 17:00", "06-05 17:00", "06-12 17:00"),
    ({}, "06-05 16:59", "05-29 17:00", "06-05 17:00"),
    ({"weekday": 0, "at_time": time(9)}, "06-05 12:00", "06-01 09:00", "06-08 09:00"),
    ({"rhythm": "monthly"}, "06-05 17:00", "06-05 17:00", "07-03 17:00"),
    ({"rhythm": "monthly", "week_of_month": 5}, "06-05 17:00", "05-29 17:00", "06-26 17:00"),
    ({"rhythm": "monthly", "week_of_month": 2}, "06-30 17:00", "06-12 17:00", "07-10 17:00"),
])  # fmt: skip
def test_a_rule_knows_its_moments(topics, fields, at, last, following):
    rule = rule_of(topics["events"], **fields)

    def moment(text):
        return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)

    assert periods.last_due(rule, at=moment(at)) == moment(last)
    assert periods.next_due(rule, after=moment(at)) == moment(following)


# Made by itself -------------------------------------------------------------------------------------------------


def test_a_digest_reaches_its_readers_on_friday_at_five(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    tick(site, now=FRIDAY - timedelta(hours=1))
    assert (NewsletterIssue.objects.count(), mailoutbox) == (0, [])
    pass_by(site, FRIDAY)
    assert got(mailoutbox) == ["a@example.jp"]
    assert (read(mailoutbox[0])["Subject"], "竹林の作業日" in part(mailoutbox[0])) == ("今週のまとめ 6月5日号", True)


def test_a_reader_of_another_language_gets_its_words(site, topics, enter, mailoutbox):
    rule_of(topics["events"], english="This week")
    enter("en@example.com", locale="en")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    pass_by(site, FRIDAY)
    assert (read(mailoutbox[0])["Subject"], "Hello." in part(mailoutbox[0])) == ("This week, 5 June", True)


def test_nothing_new_makes_no_letter_and_the_history_says_so(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    pass_by(site, FRIDAY)
    run = DigestRun.objects.get()
    assert (run.outcome, run.page_key, mailoutbox) == (Outcome.NOTHING_NEW, None, [])


def test_with_too_little_new_it_is_all_in_the_next_letter(site, topics, enter, offered, mailoutbox):
    rule_of(topics["events"], least_items=2)
    enter("a@example.jp")
    offered.append((MONDAY + MINUTE, entry("one", "最初の話")))
    pass_by(site, FRIDAY)
    assert (DigestRun.objects.get().outcome, mailoutbox) == (Outcome.TOO_FEW, [])
    offered.append((FRIDAY - MINUTE, entry("two", "次の話")))
    pass_by(site, NEXT_FRIDAY)
    assert mailoutbox == []  # the first is older than a week, and no letter has gone that it would count from


def test_a_paused_rule_makes_nothing_and_makes_up_for_nothing(site, topics, enter, mailoutbox):
    rule = rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    services.switch_rule(rule_id=rule.pk, is_on=False, by=None, now=MONDAY)
    pass_by(site, FRIDAY)
    services.switch_rule(rule_id=rule.pk, is_on=True, by=None, now=FRIDAY + timedelta(hours=1))
    tick(site, now=FRIDAY + timedelta(hours=2))
    assert (DigestRun.objects.count(), mailoutbox) == (0, [])


# Once a period ----------------------------------------------------------------------------------------------------


def test_however_often_it_is_asked_one_letter_is_made(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    for _time in range(5):
        pass_by(site, FRIDAY)
    assert (NewsletterIssue.objects.count(), Sending.objects.count(), got(mailoutbox)) == (1, 1, ["a@example.jp"])


def test_control_without_the_mark_of_the_period_each_asking_makes_a_letter(site, topics, enter):
    rule_of(topics["events"])
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    for number in range(3):
        services.make_digests(now=FRIDAY - timedelta(minutes=20 - number), site=site)
        DigestRun.objects.filter(period="2026-W23").update(period=f"lost-{number}")
        NewsletterIssue.objects.filter(slug__startswith="digest").update(slug=f"lost-{number}")
    assert NewsletterIssue.objects.count() == 3


def test_the_database_holds_one_line_for_a_period(topics):
    rule = rule_of(topics["events"])
    line = {"rule": rule, "period": "2026-W23", "due_at": FRIDAY, "made_at": FRIDAY, "outcome": Outcome.NOTHING_NEW}
    DigestRun.objects.create(**line)
    with pytest.raises(IntegrityError), transaction.atomic():
        DigestRun.objects.create(**line)


def test_a_rule_that_is_changed_to_another_time_of_the_day_makes_no_second_letter(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    pass_by(site, FRIDAY)
    DigestRule.objects.update(at_time=time(18))
    news(site, "もう一つ", at=FRIDAY + MINUTE)
    pass_by(site, FRIDAY + timedelta(hours=1))
    assert len(mailoutbox) == 1


def test_what_ends_in_the_middle_leaves_nothing_and_is_made_once_afterwards(
    site, topics, enter, monkeypatch, mailoutbox
):
    rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY + MINUTE)

    def ends(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("plugins.newsletters.services.digesting.plan", ends)
        with pytest.raises(KeyboardInterrupt):
            services.make_digests(now=FRIDAY - timedelta(minutes=20), site=site)
    assert (DigestRun.objects.count(), NewsletterIssue.objects.count(), Sending.objects.count()) == (0, 0, 0)
    pass_by(site, FRIDAY)
    assert got(mailoutbox) == ["a@example.jp"]


def test_weeks_in_which_the_server_was_off_are_made_up_for_once(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    later = FRIDAY + timedelta(days=21, hours=15)  # a Saturday morning
    news(site, "竹林の作業日", at=later - timedelta(days=2))
    for minutes in range(4):
        tick(site, now=later + minutes * MINUTE)
    run = DigestRun.objects.get()
    assert (run.missed, run.outcome, got(mailoutbox)) == (3, Outcome.RELEASED, ["a@example.jp"])


# Each entry once ---------------------------------------------------------------------------------------------------


def test_an_entry_comes_once_and_a_new_version_of_it_is_marked_as_changed(site, topics, enter, offered, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    offered += [(MONDAY + MINUTE, entry("fair", "相談会", "6月20日"))]
    pass_by(site, FRIDAY)
    offered[:] = [
        (FRIDAY + MINUTE, entry("fair", "相談会", "6月20日")), (FRIDAY + MINUTE, entry("walk", "まち歩き", "6月21日")),
    ]  # fmt: skip
    pass_by(site, NEXT_FRIDAY)
    offered[:] = [(NEXT_FRIDAY + MINUTE, entry("fair", "相談会", "6月27日"))]
    pass_by(site, NEXT_FRIDAY + timedelta(days=7))
    texts = [part(mail) for mail in mailoutbox]
    assert [("相談会" in text, "まち歩き" in text, "変わりました" in text) for text in texts] == [
        (True, False, False), (False, True, False), (True, False, True),
    ]  # fmt: skip


def test_who_has_had_all_of_it_is_left_out_with_the_reason(site, topics, enter, offered, mailoutbox):
    rule_of(topics["events"])
    enter("old@example.jp")
    offered += [(MONDAY + MINUTE, entry("fair", "相談会"))]
    pass_by(site, FRIDAY)
    enter("new@example.jp", at=FRIDAY + timedelta(days=1))
    offered[:] = [(FRIDAY + MINUTE, entry("fair", "相談会"))]
    pass_by(site, NEXT_FRIDAY)
    assert [mail.to for mail in mailoutbox] == [["old@example.jp"], ["new@example.jp"]]
    assert Sending.objects.order_by("-pk")[0].campaign.excluded == {"nothing_new": 1}


def test_what_a_letter_written_by_hand_told_does_not_come_again(site, topics, enter, mailoutbox):
    rule_of(topics["events"])
    enter("a@example.jp")
    news(site, "竹林の作業日", at=MONDAY - timedelta(days=1))
    send(issue_of(topics["events"], body=[("section", section("home:news"))]), now=MONDAY)
    news(site, "もう一つ", at=MONDAY + MINUTE)
    pass_by(site, FRIDAY)
    assert ["竹林の作業日" in part(mail) for mail in mailoutbox] == [True, False]


def test_a_reader_of_two_topics_gets_an_entry_once(site, topics, enter, mailoutbox):
    for topic in topics.values():
        rule_of(topic, name=topic.slug)
    services.enter(
        site=site, address="both@example.jp", name="", locale="ja", area=None,
        topics=dict.fromkeys(topics.values(), "at_once"), channel=Channel.PAPER, note="", by=None, now=MONDAY,
    )  # fmt: skip
    news(site, "竹林の作業日", at=MONDAY + MINUTE)
    pass_by(site, FRIDAY)
    pass_by(site, FRIDAY)
    assert got(mailoutbox) == ["both@example.jp"]


def test_a_monthly_reader_of_a_weekly_digest_misses_nothing(site, topics, enter, offered, mailoutbox):
    rule_of(topics["events"])
    enter("weekly@example.jp", frequency="weekly")
    enter("monthly@example.jp", frequency="monthly")
    for week in range(5):
        offered.append((FRIDAY + timedelta(days=7 * week, minutes=-50), entry(f"week{week}", f"第{week}週の話")))
        pass_by(site, FRIDAY + timedelta(days=7 * week))
    monthly = [part(mail) for mail in mailoutbox if mail.to == ["monthly@example.jp"]]
    assert [[f"第{week}週の話" in text for week in range(5)] for text in monthly] == [
        [True, False, False, False, False], [False, True, True, True, True],
    ]  # fmt: skip
    assert sum(mail.to == ["weekly@example.jp"] for mail in mailoutbox) == 5


def test_who_wants_deadlines_only_gets_these_alone(site, topics, enter, offered, monkeypatch, mailoutbox):
    monkeypatch.setattr("plugins.newsletters.digest.readers.deadlines", lambda: frozenset({"events:closing"}))
    monkeypatch.setattr("plugins.newsletters.digest.issues.deadlines", lambda: frozenset({"events:closing"}))
    fill = composing.Filled

    def both(context, sources):
        return {
            "home:news": fill("home", "news", "お知らせ", [entry("news", "新しい話")]),
            "events:closing": fill("events", "closing", "まもなく締切", [entry("fair", "相談会の締切")]),
        }, ()

    monkeypatch.setattr("plugins.newsletters.digest.readers.fill", both)
    rule_of(topics["events"], sources=("home:news", "events:closing"))
    enter("deadlines@example.jp", frequency="deadlines")
    pass_by(site, FRIDAY)
    assert ("相談会の締切" in part(mailoutbox[0]), "新しい話" in part(mailoutbox[0])) == (True, False)


def test_an_event_that_two_sections_have_is_told_once():
    from plugins.newsletters.letter.entries import choose

    found = {
        "a:closing": composing.Filled("a", "closing", "締切", [entry("fair", "相談会", "1")]),
        "a:new": composing.Filled("a", "new", "新しい", [entry("fair", "相談会"), entry("walk", "まち歩き")]),
    }
    chosen = choose([("a:closing", 5), ("a:new", 5)], found)
    assert [(each.source, each.item.key) for each in chosen] == [("a:closing", "fair"), ("a:new", "walk")]
