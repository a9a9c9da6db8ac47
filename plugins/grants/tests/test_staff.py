"""What staff do with calls and grants: enter, copy, look up, delete; and what programs are told."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from cms.mail.models import BulkDelivery, ConsentAction, ConsentEvent
from plugins.grants import services
from plugins.grants.models import Award, Funder, GrantCall, GrantFollower, GrantPage, GrantProgramme

from .conftest import NOW
from .followers import follow, remind, settle

ENTER = reverse("grant_calls:enter")
FIELDS = (
    "grant", "new_name", "funder", "new_funder", "summary", "closes_on", "closes_time", "closing_kind", "opens_on",
    "amount_min", "amount_max", "rate", "decision_on", "decision_month", "for_fy", "label", "label_en",
    "guidelines_url",
)  # fmt: skip


def posted(**facts):
    return dict.fromkeys(FIELDS, "") | facts


def after(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


# Entering -------------------------------------------------------------------------------------------------------


def test_the_grant_and_the_last_day_are_enough(admin_client, grant):
    programme = grant()
    answer = admin_client.post(ENTER, posted(grant=programme.pk, closes_on=after(20)))
    made = GrantCall.objects.get()
    assert answer["Location"].endswith(f"?entered={made.pk}")
    assert (made.programme, made.closes_on.isoformat()) == (programme, after(20))
    programme.refresh_from_db()
    assert programme.checked_on == timezone.localdate()


def test_a_new_grant_with_its_funder_and_its_page_begins_on_the_same_form(admin_client, client, index):
    facts = posted(new_name="川の助成", new_funder="川の財団", summary="川で学ぶ活動のために。", closes_on=after(20))
    admin_client.post(ENTER, facts)
    programme = GrantProgramme.objects.get()
    assert (programme.name, programme.funder.name) == ("川の助成", "川の財団")
    page = GrantPage.objects.get(translation_key=programme.page_key)
    assert (page.live, page.summary) == (True, "川で学ぶ活動のために。")
    assert "川の助成" in client.get(index.url).content.decode()


def test_a_new_grant_that_the_funder_has_already_is_said_and_nothing_typed_is_lost(admin_client, grant, call):
    """Also where the funder's name was written once more, and not chosen."""
    known = grant()
    facts = posted(new_name=known.name, new_funder=known.funder.name, summary="よく考えた説明。", closes_on=after(20))
    page = admin_client.post(ENTER, facts).content.decode()
    assert "この助成元の同じ名前の助成金は、もうあります。" in page
    assert "よく考えた説明。" in page
    assert (GrantProgramme.objects.count(), GrantCall.objects.count()) == (1, 0)


def test_the_same_grant_begun_by_two_at_once_is_begun_once(admin_client, index, funder, monkeypatch):
    """The other's is there between the look and the write."""
    sound = services.begin

    def begin(**facts):
        sound(**facts)
        return sound(**facts)

    monkeypatch.setattr(services, "begin", begin)
    facts = posted(new_name="川の助成", funder=funder.pk, summary="よく考えた説明。", closes_on=after(20))
    assert "よく考えた説明。" in admin_client.post(ENTER, facts).content.decode()


def test_last_year_s_call_is_copied_with_one_button_without_its_days(admin_client, grant, call):
    programme = grant()
    old = call(
        programme, opens_on="2025-11-01", closes_on="2025-12-20", closes_time="17:00", closing_kind="received",
        amount_max=300_000, rate="4/5", for_fy=2026, guidelines_url="https://example.jp/2026.html",
    )  # fmt: skip
    address = f"{ENTER}?copy={old.pk}"
    assert address in admin_client.get(reverse("grant_calls:list")).content.decode().replace("&amp;", "&")
    form = admin_client.get(address).context["form"]
    told = {name: form[name].value() for name in FIELDS if form[name].value()}
    assert told["grant"] == programme.pk
    assert (told["closing_kind"], told["amount_max"], told["rate"], told["for_fy"]) == (
        "received",
        300_000,
        "4/5",
        2027,
    )
    assert {"closes_on", "opens_on", "decision_on", "guidelines_url"}.isdisjoint(told)


