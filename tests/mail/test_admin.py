"""送信の記録 and its card, as the people who use them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.accounts.models import User
from cms.core import roles
from cms.core.models import StaffRole
from cms.mail.admin.detail import without_secrets
from cms.mail.kinds import label_of
from cms.mail.models import Delivery
from cms.mail.states import Reason, State

pytestmark = pytest.mark.django_db
LIST = "/admin/mail/"
IN_THE_MENU = f'"url": "{LIST}"'  # of what the sidebar's script reads


@pytest.fixture
def person(site):
    roles.grant(site=site)

    def make(role):
        user = User.objects.create_user(role, f"{role}@example.jp", "x", last_name="鈴木", first_name="次郎")
        user.groups.add(StaffRole.objects.get(key=role).group)
        return user

    return make


@pytest.fixture
def desk(client, person):
    client.force_login(person("desk"))
    return client


@pytest.fixture
def put(queue):
    """Queue a mail and put it into a state."""

    def make(key, state="pending", reason="", age=timedelta(0), **said):
        now = timezone.now()
        delivery = queue(key=key, now=now - age, **{"subject": f"件名{key}", **said})
        extra = {"sent_at": now} if state == "sent" else {}
        extra |= {"claim": "x", "claimed_until": now} if state == "claimed" else {}
        Delivery.objects.filter(pk=delivery.pk).update(state=state, reason=reason, **extra)
        return Delivery.objects.get(pk=delivery.pk)

    return make


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", ["desk", "newsletter", "manager"])
def test_those_who_answer_for_mail_see_the_list_in_their_menu(client, person, role):
    client.force_login(person(role))
    assert IN_THE_MENU in text(client.get(reverse("wagtailadmin_home")))
    assert "まだメールは送られていません" in text(client.get(LIST))


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_others_see_neither_list_nor_mail_nor_card(client, person, put, role):
    delivery = put("1", "refused")
    client.force_login(person(role))
    home = text(client.get(reverse("wagtailadmin_home")))
    assert IN_THE_MENU not in home
    assert "送れていないメール" not in home
    assert client.get(LIST).status_code == 302
    assert client.get(f"{LIST}{delivery.pk}/", follow=True).status_code == 404
    assert client.get(f"{LIST}retry/?attention=person").status_code in {302, 403}


def test_mails_of_another_site_are_not_shown(desk, put, queue):
    root = Site.objects.get(is_default_site=True).root_page
    other = Site.objects.create(hostname="other.example.jp", root_page=Page.objects.get(pk=root.pk))
    delivery = put("1", "refused", subject="よその件名", site=other)
    assert "よその件名" not in text(desk.get(LIST))
    assert desk.get(f"{LIST}{delivery.pk}/", follow=True).status_code == 404


def test_what_needs_a_person_stands_first(desk, put):
    put("よくある", "sent")
    put("こまった", "refused", Reason.UNKNOWN_MAILBOX, age=timedelta(days=3))
    put("あたらしい", "sent")
    page = text(desk.get(LIST))
    assert page.index("件名こまった") < page.index("件名あたらしい")
    assert "このメールアドレスは存在しません" in page
    assert "対応が必要なメールが1通あります" in page


def test_the_totals_add_up_on_the_screen(desk, put):
    for number, state in enumerate(State):
        for again in range(number + 1):
            put(f"{number}-{again}", state.value)
    totals = desk.get(LIST).context["overview"].lines
    assert totals[-1].number == sum(total.number for total in totals[:-1]) == Delivery.objects.count()


@pytest.mark.parametrize(("query", "found"), [
    ("attention=person", {"refused", "uncertain"}),
    ("attention=long", {"deferred"}),
    ("state=sent", {"sent"}),
    ("state=pending&state=claimed&state=deferred", {"pending", "claimed", "deferred"}),
])  # fmt: skip
def test_the_list_is_filtered(desk, put, query, found):
    for state in State:
        age = timedelta(hours=2 if state == "deferred" else 0)
        put(state.value, state.value, age=age, to=f"{state}@example.jp")
    response = desk.get(f"{LIST}?{query}")
    assert {row.state for row in response.context["object_list"]} == found


@pytest.mark.every_case
@pytest.mark.parametrize(("query", "words", "found"), [
    ("", "REFUSED@", {"refused"}), ("", "件名sent", {"sent"}), ("", "nobody", set()), ("", "件名\x00sent", {"sent"}),
    ("?state=sent", "example", {"sent"}),
])  # fmt: skip
def test_the_list_is_searched_by_a_post(desk, put, query, words, found):
    for state in State:
        put(state.value, state.value, to=f"{state}@example.jp")
    response = desk.post(f"{LIST}{query}", {"q": words})
    assert {row.state for row in response.context["object_list"]} == found


def test_no_address_of_a_page_says_whom_somebody_looked_for(desk, put):
    put("1", "refused", to="hanako@example.jp")
    page = desk.post(f"{LIST}?state=refused", {"q": "hanako"}).content.decode()
    assert 'value="hanako"' in page
    assert [url for url in re.findall(r'(?:href|action|src|data-[a-z-]+)="([^"]*)"', page) if "hanako" in url] == []


def test_a_search_in_an_address_is_not_listened_to(desk, put):
    put("1", to="hanako@example.jp")
    assert desk.get(f"{LIST}?q=nobody").context["object_list"].count() == 1


def test_a_mail_shows_its_text_and_reason(desk, put):
    delivery = put("1", "refused", Reason.MAILBOX_FULL, text="会場は2階です。", recipient="山田花子")
    page = text(desk.get(f"{LIST}{delivery.pk}/"))
    for words in (
        "会場は2階です。",
        "山田花子",
        "hanako@example.jp",
        "相手のメールボックスがいっぱい",
        "届けられなかった",
    ):
        assert words in page


@pytest.mark.parametrize(("state", "offered"), [
    ("pending", {"withdraw"}), ("claimed", set()), ("deferred", {"retry", "withdraw"}), ("sent", set()),
    ("refused", {"retry", "dealt_with"}), ("uncertain", {"retry", "arrived", "dealt_with"}), ("withdrawn", set()),
])  # fmt: skip
def test_a_mail_offers_what_can_be_done_with_it(desk, put, state, offered):
    response = desk.get(f"{LIST}{put('1', state).pk}/")
    assert {action.name for action in response.context["actions"]} == offered


@pytest.mark.parametrize(("state", "action", "after"), [
    ("refused", "retry", "pending"), ("deferred", "withdraw", "withdrawn"), ("uncertain", "arrived", "sent"),
    ("refused", "dealt_with", "refused"),
])  # fmt: skip
def test_a_button_does_what_it_says_and_the_history_names_who(desk, put, state, action, after):
    delivery = put("1", state)
    page = text(desk.post(f"{LIST}{delivery.pk}/", {"action": action}, follow=True))
    assert Delivery.objects.get().state == after
    assert "職員の操作" in page
    assert "鈴木" in page


def test_a_button_that_came_too_late_says_so(desk, put):
    delivery = put("1", "deferred")
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=timezone.now())
    page = text(desk.post(f"{LIST}{delivery.pk}/", {"action": "withdraw"}, follow=True))
    assert "操作の間に状態が変わりました" in page


def test_looking_at_a_mail_changes_nothing(desk, put):
    delivery = put("1", "refused")
    for _time in range(3):
        desk.get(f"{LIST}{delivery.pk}/?action=retry")
        desk.get(f"{LIST}retry/?attention=person")
    assert Delivery.objects.get().state == "refused"


def test_all_that_were_refused_are_sent_again_after_saying_how_many(desk, put):
    for key in "123":
        put(key, "refused")
    put("4", "sent")
    assert "表示中のメールを送り直す" in text(desk.get(f"{LIST}?attention=person"))
    assert "3通" in text(desk.get(f"{LIST}retry/?attention=person"))
    desk.post(f"{LIST}retry/?attention=person")
    assert Delivery.objects.totals()[State.PENDING] == 3


def test_an_erased_mail_shows_that_it_was(desk, put):
    delivery = put("1", "sent")
    delivery.mailing.subject = delivery.mailing.text = ""
    delivery.mailing.erased_at = timezone.now()
    delivery.mailing.save()
    Delivery.objects.update(address="", address_hash="")
    assert "内容は消去済み" in text(desk.get(LIST))
    assert "に消去しました" in text(desk.get(f"{LIST}{delivery.pk}/"))


def test_the_card_names_what_is_stuck_and_is_away_when_nothing_is(desk, put):
    assert "送れていないメール" not in text(desk.get(reverse("wagtailadmin_home")))
    put("1", "refused")
    put("2", "pending", age=timedelta(hours=2))
    page = text(desk.get(reverse("wagtailadmin_home")))
    assert "対応が必要なメールが1通あります" in page
    assert "1時間以上送れていないメールが1通あります" in page


def test_trouble_with_our_own_server_is_said_in_words(desk, put):
    put("1", "deferred", Reason.SERVER_AWAY)
    for address in (LIST, reverse("wagtailadmin_home")):
        assert "こちらのメールサーバーにつながりません" in text(desk.get(address))


def test_the_list_costs_the_same_for_many_mails(desk, put, query_count):
    put("0", "refused")
    few = query_count(lambda: desk.get(LIST))
    for key in range(1, 20):
        put(str(key), "refused")
    assert query_count(lambda: desk.get(LIST)) == few


def test_a_broken_filter_is_answered_with_the_list(desk, put):
    put("1", "refused")
    assert desk.get(f"{LIST}?queued_at_from=yesterday&state=lost&ordering=x&p=99").status_code == 200
    assert desk.get(f"{LIST}retry/?queued_at_from=yesterday").status_code == 200


def test_staff_see_where_a_link_leads_and_not_its_secret(desk, put):
    token = "q7Zx-3kd0_P1vN8sW4yTbA"
    words = f"変更: https://centre.example.jp/ja/events/r/{token}/\n地図: https://centre.example.jp/ja/access/"
    page = text(desk.get(f"{LIST}{put('1', 'sent', text=words).pk}/"))
    assert token not in page
    assert "https://centre.example.jp/ja/events/r/…" in page
    assert "https://centre.example.jp/ja/access/" in page


@pytest.mark.parametrize(
    "link", ["/r/?t=abcdefghijklmnop1234", "/r/12:1abCdE:abcdefghijklmnopqrstuvwx/a", "/m/abcdefghijklmnop1234?x=1"]
)
def test_secrets_of_other_shapes_are_hidden_too(link):
    assert "abcdefghijklmnop" not in without_secrets(f"see https://a.example{link} now")
    assert without_secrets(f"see https://a.example{link} now").endswith(" now")


def test_an_apps_kinds_of_mail_are_named_in_the_filter_and_beside_the_subject(desk, put):
    put("1", "sent", kind="registration.reminder")
    put("2", "sent")
    response = desk.get(f"{LIST}?kind=registration.reminder")
    assert [row.mailing.key for row in response.context["object_list"]] == ["1"]
    assert label_of("registration.reminder") in text(response)
