"""A booking of one's own: GET shows, POST acts; refusals are sentences; nothing is told to who may not know."""

from __future__ import annotations

import re
import threading
import time
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar
from wagtail.models import Page

from cms.core.public_forms.tickets import Ticket
from cms.mail.models import Delivery
from events.registration import links, services
from events.registration.choices import Waitlist
from events.registration.models import Registration
from events.registration.party import Consent, NeedAsked, Person
from events.registration.services.locks import _file_lock, locked_pools
from events.registration.states import State
from events.registration.tokens import Purpose
from tests.factories import events as made
from tests.factories.events import fresh, staff

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture
def booked(offer):
    return made.registered(offer(), now=timezone.now(), seats=3)


def ticket():
    return str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))


def words(response):
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def press(client, registration, below="", **data):
    return client.post(links.path(registration) + below, {"ticket": ticket(), **data}, **BROWSER)


def test_the_page_says_what_is_booked_and_how_it_stands(client, booked):
    page = words(client.get(links.path(booked)))
    assert all(said in page for said in ("申し込み済み", "地域相談会", "3人", booked.spaced_code, booked.name))


def test_the_page_names_everybody_who_comes(client, offer):
    booked = made.registered(
        offer(), now=timezone.now(), seats=3, people=[Person(name="見本 花子"), Person(name="見本 太郎"), Person()]
    )
    assert re.search(r"来る人\s+見本 花子\s+見本 太郎\s+3人目", words(client.get(links.path(booked))))


def test_who_comes_alone_is_not_named_twice(client, offer):
    assert "来る人" not in words(client.get(links.path(made.registered(offer(), now=timezone.now()))))


@pytest.mark.parametrize(
    ("below", "told", "said"),
    [("give-back/", {"members": ["2"]}, "いまは2人で"), ("change/", {"name": "見本 次郎"}, "変更を保存しました")],
)
def test_after_an_act_the_page_says_what_was_done(client, booked, below, told, said):
    members = [str(row.pk) for row in booked.members.all() if str(row.position) in told.get("members", [])]
    typed = {"name": "見本", "email": booked.email, "contact_pref": "mail", "seats": "3"} | told | {"members": members}
    answer = press(client, booked, below, version=booked.version, **typed)
    assert answer.status_code == 303
    assert said in words(client.get(answer["Location"]))


def test_the_page_says_it_on_no_other_day(client, booked):
    services.cancel(registration=booked.pk, now=timezone.now())
    assert "変更を保存しました" not in words(client.get(links.path(fresh(booked)), {"done": "change"}))


def test_the_page_leads_back_to_the_event(client, booked):
    page = Page.objects.get(translation_key=booked.event.page_key)
    assert f'href="{page.get_url()}"' in client.get(links.path(booked)).content.decode()


def test_cancelling_gives_the_place_to_who_waits(client, offer):
    offering = offer(capacity=1)
    first, second = (made.registered(offering, number, now=timezone.now()) for number in (1, 2))
    answer = press(client, first, "cancel/", version=first.version)
    assert (answer.status_code, answer["Location"]) == (303, f"{links.path(first)}?done=cancel")
    assert (fresh(first).state, fresh(second).state) == (State.CANCELLED, State.CONFIRMED)


def test_who_knows_what_she_wants_cancels_at_once(client, booked):
    now = str(Ticket.issue(now=timezone.now()))
    press(client, booked, "cancel/", version=booked.version, ticket=now)
    assert fresh(booked).state == State.CANCELLED


def test_what_is_cancelled_already_is_not_asked_about_again(client, booked):
    services.cancel(registration=booked.pk, now=timezone.now())
    said = words(client.get(links.path(fresh(booked)) + "cancel/"))
    assert "ここではもう取り消せません" in said
    assert "元には戻せません" not in said


def test_who_has_cancelled_is_told_that_it_is_done(client, booked):
    answer = press(client, booked, "cancel/", version=booked.version)
    assert "申し込みを取り消しました" in words(client.get(answer.headers["Location"]))
    assert "申し込みを取り消しました" not in words(client.get(links.path(booked)))


def test_the_page_says_where_mails_go_and_to_whom_none_come(client, booked):
    assert f"お知らせのメールは {booked.email} に届きます" in words(client.get(links.path(booked)))
    by_phone = made.registered(booked.offering, 5, now=timezone.now(), contact_pref="phone")
    said = words(client.get(links.path(by_phone)))
    assert "申込番号を書きとめてください" in said
    assert "に届きます" not in said


