"""An approved letter reaches its readers, each in her language, and the totals add up."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.mail.bulk import engine
from cms.mail.bulk import services as bulk
from cms.mail.models import BulkDelivery, Campaign, Channel
from cms.mail.states import Reason
from cms.mail.states import State as Sent
from home.models import NewsIndexPage, NewsPage
from plugins.newsletters import services
from plugins.newsletters.exceptions import LetterRefused
from plugins.newsletters.models import Area, IssueVersion, LetterSettings, NewsletterIssue, Sending, Step
from plugins.newsletters.services import audience

from .conftest import NOW
from .letters import by_day, freeze_due, got, issue_of, part, read, section, send

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def news(site):
    index = site.root_page.specific.add_child(instance=NewsIndexPage(title="お知らせ", slug="news"))
    page = index.add_child(instance=NewsPage(title="竹林の作業日", slug="bamboo", lead="道具は貸します。"))
    NewsPage.objects.filter(pk=page.pk).update(first_published_at=NOW - timedelta(days=2))
    return page


def excluded(issue: NewsletterIssue, *, now=NOW) -> dict[str, int]:
    return dict(audience.count(issue=issue, now=now).excluded)


# What arrives ------------------------------------------------------------------------------------------------------


def test_a_letter_reaches_its_reader(issue, reader, mailoutbox):
    send(issue, now=NOW)
    assert [(mail.to, read(mail)["Subject"]) for mail in mailoutbox] == [(["reader@example.jp"], "6月の催し")]


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_letter_has_what_is_new(issue, reader, news, mailoutbox, kind):
    send(issue, now=NOW)
    assert "竹林の作業日" in part(mailoutbox[0], kind)


def test_what_was_in_the_last_letter_is_not_new_in_the_next(topics, issue, reader, news, mailoutbox):
    send(issue, now=NOW)
    send(issue_of(topics["events"], title="7月の催し"), now=LATER)
    assert "竹林の作業日" not in part(mailoutbox[1])


def test_readers_get_the_version_in_their_language(issue, enter, mailoutbox):
    issue.versions = [IssueVersion(language="en", subject="June", body=[("text", "<p>Hello.</p>")])]
    issue.save()
    enter("en@example.com", locale="en")
    send(issue, now=NOW)
    assert (read(mailoutbox[0])["Subject"], "Hello." in part(mailoutbox[0])) == ("June", True)


def test_without_a_version_the_words_stay_and_everything_around_them_is_in_the_readers_language(
    issue, enter, mailoutbox
):
    enter("en@example.com", locale="en")
    send(issue, now=NOW)
    text = part(mailoutbox[0])
    assert ("こんにちは。" in text, "This letter is written in 日本語." in text, "Stop these letters:" in text) == (
        True, True, True,
    )  # fmt: skip


def test_a_letter_has_the_headers_by_which_mail_programs_stop_it(issue, reader, mailoutbox):
    send(issue, now=NOW)
    mail = read(mailoutbox[0])
    assert "events.newsletters." in mail["List-Id"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"].strip().startswith("<http")


def test_the_links_of_a_letter_are_the_readers_own(client, issue, reader, mailoutbox):
    send(issue, now=NOW)
    lines = part(mailoutbox[0]).splitlines()
    links = [line for line in lines if "/stop/" in line or "/newsletters/" in line]
    answers = [client.get("/" + link.split("/", 3)[3]).status_code for link in links]
    assert (len(links), set(answers)) == (2, {200})
    assert "reader@example.jp" in client.get("/" + links[1].split("/", 3)[3]).content.decode()


def test_the_link_to_stop_in_a_letter_stops_its_topic_alone(
    client, issue, reader, mailoutbox, django_capture_on_commit_callbacks
):
    send(issue, now=NOW)
    url = read(mailoutbox[0])["List-Unsubscribe"].strip(" <>")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/" + url.split("/", 3)[3], {"List-Unsubscribe": "One-Click"})
    assert list(reader.topics.values_list("slug", flat=True)) == ["grants"]


def test_what_is_approved_is_sent_and_not_the_draft(issue, reader, mailoutbox):
    issue.save_revision().publish()
    issue.title = "まだ見ていない件名"
    issue.save_revision()
    send(issue, now=NOW)
    assert read(mailoutbox[0])["Subject"] == "6月の催し"


def test_readers_of_an_area_get_an_edition_of_their_own_when_it_differs(issue, enter, site, monkeypatch, mailoutbox):
    area = Area.objects.create(site=site, name="北区")
    enter("north@example.jp", area=area)
    enter("other@example.jp")
    from plugins.newsletters.letter import composing

    fill = composing.letter_sections.fill

    def by_area(context, **kwargs):
        found = fill(context, **kwargs)
        return type(found)([_titled(context.area)], found.left_out) if context.area else found

    monkeypatch.setattr(composing.letter_sections, "fill", by_area)
    send(issue, now=NOW)
    assert {mail.to[0]: "北区の話" in part(mail) for mail in mailoutbox} == {
        "north@example.jp": True, "other@example.jp": False,
    }  # fmt: skip


def _titled(area: str):
    from cms.core.letter_sections import Filled
    from cms.plugin_api import LetterItem

    return Filled("home", "news", "お知らせ", [LetterItem(key="1", title=f"{area}の話", url="/ja/")])


# Who gets it ---------------------------------------------------------------------------------------------------


def test_candidates_are_those_prepared_and_those_left_out(issue, enter, mailoutbox):
    for name in ("a", "b", "c"):
        enter(f"{name}@example.jp")
    enter("deadlines@example.jp", frequency="deadlines")
    pausing = enter("pausing@example.jp")
    services.pause(subscriber=pausing, until=(NOW + timedelta(days=9)).date(), channel=Channel.LINK, now=NOW)
    sending = send(issue, now=NOW)
    totals = bulk.totals_of(sending.campaign)
    assert (totals.candidates, totals.prepared, totals.excluded) == (5, 3, {"deadlines_only": 1, "pausing": 1})
    assert totals.states[Sent.SENT] == 3


def test_what_is_counted_before_is_what_is_prepared(issue, enter, mailoutbox):
    enter("a@example.jp")
    enter("deadlines@example.jp", frequency="deadlines")
    before = audience.count(issue=issue, now=NOW)
    sending = send(issue, now=NOW)
    assert (before.candidates, before.readers) == (sending.campaign.candidates, sending.campaign.prepared)


def test_who_wants_deadlines_only_gets_letters_that_tell_of_one(topics, enter):
    enter("deadlines@example.jp", frequency="deadlines")
    assert excluded(issue_of(topics["events"], for_deadlines=True)) == {}


@pytest.mark.parametrize(("frequency", "days", "left_out"), [
    ("weekly", 5, True), ("weekly", 7, False), ("monthly", 20, True), ("monthly", 28, False), ("at_once", 1, False),
])  # fmt: skip
def test_nobody_gets_letters_of_a_topic_more_often_than_wished(
    topics, issue, enter, mailoutbox, frequency, days, left_out
):
    enter("a@example.jp", frequency=frequency)
    send(issue, now=NOW)
    second = issue_of(topics["events"], title="次の号")
    assert excluded(second, now=NOW + timedelta(days=days)) == ({"not_so_often": 1} if left_out else {})


def test_a_letter_for_some_areas_goes_to_their_readers(site, topics, enter):
    north = Area.objects.create(site=site, name="北区")
    enter("north@example.jp", area=north)
    enter("nowhere@example.jp")
    issue = issue_of(topics["events"])
    issue.areas = [north]
    issue.save()
    assert excluded(issue) == {"other_area": 1}


def test_who_stops_between_counting_and_sending_gets_nothing(issue, reader, topics, mailoutbox):
    sending = services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    services.stop_topic(subscriber=reader, topic=topics["events"], channel=Channel.LINK, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    assert mailoutbox == []
    delivery = BulkDelivery.objects.get(campaign__key=str(sending.uuid))
    assert (delivery.state, delivery.reason) == (Sent.WITHDRAWN, Reason.LEFT_THE_LIST)


# Planning -------------------------------------------------------------------------------------------------------


def test_what_is_not_approved_cannot_be_planned(topics, reader):
    with pytest.raises(LetterRefused):
        services.plan(issue=issue_of(topics["events"], live=False), start_at=NOW, by=None, now=NOW)


def test_a_letter_with_an_error_cannot_be_planned_by_any_path(issue, reader):
    LetterSettings.objects.update(sender="")
    with pytest.raises(LetterRefused, match="送信者の正式な名称がありません。"):
        services.plan(issue=issue, start_at=NOW, by=None, now=NOW)
    assert not Sending.objects.exists()


def test_an_error_that_came_after_planning_keeps_the_letter_back_until_it_is_put_right(issue, reader, mailoutbox):
    sending = services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    LetterSettings.objects.update(sender="")
    freeze_due(now=LATER)
    with pytest.raises(LetterRefused, match="送信者の正式な名称がありません。"):
        services.plan_again(sending_id=sending.pk, by=None, now=LATER)
    sending.refresh_from_db()
    assert (sending.step, "送信者の正式な名称がありません。" in sending.why_stuck) == (Step.STUCK, True)
    LetterSettings.objects.update(sender="架橋ネット")
    services.plan_again(sending_id=sending.pk, by=None, now=LATER)
    freeze_due(now=LATER)
    engine.drive(now=LATER + timedelta(seconds=1))
    assert got(mailoutbox) == ["reader@example.jp"]


def test_what_is_tried_again_at_night_is_fixed_just_before_it_leaves_in_the_morning(issue, reader):
    sending = services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    LetterSettings.objects.update(sender="")
    freeze_due(now=LATER)
    LetterSettings.objects.update(sender="架橋ネット")
    night, morning = NOW + timedelta(hours=10), NOW + timedelta(hours=19)
    sending = services.plan_again(sending_id=sending.pk, by=None, now=night)
    assert (sending.start_at, sending.freeze_at) == (morning, morning - timedelta(minutes=5))


def test_a_letter_is_planned_once(issue, reader):
    services.plan(issue=issue, start_at=NOW, by=None, now=NOW)
    with pytest.raises(LetterRefused):
        services.plan(issue=issue, start_at=LATER, by=None, now=NOW)


def test_a_time_that_is_over_is_refused(issue):
    with pytest.raises(LetterRefused):
        services.plan(issue=issue, start_at=NOW - timedelta(hours=1), by=None, now=NOW)


def test_nothing_leaves_before_its_time(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    freeze_due(now=NOW + timedelta(minutes=119))
    engine.drive(now=NOW + timedelta(minutes=119))
    assert (mailoutbox, Sending.objects.get().step) == ([], Step.HANDED_OVER)


def test_handing_over_again_sends_nothing_twice(issue, reader, mailoutbox):
    sending = send(issue, now=NOW)
    Sending.objects.filter(pk=sending.pk).update(step=Step.FREEZING)
    freeze_due(now=NOW + timedelta(minutes=1))
    engine.drive(now=NOW + timedelta(minutes=2))
    assert got(mailoutbox) == ["reader@example.jp"]


def test_a_plan_that_is_taken_back_sends_nothing_and_can_be_made_anew(issue, reader, mailoutbox):
    sending = services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    services.call_off(sending_id=sending.pk, by=None, now=NOW)
    freeze_due(now=LATER)
    engine.drive(now=LATER)
    assert mailoutbox == []
    send(issue, now=LATER)
    assert got(mailoutbox) == ["reader@example.jp"]


def test_one_that_is_counted_can_be_called_off_and_planned_anew(issue, reader, mailoutbox):
    sending = services.plan(issue=issue, start_at=NOW + timedelta(minutes=3), by=None, now=NOW)
    freeze_due(now=NOW)
    services.call_off(sending_id=sending.pk, by=None, now=NOW)
    engine.drive(now=NOW + timedelta(minutes=4))
    assert mailoutbox == []
    send(issue, now=LATER)
    assert got(mailoutbox) == ["reader@example.jp"]


def test_one_that_the_night_put_off_can_be_called_off_and_planned_anew_until_the_morning(issue, reader, mailoutbox):
    night = NOW + timedelta(hours=10)
    sending = services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    # As it was planned before plans for a quiet night were moved to the morning.
    Sending.objects.update(start_at=night, freeze_at=night)
    freeze_due(now=night)
    sending.refresh_from_db()
    assert sending.start_at == sending.campaign.start_at == night + timedelta(hours=9)
    services.call_off(sending_id=sending.pk, by=None, now=night + timedelta(hours=1))
    sending.refresh_from_db()
    assert (sending.step, mailoutbox) == (Step.CALLED_OFF, [])


def test_called_off_on_the_way_what_has_left_stays_counted(issue, enter, mailoutbox):
    enter("a@example.jp")
    enter("b@example.com")
    sending = services.plan(issue=issue, start_at=NOW, by=None, now=NOW)
    freeze_due(now=NOW)
    services.call_off(sending_id=sending.pk, by=None, now=NOW + timedelta(seconds=1))
    sending.refresh_from_db()
    states = Counter(BulkDelivery.objects.values_list("state", flat=True))
    assert (states, sending.step) == ({Sent.WITHDRAWN: 2}, Step.HANDED_OVER)


# What becomes of the page -----------------------------------------------------------------------------------------


def test_a_letter_taken_down_before_its_time_waits_for_a_person(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    issue.unpublish()
    freeze_due(now=LATER)
    sending = Sending.objects.get()
    assert (sending.step, bool(sending.why_stuck), mailoutbox) == (Step.STUCK, True, [])


def test_deleting_the_page_of_a_planned_letter_calls_it_off(issue, reader, mailoutbox):
    services.plan(issue=issue, start_at=LATER, by=None, now=NOW)
    issue.delete()
    freeze_due(now=LATER)
    engine.drive(now=LATER)
    assert (Sending.objects.get().step, mailoutbox) == (Step.CALLED_OFF, [])


def test_deleting_the_page_keeps_what_was_sent(issue, reader, mailoutbox):
    send(issue, now=NOW)
    issue.delete()
    assert (Sending.objects.count(), Campaign.objects.count(), BulkDelivery.objects.count()) == (1, 1, 1)


def test_a_letter_is_public_once_it_is_sent(client, issue, reader, mailoutbox):
    before = client.get("/ja/letters/issue-0/").status_code
    send(issue, now=by_day())
    assert (before, client.get("/ja/letters/issue-0/").status_code) == (404, 200)


def test_the_archive_lists_what_was_sent(client, topics, issue, reader, mailoutbox):
    issue_of(topics["events"], title="まだ送っていない号")  # issue-1
    send(issue, now=by_day())
    page = client.get("/ja/letters/").content.decode()
    assert ("/ja/letters/issue-0/" in page, "/ja/letters/issue-1/" in page) == (True, False)


def test_the_archive_keeps_what_sections_were_filled_with(client, issue, reader, news, mailoutbox):
    NewsPage.objects.filter(pk=news.pk).update(first_published_at=timezone.now() - timedelta(days=1))
    send(issue, now=by_day())
    news.delete()
    assert "竹林の作業日" in client.get("/ja/letters/issue-0/").content.decode()


def test_a_letter_that_is_not_sent_is_not_in_the_sitemap(client, issue, reader, mailoutbox):
    before = client.get("/sitemap.xml").content.decode()
    send(issue, now=by_day())
    assert ("issue-0" in before, "issue-0" in client.get("/sitemap.xml").content.decode()) == (False, True)


def test_a_section_of_a_kind_that_is_gone_is_left_out(topics, reader, mailoutbox):
    body = [("text", "<p>こんにちは。</p>"), ("section", section("nobody:nothing"))]
    send(issue_of(topics["events"], body=body), now=NOW)
    assert "こんにちは。" in part(mailoutbox[0])
