"""What an editor sees and does with a letter: look, check, try; and what was sent to how many."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, GroupSitePermission

from cms.core.models import Centre, StaffRole
from cms.mail.models import Channel, Delivery
from plugins.newsletters import services
from plugins.newsletters.models import IssueVersion, LetterSettings, Sending, Subscriber, Topic

from .letters import by_day, issue_of, section, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _about_the_centre(site):
    Centre.objects.update_or_create(site=site, defaults={"address": "架橋市中央1-2-3", "telephone": "053-000-0000"})


@pytest.fixture
def issue(topics):
    return issue_of(topics["events"], preheader="6月のご案内です。")


# Who ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["letter", "preview"])
def test_other_staff_do_not_see_letters(client, issue, name):
    desk = get_user_model().objects.create_user("desk", "desk@example.jp", "a long password")
    desk.groups.add(StaffRole.objects.get(key="desk").group)
    client.force_login(desk)
    assert client.get(reverse(f"newsletter_letters:{name}", args=[issue.pk])).status_code in {302, 403}


def test_an_empty_list_says_what_to_do(editor):
    assert "まだおたよりがありません。" in editor.get(reverse("newsletter_letters:list")).content.decode()


def test_the_list_says_where_each_letter_stands(editor, issue):
    assert "承認済み(予約はまだ)" in editor.get(reverse("newsletter_letters:list")).content.decode()


def test_the_next_letter_is_begun_from_one_that_has_gone(editor, screen, issue):
    send(issue, now=timezone.now())
    way = BeautifulSoup(screen(), "html.parser").select_one('a[href*="/copy/"]')["href"]
    form = editor.get(way).context["form"]
    assert set(form.fields) == {"new_title", "new_slug", "new_parent_page"}
    slug = form["new_slug"].initial
    typed = {"new_title": "7月のおたより", "new_slug": slug, "new_parent_page": issue.get_parent().pk}
    answer = editor.post(way, typed, follow=True)
    assert answer.request["PATH_INFO"] == reverse("newsletter_letters:list")
    row = (
        BeautifulSoup(answer.content, "html.parser")
        .find("a", string=lambda text: "7月" in (text or ""))
        .find_parent("tr")
    )
    assert "書いているところ" in row.get_text()
    copy = type(issue).objects.get(slug=slug)
    assert (copy.live, copy.preheader, Sending.objects.count()) == (False, issue.preheader, 1)


def test_only_who_may_edit_a_letter_is_offered_a_copy_of_it(editor, user, screen, issue):
    copy = reverse("wagtailadmin_pages:copy", args=[issue.pk])
    assert copy in screen()
    assert editor.get(copy).status_code == 200
    GroupPagePermission.objects.filter(group__user=user).delete()
    assert copy not in screen()
    assert editor.get(copy).status_code == 302


def test_who_may_not_add_to_the_archive_is_offered_no_copy_of_a_letter(user, screen, issue):
    user.groups.clear()
    rights = Group.objects.create(name="mends letters")
    user.groups.add(rights)
    rights.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupSitePermission.objects.create(
        group=rights, site=issue.get_site(), permission=Permission.objects.get(codename="change_sending")
    )
    page_right = GroupPagePermission.objects.create(
        group=rights, page=issue.get_parent(), permission=Permission.objects.get(codename="change_page")
    )
    shown = screen()
    assert reverse("wagtailadmin_pages:edit", args=[issue.pk]) in shown
    assert reverse("wagtailadmin_pages:copy", args=[issue.pk]) not in shown
    page_right.pk, page_right.permission = None, Permission.objects.get(codename="add_page")
    page_right.save()
    assert reverse("wagtailadmin_pages:copy", args=[issue.pk]) in screen()


def test_the_list_takes_as_many_queries_for_many_letters_as_for_one(editor, topics, issue, query_count):
    url = reverse("newsletter_letters:list")
    one = query_count(lambda: editor.get(url))
    for _number in range(5):
        issue_of(topics["grants"])
    assert query_count(lambda: editor.get(url)) <= one


# Look and check ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("query", "words"), [
    ("language=ja", "こんにちは。"), ("language=en", "Stop these letters"), ("language=ja&part=text", "送信者："),
])  # fmt: skip
def test_a_letter_is_looked_at_in_each_language_and_as_text(editor, issue, query, words):
    url = reverse("newsletter_letters:preview", args=[issue.pk])
    assert words in editor.get(f"{url}?{query}").content.decode()


def test_the_preview_runs_no_script(editor, issue):
    policy = editor.get(reverse("newsletter_letters:preview", args=[issue.pk])).headers["Content-Security-Policy"]
    assert ("script-src 'none'" in policy, "sandbox" in policy) == (True, True)


def test_the_preview_shows_the_draft(editor, issue):
    issue.body = [("text", "<p>まだ承認されていない文。</p>")]
    issue.save_revision()
    assert (
        "まだ承認されていない文。"
        in editor.get(reverse("newsletter_letters:preview", args=[issue.pk])).content.decode()
    )


def test_who_would_get_it_is_counted_by_language(screen, reader):
    assert "今送ると届く人" in screen()


def test_who_is_left_out_is_not_among_those_who_get_it(screen, reader, enter):
    paused = enter("paused@example.jp")
    paused.paused_until = timezone.localdate() + timedelta(days=9)
    paused.save()
    page = BeautifulSoup(screen(), "html.parser")
    said = {line.dt.get_text(strip=True): line.dd.get_text(strip=True) for line in page.select(".nl-facts > div")}
    assert said["届く人の合計"] == "1"


def test_an_approved_letter_leads_past_its_preview_to_where_its_sending_is_planned(screen):
    page = BeautifulSoup(screen(), "html.parser")
    assert page.select_one('#letter-way a[href="#letter-plan"]')
    assert page.select_one("#letter-plan button")


def missing_sender(issue):
    LetterSettings.objects.update(sender="")


def missing_address(issue):
    Centre.objects.update(address="")


def nothing_in_it(issue):
    issue.body = []
    issue.save()
    issue.save_revision().publish()


def too_large(issue):
    issue.body = [("text", f"<p>{'長い文。' * 10000}</p>")]
    issue.save_revision().publish()


def bad_link(issue):
    issue.body = [("text", '<p><a href="ftp://example.jp/">x</a></p>')]
    issue.save_revision().publish()


WRONG = {
    missing_sender: "送信者の正式な名称がありません。", missing_address: "送信者の住所がありません。",
    nothing_in_it: "本文に何もありません。", too_large: "大きすぎます(",
    bad_link: "メールからは開けないリンクがあります",
}  # fmt: skip


@pytest.mark.parametrize("spoil", WRONG, ids=lambda spoil: spoil.__name__)
def test_a_letter_that_is_not_right_is_named_and_cannot_be_planned(screen, issue, reader, spoil):
    spoil(issue)
    assert WRONG[spoil] in screen()
    refused = screen(action="plan", when="soon").partition("先に直すところがあります：")[2][:200]
    assert WRONG[spoil] in refused
    assert not Sending.objects.exists()


def test_what_every_language_lacks_is_said_once(screen, issue, reader):
    nothing_in_it(issue)
    page = screen()
    assert page.count("本文に何もありません。") == 1
    assert "(日本語) 本文に何もありません。" not in page


def test_an_empty_section_is_told(screen):
    assert "には新しいものがないため、載りません。" in screen()


def test_readers_without_words_in_their_language_are_told(screen, site, topics):
    services.enter(
        site=site, address="en@example.com", name="", locale="en", area=None, topics={topics["events"]: "at_once"},
        channel=Channel.PAPER, note="", by=None, now=timezone.now(),
    )  # fmt: skip
    assert "English で受け取る人が1人いますが、その言語の文章がまだありません。" in screen()


def test_a_letter_without_a_flaw_is_said_to_be_in_order(screen, site, topics, issue, reader):
    issue.versions = [
        IssueVersion(language="en", subject="June", preheader="For June.", body=[("text", "<p>Hello.</p>")])
    ]
    issue.body = [("text", "<p>こんにちは。</p>")]
    issue.save_revision().publish()
    assert "問題はありません" in screen()


# Try -----------------------------------------------------------------------------------------------------------


def test_a_test_goes_to_the_editor_alone(screen, user, reader):
    screen(action="test")
    rows = Delivery.objects.filter(mailing__kind="newsletters.test")
    assert [(row.address, row.mailing.subject) for row in rows] == [("letters@example.jp", "【試し送り】6月の催し")]


def test_somebody_without_an_address_is_told(screen, user):
    get_user_model().objects.filter(pk=user.pk).update(email="")
    assert "あなたのメールアドレスが登録されていません。" in screen(action="test")


def test_the_links_of_a_test_change_nothing(client, screen, reader):
    screen(action="test")
    text = Delivery.objects.get(mailing__kind="newsletters.test").mailing.text
    path = next(line for line in text.splitlines() if "/stop/" in line).split("/", 3)[3]
    assert client.post(f"/{path}", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert Subscriber.objects.get().subscriptions.count() == 2


# Around it -------------------------------------------------------------------------------------------------------


def test_what_is_sent_is_shown_as_it_was_fixed(editor, issue, reader, mailoutbox):
    send(issue, now=by_day())
    issue.body = [("text", "<p>あとで直した文。</p>")]
    issue.save_revision().publish()
    page = editor.get(reverse("newsletter_letters:preview", args=[issue.pk])).content.decode()
    assert ("こんにちは。" in page, "あとで直した文。" in page) == (True, False)


def test_an_unknown_button_changes_nothing(screen, reader):
    screen(action="explode")
    assert not Sending.objects.exists()


def test_the_page_editor_leads_to_the_letters_screen(editor, issue):
    page = editor.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()
    assert reverse("newsletter_letters:letter", args=[issue.pk]) in page


def test_the_first_screen_tells_of_letters_that_wait(editor, issue):
    assert "承認済み(予約はまだ)" in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_an_unknown_section_keeps_the_screen(editor, topics):
    issue = issue_of(topics["events"], body=[("section", section("nobody:nothing"))])
    assert editor.get(reverse("newsletter_letters:letter", args=[issue.pk])).status_code == 200


# On paper, and what was sent to how many -----------------------------------------------------------------------


def test_a_letter_on_paper_has_the_words_a_code_and_the_telephone(editor, issue):
    page = editor.get(reverse("newsletter_letters:paper", args=[issue.pk])).content.decode()
    assert [words for words in ("こんにちは。", "<svg", "053-000-0000", "架橋ネット") if words not in page] == []


def test_a_letter_on_paper_comes_in_the_other_language(editor, issue):
    page = editor.get(reverse("newsletter_letters:paper", args=[issue.pk]), {"language": "en"}).content.decode()
    assert '<html lang="en"' in page


def test_paper_in_an_unknown_language_is_not_found(editor, issue):
    assert editor.get(reverse("newsletter_letters:paper", args=[issue.pk]), {"language": "xx"}).status_code == 404


def test_what_was_sent_is_reported_with_numbers_that_add_up(editor, topics, issue, reader, mailoutbox):
    services.enter(
        site=issue.topic.site, address="deadlines@example.jp", name="", locale="ja", area=None,
        topics={topics["events"]: "deadlines"}, channel=Channel.PAPER, note="", by=None, now=by_day(),
    )  # fmt: skip
    send(issue, now=by_day())
    lines = editor.get(reverse("newsletter_letters:report"), {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    numbers = [int(cell) for cell in lines[1].split(",")[3:]]
    assert (numbers[0], numbers[0] == sum(numbers[1:]), numbers[2]) == (2, True, 1)


def test_a_letter_whose_page_is_gone_is_reported_still(editor, issue, reader, mailoutbox):
    send(issue, now=by_day())
    issue.delete()
    assert "6月の催し" in editor.get(reverse("newsletter_letters:report")).content.decode()


def test_the_report_names_no_reader(editor, issue, reader, mailoutbox):
    send(issue, now=by_day())
    url = reverse("newsletter_letters:report")
    assert "reader@example.jp" not in editor.get(url).content.decode() + editor.get(f"{url}?as=csv").content.decode()


def test_each_number_of_the_report_says_what_it_is_on_a_telephone_too(editor, issue, reader, mailoutbox):
    send(issue, now=by_day())
    cells = BeautifulSoup(editor.get(reverse("newsletter_letters:report")).content, "html.parser").select("td")
    assert [cell.get("data-heading") for cell in cells if cell.text.isdigit()] == [
        "申し込んでいる人", "対象外", "送信済み", "届けられなかった", "届いたか不明", "送信取りやめ", "送信待ち",
    ]  # fmt: skip


def test_an_empty_report_says_so(editor):
    assert "まだお送りしたおたよりはありません。" in editor.get(reverse("newsletter_letters:report")).content.decode()


# Versions of before --------------------------------------------------------------------------------------------


def test_a_draft_whose_topic_was_deleted_opens_with_the_topic_that_the_letter_is_saved_with(editor, site, topics):
    """Only what is saved keeps a topic from being deleted: a draft is JSON."""
    letter = issue_of(topics["events"])
    passing = Topic.objects.create(site=site, slug="passing", name="いっときの話題")
    letter.topic = passing
    letter.save_revision()
    passing.delete()
    assert letter.get_latest_revision_as_object().topic == topics["events"]
    for name in ("edit", "history"):
        assert editor.get(reverse(f"wagtailadmin_pages:{name}", args=[letter.pk])).status_code == 200
    assert editor.get(reverse("newsletter_letters:letter", args=[letter.pk])).status_code == 200