def test_one_of_three_places_is_given_back(client, booked):
    member = booked.members.order_by("-position").first()
    press(client, booked, "give-back/", members=[member.pk], version=booked.version)
    assert (fresh(booked).seats, fresh(booked).state) == (2, State.CONFIRMED)


def test_giving_all_places_back_asks_to_cancel_instead(client, booked):
    members = list(booked.members.values_list("pk", flat=True))
    answer = press(client, booked, "give-back/", members=members, version=booked.version)
    assert "申し込み全体を取り消してください" in words(answer)
    assert fresh(booked).seats == 3


def test_somebody_elses_people_cannot_be_given_back(client, offer, booked):
    other = made.registered(booked.offering, 7, now=timezone.now(), seats=2)
    press(client, booked, "give-back/", members=[other.members.first().pk], version=booked.version)
    assert (fresh(booked).seats, fresh(other).seats) == (3, 2)


def test_a_page_that_is_out_of_date_does_nothing(client, booked):
    old = booked.version
    services.give_back(
        registration=booked.pk, members=[booked.members.order_by("-position").first().pk], now=timezone.now()
    )
    answer = press(client, booked, "cancel/", version=old)
    assert fresh(booked).state == State.CONFIRMED
    assert "変わ" in words(answer)


def test_contact_and_names_are_changed(client, booked):
    data = {
        "name": "新しい 名前", "kana": "あたらしい なまえ", "email": "new@example.jp", "phone": "053-000-9999",
        "contact_pref": "mail", "seats": "3", "p1_name": "見本 二郎",
    }  # fmt: skip
    answer = press(client, booked, "change/", **data)
    row = fresh(booked)
    assert (answer.status_code, row.name, row.email) == (303, "新しい 名前", "new@example.jp")
    assert row.members.order_by("position")[1].name == "見本 二郎"


def test_what_the_form_does_not_ask_survives_a_change(client, offer):
    booked = made.registered(
        offer(), now=timezone.now(), seats=2, organisation_name="みほん会", note="車で来る",
        needs=(NeedAsked(kind="allergy", details="そば"),), people=(Person(), Person(mother_tongue="vi")),
        consent=Consent(version="1", locale="ja", sensitive=True),
    )  # fmt: skip
    changed = {"name": booked.name, "email": "new@example.jp", "contact_pref": "mail", "seats": "2", "sensitive": "on"}
    assert press(client, booked, "change/", **changed).status_code == 303
    row = fresh(booked)
    assert (row.email, row.organisation_name, row.note) == ("new@example.jp", "みほん会", "車で来る")
    assert list(row.needs.values_list("kind", "details")) == [("allergy", "そば")]
    assert list(row.members.values_list("mother_tongue", flat=True)) == ["", "vi"]


def test_the_change_form_of_a_large_party_offers_its_own_size(client, offer):
    booked = made.registered(offer(), now=timezone.now())
    services.change(registration=booked.pk, party=made.party(seats=9), now=timezone.now(), by=staff())
    page = client.get(links.path(booked) + "change/").content.decode()
    assert '<option value="9" selected>' in page


def test_the_change_form_shows_what_is_known(client, booked):
    page = client.get(links.path(booked) + "change/").content.decode()
    assert f'value="{booked.name}"' in page
    assert f'value="{booked.email}"' in page


def test_a_wrong_change_keeps_what_was_typed(client, booked):
    answer = press(client, booked, "change/", name="", email="typed@example.jp", contact_pref="mail", seats="3")
    assert 'value="typed@example.jp"' in answer.content.decode()
    assert 'href="#id_name"' in answer.content.decode()


def test_another_date_is_chosen(client, booked):
    later = timezone.now() + timedelta(days=40)
    session = made.SessionFactory(event=booked.event, starts_at=later, ends_at=later + timedelta(hours=1))
    other = services.add_offering(event=booked.event, sessions=[session], capacity=5)
    press(client, booked, "move/", offering=other.pk, version=booked.version)
    assert fresh(booked).offering == other


def test_an_offer_is_accepted_or_declined_by_a_button(client, offer):
    offering = offer(capacity=1, waitlist=Waitlist.OFFER)
    first, second = (made.registered(offering, number, now=timezone.now()) for number in (1, 2))
    services.cancel(registration=first.pk, now=timezone.now())
    second = fresh(second)
    assert second.state == State.OFFERED
    page = client.get(links.path(second, purpose=Purpose.OFFER))
    client.post(links.path(second, purpose=Purpose.OFFER), {"ticket": ticket(), "answer": "accept"}, **BROWSER)
    assert "はい、参加します" in words(page)
    assert fresh(second).state == State.CONFIRMED