@pytest.mark.every_case
@pytest.mark.parametrize("question", ["copy", "grant"])
def test_a_number_that_is_none_is_no_error_of_the_server(admin_client, grant, question):
    grant()
    assert [admin_client.get(ENTER, {question: typed}).status_code for typed in ("²", "9" * 40, "9" * 5_000)] == [
        200
    ] * 3


@pytest.mark.parametrize(("facts", "field", "typed"), [
    ({"closes_on": "2026-13-40"}, "closes_on", "2026-13-40"),
    ({"closes_on": ""}, "opens_on", ""),
    ({"closes_on": "2026-12-01", "opens_on": "2026-12-20"}, "closes_on", "2026-12-20"),
    ({"closes_on": "2026-12-01", "closes_time": "25時"}, "closes_time", "25時"),
    ({"closes_on": "2026-12-01", "rate": "たくさん"}, "rate", "たくさん"),
    ({"closes_on": "2026-12-01", "amount_max": "九"}, "amount_max", "九"),
    ({"closes_on": "2026-12-01", "guidelines_url": "example jp"}, "guidelines_url", "example jp"),
    ({"closes_on": "2026-12-01", "grant": ""}, "grant", ""),
    ({"closes_on": "2026-12-01", "grant": "", "new_name": "川の助成"}, "funder", "川の助成"),
])  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(admin_client, grant, facts, field, typed):
    answer = admin_client.post(ENTER, posted(**({"grant": grant().pk} | facts)))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert typed in answer.content.decode()
    assert not GrantCall.objects.exists()


def test_a_dead_call_is_in_no_list_of_staff_s_that_are_open(admin_client, grant, call):
    call(grant("おわった助成"), closes_on="2020-01-20")
    call(grant("いまの助成"), closes_on=after(20))
    page = admin_client.get(reverse("grant_calls:list"), {"status": ["open", "closing"]}).content.decode()
    assert "いまの助成" in page
    rows = page[page.index("<tbody") :]
    assert "おわった助成" not in rows


# This month's checks --------------------------------------------------------------------------------------------


def test_this_month_s_checks_name_what_usually_opens_and_a_button_notes_the_look(admin_client, grant, call):
    month = timezone.localdate().month
    due = grant("いつもの助成", opens_month=month)
    grant("半年さきの助成", opens_month=(month + 5) % 12 + 1)
    call(grant("受付中の助成", opens_month=month), opens_on=after(-3), closes_on=after(20))
    page = admin_client.get(reverse("grant_calls:checks")).content.decode()
    assert "いつもの助成" in page
    assert "半年さきの助成" not in page
    assert "受付中の助成" not in page
    assert f"{ENTER}?grant={due.pk}" in page
    admin_client.post(reverse("grant_calls:checks"), {"grant": due.pk})
    due.refresh_from_db()
    assert due.checked_on == timezone.localdate()


def test_what_is_no_grant_is_not_looked_up(admin_client, site):
    for wanted in ("", "x", "999999", "9" * 40):
        assert admin_client.post(reverse("grant_calls:checks"), {"grant": wanted}).status_code == 404


# Deleting -------------------------------------------------------------------------------------------------------


@pytest.fixture
def followed(grant, call, site):
    """A grant that somebody is reminded of, with a reminder that waits to leave."""
    programme = grant()
    made = call(programme, closes_on="2026-12-10")
    follow(programme, "reader@example.jp", now=NOW)
    settle(made, now=NOW)
    remind(site, now=NOW, leaves=False)
    return programme


