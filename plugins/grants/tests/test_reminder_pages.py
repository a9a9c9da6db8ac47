"""The pages of reminders, as a browser without JavaScript asks for them: ask, confirm, my page, stop."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core.public_forms.tickets import Ticket
from cms.mail.models import ConsentAction, ConsentEvent, Delivery
from plugins.grants.models import GrantFollower
from plugins.grants.reminders import links

from .followers import follow

OURS = {"sec-fetch-site": "same-origin"}
ADDRESS = "hanako@example.jp"


@pytest.fixture
def programme(grant, call):
    made = grant("はじめの一歩助成", name_en="First steps")
    call(made, closes_on=timezone.localdate() + timedelta(days=40))
    return made


def form_of(programme, language="ja"):
    return f"/{language}/grants/remind/{programme.page_key}/"


def send(client, path, **facts):
    """Press a button: what the form sends, from a page of the site."""
    return client.post(path, {"ticket": ""} | facts, headers=OURS)


def mailed_path(address=ADDRESS):
    """The path of the link in the last mail to an address, and its language."""
    row = Delivery.objects.filter(address=address).select_related("mailing").order_by("-pk")[0]
    return re.search(r"https?://[^/\s]+(/\S+/remind/confirm/\S+)", row.mailing.text)[1]


@pytest.fixture
def follower(programme):
    return follow(programme, ADDRESS, now=timezone.now() - timedelta(minutes=1))


def own_page(follower, language="ja"):
    return links.path("remind_own", links.manage_token(follower, now=timezone.now()), locale=language)


@pytest.mark.parametrize(("language", "words"), [
    ("ja", ["締切のお知らせメール", "はじめの一歩助成", "お知らせが届く日", "どの募集のお知らせですか"]),
    ("en", ["Reminder of the deadline by mail", "When mails come", "Of which calls?", "Send me the mail to confirm"]),
])  # fmt: skip
def test_the_form_says_when_mails_come_and_needs_no_script(client, programme, language, words):
    answer = client.get(form_of(programme, language))
    page = answer.content.decode()
    assert [word for word in words if word not in page] == []
    assert "<form" in page
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("language", "welcome", "every"), [
    ("ja", "確認しました。ありがとうございます", "この助成金の次からの募集も"),
    ("en", "Confirmed. Thank you", "Later calls of this grant too"),
])  # fmt: skip
def test_from_the_form_over_the_mail_to_ones_own_page(client, programme, language, welcome, every):
    answer = send(client, form_of(programme, language), calls="every", address=ADDRESS)
    assert answer.status_code == 303
    assert client.get(answer["Location"]).status_code == 200
    assert not GrantFollower.objects.exists()
    link = mailed_path()
    assert link.startswith(f"/{language}/")
    page = client.get(link).content.decode()
    assert ADDRESS in page
    assert every in page
    assert not GrantFollower.objects.exists()  # programs that look at links confirm nothing
    answer = client.post(link, {"ticket": ""}, headers=OURS, follow=True)
    page = answer.content.decode()
    assert welcome in page
    row = GrantFollower.objects.get()
    assert (row.address, row.every_call, row.locale) == (ADDRESS, True, language)


def test_the_button_may_be_pressed_as_soon_as_it_is_there(client, programme):
    send(client, form_of(programme, "ja"), calls="once", address=ADDRESS)
    client.post(mailed_path(), {"ticket": str(Ticket.issue(now=timezone.now()))}, headers=OURS)
    assert GrantFollower.objects.get().address == ADDRESS


@pytest.mark.parametrize(("facts", "language", "words"), [
    ({"calls": "once", "address": "hanako@"}, "ja", "hanako@"),
    ({"calls": "once", "address": ""}, "ja", "メールアドレスを書いてください。"),
    ({"calls": "", "address": ADDRESS}, "ja", ADDRESS),
    ({"calls": "never", "address": ADDRESS}, "en", "Please choose one of the answers."),
    ({"calls": "every", "address": "x" * 300 + "@example.jp"}, "en", "This is too long"),
    ({"calls": "once", "address": "a\x00b@example.jp"}, "ja", "@example.jp"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client, programme, facts, language, words):
    answer = send(client, form_of(programme, language), **facts)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert 'aria-invalid="true"' in page
    assert ("checked" in page) == (facts["calls"] in ("once", "every"))
    assert not Delivery.objects.exists()


def test_a_form_of_another_site_is_refused_and_one_of_a_silent_browser_is_looked_over_first(client, programme):
    facts = {"calls": "once", "address": ADDRESS, "ticket": ""}
    assert client.post(form_of(programme), facts, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    answer = client.post(form_of(programme), facts)
    assert answer.status_code == 200
    assert ADDRESS in answer.content.decode()
    assert not Delivery.objects.exists()


def test_where_there_is_no_deadline_the_page_says_so_and_has_no_form(client, grant, call):
    rolling = grant("随時の助成")
    call(rolling, opens_on="2026-01-01")
    page = client.get(form_of(rolling)).content.decode()
    assert 'name="address"' not in page
    assert send(client, form_of(rolling), calls="once", address=ADDRESS).status_code == 200
    assert not Delivery.objects.exists()


def test_a_grant_that_is_not_there_has_no_form(client, programme):
    assert client.get("/ja/grants/remind/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_link_that_was_used_leads_to_the_own_page_and_changes_nothing(client, programme):
    send(client, form_of(programme), calls="once", address=ADDRESS)
    link = mailed_path()
    send(client, link)
    since = GrantFollower.objects.get().since
    assert "もう何もする必要はありません" in client.get(link).content.decode()
    assert "/remind/mine/" in send(client, link)["Location"]
    assert GrantFollower.objects.get().since == since


def _wrong(follower):
    """Links that open nothing: made up, cut off, changed, old, and one of another purpose."""
    good = links.manage_token(follower, now=timezone.now())
    old = links.manage_token(follower, now=timezone.now() - links.MANAGE_FOR - timedelta(days=1))
    # Not its last letter: some bits of that one belong to no byte, and another letter there can be the same link.
    changed = good[:-9] + ("A" if good[-9] != "A" else "B") + good[-8:]
    return ["x", good[:-4], changed, old]


@pytest.mark.parametrize(("language", "words"), [("ja", "このリンクは使えません"), ("en", "This link is no longer")])
def test_links_that_are_wrong_or_old_open_nothing_and_say_the_way(client, follower, language, words):
    for token in _wrong(follower):
        for name in ("confirm", "mine"):
            path = f"/{language}/grants/remind/{name}/{token}/"
            for answer in (client.get(path), send(client, path, action="stop_all")):
                page = answer.content.decode()
                assert answer.status_code == 404
                assert words in page
                assert ADDRESS not in page
    assert GrantFollower.objects.count() == 1


def test_a_link_to_the_own_page_confirms_nothing_and_the_other_way_round(client, programme, follower):
    other = "taro@example.jp"
    send(client, form_of(programme), calls="once", address=other)
    wish = mailed_path(other).rstrip("/").rpartition("/")[2]
    mine = own_page(follower).rstrip("/").rpartition("/")[2]
    assert client.get(f"/ja/grants/remind/mine/{wish}/").status_code == 404
    assert send(client, f"/ja/grants/remind/confirm/{mine}/").status_code == 404
    assert GrantFollower.objects.count() == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_own_page_shows_all_of_an_address_and_changes_one(client, grant, call, follower, language):
    second = grant("つぎの助成", name_en="Next")
    call(second, closes_on=timezone.localdate() + timedelta(days=20))
    follow(second, ADDRESS, now=timezone.now())
    follow(second, "taro@example.jp", now=timezone.now())
    page = client.get(own_page(follower, language)).content.decode()
    assert page.count('value="stop:') == 2
    assert "taro@example.jp" not in page
    send(client, own_page(follower, language), action=f"every:{follower.pk}")
    follower.refresh_from_db()
    assert follower.every_call
    answer = send(client, own_page(follower, language), action=f"stop:{follower.pk}")
    assert answer["Location"].endswith("?stopped=1")
    assert sorted(GrantFollower.objects.values_list("address", flat=True)) == [ADDRESS, "taro@example.jp"]


def test_nobody_stops_what_is_another_s_and_an_unknown_button_does_nothing(client, programme, follower):
    other = follow(programme, "taro@example.jp", now=timezone.now())
    for action in (f"stop:{other.pk}", "stop:x", "stop:", "", "explode:1", f"every:{other.pk}"):
        assert send(client, own_page(follower), action=action).status_code == 303
    other.refresh_from_db()
    assert GrantFollower.objects.count() == 2
    assert not other.every_call


@pytest.mark.parametrize(("language", "words"), [
    ("ja", "お知らせをすべてやめました"), ("en", "All reminders are stopped"),
])  # fmt: skip
def test_one_press_stops_all_erases_the_address_and_leaves_a_line(client, follower, language, words):
    answer = send(client, own_page(follower, language), action="stop_all")
    assert words in answer.content.decode()
    assert not GrantFollower.objects.exists()
    line = ConsentEvent.objects.filter(subject=follower.uuid).latest("at", "pk")
    assert line.action == ConsentAction.WITHDRAWN
    assert client.get(own_page(follower)).status_code == 404


def test_looking_at_the_own_page_stops_nothing(client, follower):
    client.get(own_page(follower) + "?action=stop_all")
    assert client.head(own_page(follower)).status_code == 200
    assert GrantFollower.objects.count() == 1


def test_the_pages_behind_mailed_links_are_kept_by_nobody(client, follower):
    answer = client.get(own_page(follower))
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer.content.decode()