def test_a_declined_offer_goes_on(client, offer):
    offering = offer(capacity=1, waitlist=Waitlist.OFFER)
    first, second, third = (made.registered(offering, number, now=timezone.now()) for number in (1, 2, 3))
    services.cancel(registration=first.pk, now=timezone.now())
    path = links.path(fresh(second), purpose=Purpose.OFFER)
    client.post(path, {"ticket": ticket(), "answer": "decline"}, **BROWSER)
    assert (fresh(second).state, fresh(third).state) == (State.DECLINED, State.OFFERED)


def test_an_address_is_confirmed_by_a_button(client, offer):
    waits = made.registered(offer(verify_first=True), now=timezone.now())
    client.post(links.path(waits, purpose=Purpose.VERIFY), {"ticket": ticket()}, **BROWSER)
    assert fresh(waits).state == State.CONFIRMED


def test_who_came_by_a_mailed_link_presses_at_once(client, offer):
    waits = made.registered(offer(verify_first=True), now=timezone.now())
    now = str(Ticket.issue(now=timezone.now()))
    client.post(links.path(waits, purpose=Purpose.VERIFY), {"ticket": now}, **BROWSER)
    assert fresh(waits).state == State.CONFIRMED


@pytest.mark.parametrize("token", ["x", "A" * 48, "あ" * 48, "%00"])
@pytest.mark.parametrize("page", ["manage", "verify", "offer"])
def test_a_wrong_link_is_explained_and_tells_nothing(client, booked, page, token):
    answer = client.get(f"/ja/registrations/{page}/{token}/")
    assert answer.status_code in {400, 404}
    assert booked.name not in answer.content.decode()


def test_a_link_for_one_purpose_opens_no_other_page(client, booked):
    token = links.token_for(booked, purpose=Purpose.VERIFY)
    assert client.get(f"/ja/registrations/manage/{token}/").status_code == 404


def test_another_site_cannot_cancel(client, booked):
    answer = client.post(links.path(booked) + "cancel/", {"ticket": ticket()}, HTTP_SEC_FETCH_SITE="cross-site")
    assert (answer.status_code, fresh(booked).state) == (403, State.CONFIRMED)


def test_the_calendar_entry_keeps_its_identifier(client, booked):
    first, second = (
        Calendar.from_ical(client.get(links.path(booked) + "calendar.ics").content).events[0] for _ in range(2)
    )
    assert first["uid"] == second["uid"]
    assert first["status"] == "CONFIRMED"
    assert first.start == booked.offering.sessions.get().starts_at.replace(microsecond=0)


def test_all_that_is_kept_is_shown(client, booked):
    page = words(client.get(links.path(booked) + "my-data/"))
    assert all(said in page for said in (booked.name, booked.email, booked.phone, booked.kana))


def test_what_is_kept_is_said_in_words(client, offer):
    offering = offer()
    question = {
        "key": "topic", "type": "choice", "label": {"ja": "相談したいこと", "en": "Topic"}, "required": True,
        "options": [["work", {"ja": "仕事", "en": "Work"}]], "purpose": {"ja": "担当者を選ぶため"}, "keep": "event",
        "sensitive": False,
    }  # fmt: skip
    services.publish_form(event=offering.event, questions=[question], by=None, now=timezone.now())
    row = made.registered(
        offering, now=timezone.now(), needs=(NeedAsked(kind="interpreter", language="vi"),), answers={"topic": "work"},
        people=(Person(name="見本", age_band="40-49"),),
    )  # fmt: skip
    page = words(client.get(links.path(row) + "my-data/"))
    assert all(said in page for said in ("相談したいこと：仕事", "通訳 Tiếng Việt", "40代", "日本語"))
    assert re.search(r"interpreter|confirmed|registered|40-49|topic", page) is None


def test_erasing_leaves_nothing_and_closes_the_link(client, booked):
    name = booked.name
    answer = press(client, booked, "erase/", version=booked.version)
    assert "個人情報を消去しました" in words(answer)
    assert client.get(links.path(booked)).status_code == 404
    assert not Registration.objects.filter(name=name).exists()


