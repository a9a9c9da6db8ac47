"""What staff see and do: readers, consents, by hand, lists, addresses that get none."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.core.models import StaffRole
from cms.mail.models import Channel, ConsentAction, ConsentEvent, Delivery, Suppression
from cms.mail.services import suppression
from plugins.newsletters import services
from plugins.newsletters.models import Area, Subscriber, SubscriberImport, Topic
from plugins.newsletters.states import State

from .conftest import NOW

HEADINGS = "メールアドレス,氏名,言語,地域,同意\n"


@pytest.fixture
def editor(site, client):
    """Somebody of the newsletter group, logged in."""
    user = get_user_model().objects.create_user("letters", "letters@example.jp", "a long password", last_name="江口")
    user.groups.add(StaffRole.objects.get(key="newsletter").group)
    client.force_login(user)
    return client


def page(client, name, *args, **query):
    return client.get(reverse(f"newsletter_readers:{name}", args=args), query).content.decode()


def bring(client, topics, text: str | bytes):
    content = text.encode() if isinstance(text, str) else text
    data = {"file": SimpleUploadedFile("list.csv", content), "topics": [topics["events"].pk]}
    return client.post(reverse("newsletter_readers:import"), data, follow=True)


def take_over(client):
    row = SubscriberImport.objects.get()
    return client.post(reverse("newsletter_readers:preview", args=[row.pk]), {"action": "take"}, follow=True)


def test_the_newsletter_group_sees_readers(editor, reader):
    assert "reader@example.jp" in page(editor, "list")


def test_topics_say_how_many_get_them_now(editor, site, reader, topics):
    today = timezone.localdate()
    for address, facts in (
        ("gone@example.jp", {"state": State.UNREACHABLE}),
        ("away@example.jp", {"paused_until": today + timedelta(days=1)}),
        ("back@example.jp", {"paused_until": today}),
    ):
        entered = services.enter(
            site=site, address=address, name="", locale="ja", area=None,
            topics={topics["events"]: "weekly"}, channel=Channel.PAPER, note="", by=None, now=NOW,
        )  # fmt: skip
        Subscriber.objects.filter(pk=entered.pk).update(**facts)
    rows = editor.get(reverse("newsletter_topics:list")).context["object_list"]
    assert {row.slug: row.getting_it for row in rows} == {"events": 2, "grants": 1}


def test_other_staff_do_not_see_readers(site, client, reader):
    user = get_user_model().objects.create_user("desk", "desk@example.jp", "a long password")
    user.groups.add(StaffRole.objects.get(key="desk").group)
    client.force_login(user)
    assert "reader@example.jp" not in page(client, "list")
    assert client.get(reverse("newsletter_readers:reader", args=[reader.pk])).status_code in {302, 403, 404}


def test_readers_of_another_site_are_not_seen(editor, site, reader):
    other = Site.objects.create(hostname="other.example.jp", root_page=site.root_page)
    Subscriber.objects.filter(pk=reader.pk).update(site=other)
    assert "reader@example.jp" not in page(editor, "list")
    assert editor.get(reverse("newsletter_readers:reader", args=[reader.pk])).status_code == 404


def test_an_empty_list_says_what_to_do(editor):
    assert "まだ読者がいません。" in page(editor, "list")


@pytest.mark.parametrize(("words", "found"), [("READER@", True), ("somebody", False)])
def test_readers_are_found_by_address(editor, reader, words, found):
    shown = editor.post(reverse("newsletter_readers:list"), {"q": words}).content.decode()
    assert ("reader@example.jp" in shown) is found


@pytest.mark.parametrize(("state", "found"), [("active", True), ("stopped", False)])
def test_readers_are_narrowed_down_by_state(editor, reader, state, found):
    assert ("reader@example.jp" in page(editor, "list", state=state)) is found


def test_the_list_takes_as_many_queries_for_many_readers_as_for_one(editor, site, topics, reader, query_count):
    one = query_count(lambda: page(editor, "list"))
    for number in range(10):
        services.enter(
            site=site, address=f"r{number}@example.jp", name="", locale="ja", area=None,
            topics=dict.fromkeys(topics.values(), "weekly"), channel=Channel.PAPER, note="x", by=None, now=NOW,
        )  # fmt: skip
    assert query_count(lambda: page(editor, "list")) <= one


def test_the_page_of_a_reader_shows_how_the_consent_is_known(editor, reader):
    shown = page(editor, "reader", reader.pk)
    assert [text for text in ("folder 2", "書面", "同意", "イベント") if text not in shown] == []


def test_changing_for_a_reader_needs_how_it_is_known(editor, reader, topics):
    data = {"action": "change", f"topic_{topics['events'].pk}": "monthly", "locale": "ja"}
    shown = editor.post(reverse("newsletter_readers:reader", args=[reader.pk]), data).content.decode()
    assert "どの方法で受けたかを選んでください。" in shown
    assert reader.topics.count() == 2


def test_changing_for_a_reader_is_written_down_with_who_did_it(editor, reader, topics):
    data = {
        "action": "change", f"topic_{topics['events'].pk}": "monthly", "locale": "en", "channel": "phone",
        "note": "6/2",
    }  # fmt: skip
    editor.post(reverse("newsletter_readers:reader", args=[reader.pk]), data)
    reader.refresh_from_db()
    assert (reader.locale, list(reader.topics.all())) == ("en", [topics["events"]])
    line = ConsentEvent.objects.get(action=ConsentAction.WITHDRAWN)
    assert (line.channel, line.note, line.by.username) == ("phone", "6/2", "letters")


def test_stopping_for_a_reader(editor, reader):
    url = reverse("newsletter_readers:reader", args=[reader.pk])
    editor.post(url, {"action": "stop", "channel": "phone", "note": "6/2"})
    reader.refresh_from_db()
    assert reader.state == State.STOPPED


def test_erasing_a_reader(editor, reader):
    editor.post(reverse("newsletter_readers:reader", args=[reader.pk]), {"action": "erase", "channel": "phone"})
    assert not Subscriber.objects.exists()


def test_entering_by_hand(editor, topics):
    data = {
        "address": "ＦＡＸ@example.jp", "name": "見本", f"topic_{topics['events'].pk}": "monthly", "locale": "ja",
        "channel": "fax", "note": "6/1のFAX",
    }  # fmt: skip
    editor.post(reverse("newsletter_readers:add"), data)
    reader = Subscriber.objects.get()
    assert (reader.address, reader.state, reader.channel) == ("FAX@example.jp", State.ACTIVE, "fax")
    assert ConsentEvent.objects.get(action=ConsentAction.GIVEN).note == "6/1のFAX"


def test_entering_by_hand_without_a_note_keeps_what_was_typed(editor, topics):
    data = {"address": "fax@example.jp", f"topic_{topics['events'].pk}": "monthly", "locale": "ja", "channel": "fax"}
    shown = editor.post(reverse("newsletter_readers:add"), data).content.decode()
    assert "fax@example.jp" in shown
    assert not Subscriber.objects.exists()


def test_entering_an_address_that_wants_no_letters_is_refused(editor, site, topics):
    suppression.suppress(site=site, address="fax@example.jp", why=Suppression.Why.REFUSED, now=NOW)
    data = {
        "address": "fax@example.jp", f"topic_{topics['events'].pk}": "monthly", "locale": "ja", "channel": "fax",
        "note": "x",
    }  # fmt: skip
    shown = editor.post(reverse("newsletter_readers:add"), data).content.decode()
    assert "おたよりを送らないアドレス" in shown
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_is_read_as_excel_writes_it(editor, topics, encoding):
    bring(editor, topics, f"{HEADINGS}a@example.jp,髙橋,日本語,,申込書".replace("髙", "高").encode(encoding))
    assert SubscriberImport.objects.get().lines[0]["name"] == "高橋"


def test_looking_at_a_list_enters_nobody(editor, topics):
    shown = bring(editor, topics, f"{HEADINGS}a@example.jp,,,,申込書").content.decode()
    assert "a@example.jp" in shown
    assert not Subscriber.objects.exists()


def test_who_agreed_becomes_a_reader_and_others_get_the_mail(editor, topics):
    bring(editor, topics, f"{HEADINGS}a@example.jp,,,,申込書\nb@example.jp,,English,,\n")
    take_over(editor)
    states = dict(Subscriber.objects.values_list("address", "state"))
    assert states == {"a@example.jp": State.ACTIVE, "b@example.jp": State.WAITING}
    assert [mail.address for mail in Delivery.objects.all()] == ["b@example.jp"]
    assert ConsentEvent.objects.get(action=ConsentAction.GIVEN).note == "申込書"
    assert not SubscriberImport.objects.exists()


def test_errors_are_named_by_line(editor, topics):
    shown = bring(
        editor, topics, f"{HEADINGS}a@example.jp,,,,x\nno address,,,,x\nA@EXAMPLE.jp,,,,x\nc@example.jp,,火星語,,x\n"
    ).content.decode()
    assert "3行目：メールアドレスではありません：noaddress" in shown
    assert "4行目：同じアドレスが2行目にあります。" in shown
    assert "5行目：言語：「火星語」はありません。" in shown


def test_a_list_with_an_error_enters_nobody(editor, topics):
    bring(editor, topics, f"{HEADINGS}a@example.jp,,,,x\nno address,,,,x\n")
    take_over(editor)
    assert not Subscriber.objects.exists()
    assert SubscriberImport.objects.exists()


def test_an_address_that_wants_no_letters_is_left_out(editor, site, topics):
    suppression.suppress(site=site, address="a@example.jp", why=Suppression.Why.COMPLAINT, now=NOW)
    bring(editor, topics, f"{HEADINGS}a@example.jp,,,,x\nb@example.jp,,,,x\n")
    take_over(editor)
    assert [row.address for row in Subscriber.objects.all()] == ["b@example.jp"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nhanako\n", "1行目に見出しが必要です。"),
        (HEADINGS.encode(), "見出しだけで、その下に行がありません。"),
        (b"\x00\x01\x02\xff\xfe", "CSVファイルではありません。"),
        (HEADINGS.encode() + b'"a@example.jp', "引用符"),
        (HEADINGS.encode() + b"a@example.jp\n" * 1001, "1001行あります。"),
        (HEADINGS.encode() + b"a" * 1024 * 1024, "1MBを超えています。"),
    ],
    ids=["no headings", "no lines", "no text", "open quotation", "too long", "too large"],
)
def test_what_is_no_list_is_refused_with_the_reason(editor, topics, content, said):
    assert said in bring(editor, topics, content).content.decode()
    assert not SubscriberImport.objects.exists()


def test_a_list_is_only_for_whoever_brought_it(editor, topics, client):
    bring(editor, topics, f"{HEADINGS}a@example.jp,,,,x")
    row = SubscriberImport.objects.get()
    other = get_user_model().objects.create_superuser("other", "other@example.jp", "a long password")
    client.force_login(other)
    assert client.get(reverse("newsletter_readers:preview", args=[row.pk])).status_code == 404


def test_the_area_of_a_list_is_read_by_its_name(editor, site, topics):
    area = Area.objects.create(site=site, name="北区", name_en="Kita Ward")
    bring(editor, topics, f"{HEADINGS}a@example.jp,,,北区,x")
    take_over(editor)
    assert Subscriber.objects.get().area == area


def test_what_is_downloaded_is_what_the_list_shows(editor, site, topics, reader):
    services.enter(
        site=site, address="=cmd@example.jp", name="=1+1", locale="en", area=None, topics={}, channel=Channel.PAPER,
        note="x", by=None, now=NOW,
    )  # fmt: skip
    response = editor.get(reverse("newsletter_readers:export"), {"locale": "en"})
    text = response.content.decode("utf-8-sig")
    assert "reader@example.jp" not in text
    assert "'=1+1" in text
    assert "no-store" in response.headers["Cache-Control"]


def test_whom_somebody_looked_for_stands_in_no_address(editor, reader):
    shown = editor.post(reverse("newsletter_readers:list"), {"q": "READER@"}).content.decode()
    urls = re.findall(r'(?:href|action|src)="([^"]*)"', shown)
    assert [url for url in urls if "reader@" in url.lower()] == []


def test_an_address_is_put_on_and_taken_off_the_list_of_those_that_get_none(editor, site):
    url = reverse("newsletter_suppressed:list")
    editor.post(url, {"address": "No@example.jp", "action": "add"})
    assert suppression.find(site=site, address="no@example.jp").by.username == "letters"
    assert "一覧に入っています" in editor.post(url, {"address": "no@example.jp", "action": "look"}).content.decode()
    editor.post(url, {"address": "no@example.jp", "action": "lift"})
    assert suppression.find(site=site, address="no@example.jp") is None


def test_a_topic_with_readers_is_not_deleted(editor, reader, topics):
    editor.post(reverse("newsletter_topics:delete", args=[topics["events"].pk]))
    assert Topic.objects.filter(pk=topics["events"].pk).exists()


def test_topics_are_made_for_the_site(editor, site):
    data = {
        "name": "センターだより", "name_en": "", "description": "話題", "description_en": "", "slug": "centre",
        "position": "1", "is_offered": "on",
    }  # fmt: skip
    editor.post(reverse("newsletter_topics:add"), data)
    assert Topic.objects.get().site == site


def test_consents_of_somebody_who_was_erased_are_found_by_the_address(editor, reader):
    services.erase(subscriber=reader, channel=Channel.LINK, now=NOW)
    shown = editor.post(reverse("newsletter_readers:consents"), {"address": "READER@example.jp"}).content.decode()
    assert [text for text in ("イベント", "書面", "消去") if text not in shown] == []


ALREADY = "すでに取り込んだか"


def test_a_list_is_taken_over_once_however_often_the_button_is_pressed(editor, topics):
    bring(editor, topics, HEADINGS + "new@example.jp,,ja,,2025年の名簿\n")
    url = reverse("newsletter_readers:preview", args=[SubscriberImport.objects.get().pk])
    said = [
        editor.post(url, {"action": action}, follow=True).content.decode() for action in ("take", "take", "discard")
    ]
    assert [ALREADY in each for each in said] == [False, True, True]
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize("action", ["take", "discard"])
def test_a_second_press_that_was_as_quick_is_told_so_too(editor, topics, gone_once_seen, action):
    bring(editor, topics, HEADINGS + "new@example.jp,,ja,,2025年の名簿\n")
    row = SubscriberImport.objects.get()
    with gone_once_seen(row) as deleted:
        answer = editor.post(reverse("newsletter_readers:preview", args=[row.pk]), {"action": action}, follow=True)
    assert deleted == [row.pk]
    assert ALREADY in answer.content.decode()
    assert not Subscriber.objects.exists()
