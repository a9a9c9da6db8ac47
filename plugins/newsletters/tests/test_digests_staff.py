"""What staff see and do with rules: set one, look at what it would send, pause it, release what waits."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.core.models import StaffRole
from plugins.newsletters import services
from plugins.newsletters.digest import periods
from plugins.newsletters.models import DigestRule, DigestRun, NewsletterIssue, Outcome, Sending

from .digests import news, rule_of
from .letters import centre_of, index_below

pytestmark = pytest.mark.django_db


def staff(client, role: str):
    made = get_user_model().objects.create_user(role, f"{role}@example.jp", "a long password", last_name="江口")
    made.groups.add(StaffRole.objects.get(key=role).group)
    client.force_login(made)
    return client


@pytest.fixture
def editor(client, topics):
    return staff(client, "newsletter")


@pytest.fixture
def manager(client, topics):
    return staff(client, "manager")


@pytest.fixture
def waiting(site, topics, reader):
    """A digest that was made and waits to be released."""
    now = timezone.now()
    rule = rule_of(topics["events"], release="held", active_since=now - timedelta(days=30))
    news(site, "竹林の作業日", at=now - timedelta(days=1))
    return services.make(rule_id=rule.pk, due_at=periods.next_due(rule, after=now), now=now)


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def posted(topic, **other) -> dict[str, str]:
    """What the form of a new rule sends."""
    return {
        "name": "毎週のまとめ", "topic": str(topic.pk), "rhythm": "weekly", "week_of_month": "1", "weekday": "4",
        "at_time": "17:00", "least_items": "1", "release": "held", "waits_days": "3", "subject": "今週のまとめ",
        "lead": "", "closing": "", "sections-count": "1", "sections-0-deleted": "", "sections-0-order": "0",
        "sections-0-type": "section", "sections-0-id": "", "sections-0-value-source": "home:news",
        "sections-0-value-most": "5", "words-TOTAL_FORMS": "1", "words-INITIAL_FORMS": "0", "words-MIN_NUM_FORMS": "0",
        "words-MAX_NUM_FORMS": "1000", "words-0-language": "en", "words-0-subject": "This week", "words-0-lead": "",
        "words-0-closing": "", "words-0-ORDER": "1", "words-0-id": "",
    } | other  # fmt: skip


def test_an_empty_list_says_what_a_digest_is(editor):
    assert "自動のおたよりはまだありません。" in text(editor.get(reverse("newsletter_digests:list")))


def test_other_staff_see_no_digests(client, topics):
    rule = rule_of(topics["events"])
    desk = staff(client, "desk")
    answers = {desk.get(reverse(f"newsletter_digests:{name}", args=[rule.pk])).status_code for name in ("rule", "now")}
    assert answers <= {302, 403, 404}


def test_a_rule_is_set_on_its_form(editor, site, topics):
    index_below(site.root_page)
    centre_of(site)
    response = editor.post(reverse("newsletter_digests:add"), posted(topics["events"]), follow=True)
    assert "毎週 金曜日 17:00" in text(response)
    rule = DigestRule.objects.get()
    assert (rule.site, [each.subject for each in rule.words.all()], len(rule.sections)) == (site, ["This week"], 1)


@pytest.mark.parametrize(("other", "said"), [
    ({"least_items": "0"}, "1 以上"), ({"words-0-language": "ja"}, "この言語の言葉は上の欄に書きます。"),
    ({"sections-count": "0"}, ""), ({"at_time": "25:00"}, "時刻"), ({"waits_days": "9"}, "6"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(editor, site, topics, other, said):
    index_below(site.root_page)
    page = text(editor.post(reverse("newsletter_digests:add"), posted(topics["events"], **other)))
    assert (said in page, "今週のまとめ" in page, DigestRule.objects.count()) == (True, True, 0)


def test_without_an_archive_a_rule_is_refused_with_what_to_do(editor, topics):
    page = text(editor.post(reverse("newsletter_digests:add"), posted(topics["events"])))
    assert "おたよりの一覧ページ" in page


def test_the_form_offers_the_topics_of_its_site_alone(editor, topics, site):
    from wagtail.models import Site

    from plugins.newsletters.models import Topic

    other = Site.objects.create(hostname="other.example.jp", root_page=site.root_page)
    foreign = Topic.objects.create(site=other, slug="x", name="よその話題")
    assert foreign.name not in text(editor.get(reverse("newsletter_digests:add")))


def test_another_time_counts_from_now_on(editor, site, topics):
    rule = rule_of(topics["events"])
    before = rule.active_since
    editor.post(reverse("newsletter_digests:edit", args=[rule.pk]), posted(topics["events"], at_time="18:00"))
    rule.refresh_from_db()
    assert rule.active_since > before


def test_a_rule_shows_what_would_be_sent_now(editor, site, topics, reader):
    rule = rule_of(topics["events"])
    news(site, "竹林の作業日", at=timezone.now() - timedelta(days=1))
    page = text(editor.get(reverse("newsletter_digests:rule", args=[rule.pk])))
    letter = text(editor.get(reverse("newsletter_digests:now", args=[rule.pk])))
    assert ("1件" in page, "竹林の作業日" in letter) == (True, True)


def test_a_rule_with_nothing_new_says_so(editor, topics):
    rule = rule_of(topics["events"])
    assert "新しい話題がないので、送られません。" in text(
        editor.get(reverse("newsletter_digests:rule", args=[rule.pk]))
    )


def test_a_rule_is_paused_and_works_again(editor, topics):
    rule = rule_of(topics["events"])
    url = reverse("newsletter_digests:rule", args=[rule.pk])
    assert "休止中" in text(editor.post(url, {"action": "pause"}, follow=True))
    assert "動いています" in text(editor.post(url, {"action": "resume"}, follow=True))


def test_the_history_links_each_letter_and_says_why_there_was_none(editor, topics, waiting):
    DigestRun.objects.create(
        rule=waiting.rule, period="2026-W01", due_at=timezone.now() - timedelta(days=20), made_at=timezone.now(),
        outcome=Outcome.NOTHING_NEW,
    )  # fmt: skip
    page = text(editor.get(reverse("newsletter_digests:rule", args=[waiting.rule_id])))
    issue = NewsletterIssue.objects.get()
    link = reverse("newsletter_letters:letter", args=[issue.pk])
    assert (link in page, "新しい話題なし(送信なし)" in page, "確認待ち" in page) == (True, True, True)


def test_the_first_screen_tells_of_what_waits(editor, waiting):
    page = text(editor.get(reverse("wagtailadmin_home")))
    assert ("確認待ち" in page, page.count(waiting.title)) == (True, 1)


def test_whoever_may_publish_releases_it_on_its_screen(manager, waiting):
    issue = NewsletterIssue.objects.get()
    page = text(manager.post(reverse("newsletter_letters:letter", args=[issue.pk]), {"action": "release"}, follow=True))
    assert ("送信に回しました。" in page, Sending.objects.get().start_at) == (True, waiting.due_at)


def test_an_editor_who_may_not_publish_cannot_release_it(editor, waiting):
    url = reverse("newsletter_letters:letter", args=[NewsletterIssue.objects.get().pk])
    assert "この内容で送る" not in text(editor.get(url))
    editor.post(url, {"action": "release"})
    assert not Sending.objects.exists()


def test_an_editor_puts_it_away(editor, waiting):
    url = reverse("newsletter_letters:letter", args=[NewsletterIssue.objects.get().pk])
    assert "職員が取りやめ(送信なし)" in text(editor.post(url, {"action": "discard"}, follow=True))


def test_a_rule_with_a_history_is_not_deleted(editor, waiting):
    editor.post(reverse("newsletter_digests:delete", args=[waiting.rule_id]))
    assert DigestRule.objects.exists()


def test_a_topic_with_a_rule_is_not_deleted(editor, topics):
    rule_of(topics["grants"])
    editor.post(reverse("newsletter_topics:delete", args=[topics["grants"].pk]))
    assert DigestRule.objects.exists()


def test_the_list_takes_as_many_queries_for_many_rules_as_for_few(editor, topics, query_count):
    url = reverse("newsletter_digests:list")
    rule_of(topics["events"])
    few = query_count(lambda: editor.get(url))
    for number in range(4):
        rule_of(topics["events"], name=f"rule {number}")
    assert query_count(lambda: editor.get(url)) <= few


@pytest.mark.parametrize(("language", "words"), [("ja", "おたよりの種類を選択"), ("en", "Choose topic")])
def test_choosing_a_topic_is_offered_in_the_language_of_whoever_looks(editor, topics, language, words):
    profile = UserProfile.get_for_user(get_user_model().objects.get(username="newsletter"))
    profile.preferred_language = language
    profile.save()
    page = editor.get(reverse("newsletter_digests:add")).content.decode()
    assert words in page