def test_a_lost_mail_is_sent_again(client, booked):
    known = {"code": booked.code, "kana": booked.kana, "phone_end": booked.phone[-4:]}
    client.post("/ja/registrations/lost/", {"ticket": ticket(), **known}, **BROWSER)
    assert Delivery.objects.filter(mailing__kind="registration.link").count() == 1


def test_a_mail_address_alone_brings_the_links_of_what_is_to_come(client, booked):
    other = made.registered(booked.offering, 9, now=timezone.now(), email="somebody-else@example.jp")
    written = {"ticket": ticket(), "email": f" {booked.email.upper()} "}
    page = client.post("/ja/registrations/lost/", written, **BROWSER)
    sent = Delivery.objects.filter(mailing__kind="registration.link")
    assert [mail.address for mail in sent] == [booked.email]
    assert "あてはまるお申し込みがあれば" in words(page)
    services.cancel(registration=other.pk, now=timezone.now())
    client.post("/ja/registrations/lost/", {"ticket": ticket(), "email": other.email}, **BROWSER)
    assert sent.count() == 1


def test_a_mailbox_is_not_filled_by_asking_in_the_name_of_another(booked):
    now = timezone.now()
    for minutes in range(0, 120, 6):
        at = now + timedelta(minutes=minutes)
        services.resend_links(email=booked.email, site=booked.event.site, now=at)
    assert Delivery.objects.filter(mailing__kind="registration.link").count() == 5


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ({}, ["email"]), ({"email": "hanako@"}, ["email"]),
        ({"code": "ABCDE-FGHJK"}, ["kana", "phone_end"]),
    ],
)  # fmt: skip
def test_what_is_missing_to_find_a_registration_is_said_at_its_field(client, written, at):
    page = client.post("/ja/registrations/lost/", {"ticket": ticket(), **written}, **BROWSER).content.decode()
    assert re.findall(r'id="id_(\w+)_error"', page) == at


def test_the_page_for_lost_mail_answers_the_same_whether_it_is_known_or_not(client, booked):
    known = {"code": booked.code, "kana": booked.kana, "phone_end": booked.phone[-4:]}
    right, wrong = (
        client.post("/ja/registrations/lost/", {"ticket": ticket(), **known, "phone_end": end}, **BROWSER)
        for end in (known["phone_end"], "0000")
    )
    assert (right.status_code, right.content) == (wrong.status_code, wrong.content)


def test_the_address_of_an_online_meeting_is_shown_shortly_before_to_those_who_have_a_place(client, offer):
    offering = offer(online_url="https://meet.example.jp/room", online_reveal_hours=24, capacity=1)
    first, second = (made.registered(offering, number, now=timezone.now()) for number in (1, 2))
    early = client.get(links.path(first)).content.decode()
    session = offering.sessions.get()
    session.starts_at = timezone.now() + timedelta(hours=2)
    session.ends_at = session.starts_at + timedelta(hours=1)
    session.save()
    now, waiting = (client.get(links.path(row)).content.decode() for row in (fresh(first), fresh(second)))
    assert ["meet.example.jp" in page for page in (early, now, waiting)] == [False, True, False]


def test_every_page_of_a_booking_is_english_for_english_readers(client, offer):
    row = made.registered(offer(), now=timezone.now(), seats=2, locale="en")
    for below in ("", "change/", "cancel/", "give-back/", "my-data/", "erase/", "slip/"):
        page = client.get(links.path(row) + below).content.decode()
        main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
        japanese = [word for word in re.findall(r"[\u3041-\u30ff\u4e00-\u9fff]+", main) if word not in "地域相談会"]
        known = "".join(
            [
                row.name,
                row.kana,
                "市民活動センター",
                "みほんはなこ",
                "日本語やさしい",
            ]
        )
        assert [word for word in japanese if not set(word) <= set(known)] == [], below


@pytest.mark.django_db(transaction=True)
def test_erasing_while_the_pool_is_locked_says_so_and_erases_nothing(client, booked, monkeypatch):
    monkeypatch.setitem(locked_pools.__wrapped__.__kwdefaults__, "patience", 0.1)
    locked, done, pool = threading.Event(), threading.Event(), made.pool_of(booked.offering).pk

    def hold():
        with _file_lock(pool, time.monotonic()) if connection.vendor == "sqlite" else locked_pools([pool]):
            locked.set()
            done.wait(30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    locked.wait(30)
    try:
        answer = press(client, booked, "erase/", version=booked.version)
    finally:
        done.set()
        other.join()
    assert (answer.status_code, fresh(booked).name) == (200, booked.name)
    assert "もう一度" in words(answer)