def test_a_grant_that_is_deleted_takes_its_followers_off_and_leaves_a_line_for_each(admin_client, followed):
    row = GrantFollower.objects.get()
    page = admin_client.get(reverse("grant_programmes:delete", args=[followed.pk])).content.decode()
    assert "1人" in page
    admin_client.post(reverse("grant_programmes:delete", args=[followed.pk]))
    assert not GrantProgramme.objects.exists()
    assert not GrantFollower.objects.exists()
    line = ConsentEvent.objects.filter(subject=row.uuid).latest("at", "pk")
    assert (line.action, line.address_hash, line.note) == (
        ConsentAction.ERASED, row.address_hash, "助成金が削除されました。",
    )  # fmt: skip
    assert set(BulkDelivery.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_in_bulk_too(admin_client, followed):
    row = GrantFollower.objects.get()
    address = reverse("wagtail_bulk_action", args=["grants", "grantprogramme", "delete"])
    admin_client.post(f"{address}?id={followed.pk}")
    assert not GrantProgramme.objects.exists()
    assert ConsentEvent.objects.filter(subject=row.uuid, action=ConsentAction.ERASED).count() == 1


@pytest.mark.parametrize("one_by_one", [True, False])
def test_what_others_need_is_not_deleted_and_it_is_said(admin_client, grant, one_by_one):
    programme = grant()
    Award.objects.create(programme=programme, title="居場所", recipient_name="まちの会")
    rows = [(programme, "grant_programmes", "grantprogramme"), (programme.funder, "grant_funders", "funder")]
    for row, name, model in rows:
        address = reverse(f"{name}:delete", args=[row.pk])
        if not one_by_one:
            address = f"{reverse('wagtail_bulk_action', args=['grants', model, 'delete'])}?id={row.pk}"
        answer = admin_client.post(address, follow=True)
        assert answer.status_code == 200
        assert [str(message) for message in answer.context["messages"]]
    assert GrantProgramme.objects.exists()
    assert Funder.objects.exists()


# For programs ---------------------------------------------------------------------------------------------------

API = "/api/v1/plugins/grants/calls/"


def test_programs_are_told_the_deadline_and_apart_from_it_the_estimate(client, grant, call):
    opens = timezone.localdate().month % 12 + 1
    grant("見込み", opens_month=opens)
    call(grant("受付中", amount_max=300_000), closes_on="2099-12-01", closes_time="17:00", closing_kind="online")
    call(grant("終了", has_ended=True), closes_on="2020-01-01")
    told = client.get(API).json()
    first, second = told["results"]
    assert (told["count"], first["title"], first["status"]) == (2, "受付中", "open")
    assert first["call"]["closes_before"] == "2099-12-01T17:00:00+09:00"
    assert (second["call"], second["expected"]["is_estimate"]) == (None, True)
    assert second["expected"]["month"].endswith(f"-{opens:02d}")
    assert [each["title"] for each in client.get(API, {"status": "open"}).json()["results"]] == ["受付中"]


@pytest.mark.every_case
@pytest.mark.parametrize(("asked", "word"), [
    ({"status": "x"}, "status"), ({"page": "0"}, "page"), ({"page": "a"}, "page"), ({"page": "9" * 30}, "page"),
])  # fmt: skip
def test_what_programs_ask_wrongly_is_answered_with_the_reason(client, site, asked, word):
    answer = client.get(API, asked)
    if asked == {"page": "9" * 30} and answer.status_code == 200:
        pytest.fail("a page beyond all numbers")
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(word)


# In the site's search -------------------------------------------------------------------------------------------


def test_the_search_of_the_site_finds_a_grant_and_says_its_deadline(client, grant, call):
    programme = grant("いきものがかり助成")
    call(programme, closes_on=after(20))
    grant("ほかの助成")
    for page in GrantPage.objects.all():
        page.save_revision().publish()
    page = strip_tags(client.get("/ja/search/", {"q": "いきものがかり"}).content.decode())
    assert "いきものがかり助成" in page
    assert "架橋財団" in page
    assert "まで" in page
    assert "ほかの助成" not in page
