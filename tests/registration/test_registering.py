"""Registering as a citizen does: one page, no account, no cookie, nothing forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.core.public_forms.tickets import Ticket
from cms.mail.models import Delivery
from events.registration import services
from events.registration.choices import LanguageUse, NeedKind, OfferingKind
from events.registration.models import EventLanguage, Notice, Registration
from events.registration.states import State
from tests.factories import events as made

pytestmark = pytest.mark.django_db

BROWSER = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def address(offering, language="ja"):
    return f"/{language}/registrations/new/{offering.event_id}/"


def filled(row, **more):
    ticket = str(Ticket.issue(now=timezone.now() - timedelta(minutes=1)))
    return {
        "ticket": ticket, "offering": row.pk, "name": "見本 花子", "kana": "みほん はなこ",
        "email": "hanako@example.jp",
        "phone": "053-000-1234", "contact_pref": "mail", "seats": "1", "consent": "on",
    } | more  # fmt: skip


def words(response):
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def send(client, row, language="ja", **more):
    return client.post(address(row, language), filled(row, **more), **BROWSER)


def test_of_many_dates_the_chosen_one_is_shown_and_the_others_are_folded(client, offer):
    first = offer()
    dates = list(first.sessions.all())
    others = [services.add_offering(event=first.event, sessions=dates, capacity=1) for _ in range(3)]
    page = client.get(address(first), {"offering": others[1].pk}).content.decode()
    seen, _summary, folded = page.partition("<b>別の日時に変える</b>")
    assert re.findall(r'name="offering" value="(\d+)"', seen) == [str(others[1].pk)]
    assert len(re.findall(r'name="offering" value="(\d+)"', folded)) == 3
    assert "別の日時に変える" not in words(client.get(address(first)))
    again = words(client.post(address(first), filled(others[2], name=""), **BROWSER))
    assert "別の日時に変える" in again


def test_all_that_is_missing_is_said_at_once(client, offer):
    page = client.post(address(row := offer()), filled(row, name="", email="", phone=""), **BROWSER).content.decode()
    assert re.findall(r'id="id_(\w+)_error"', page) == ["name", "email"]


def test_who_brings_a_child_to_look_after_can_say_what_it_must_not_eat(client, offer):
    row = offer(childcare="on_request")
    answer = send(client, row, need_childcare="1", need_allergy="たまご", sensitive="on")
    assert answer.status_code == 303
    assert list(Registration.objects.get().needs.values_list("kind", "details").order_by("kind")) == [
        ("allergy", "たまご"), ("childcare", ""),
    ]  # fmt: skip


def test_who_registers_comes_to_the_page_of_the_booking(client, offer):
    answer = send(client, offer())
    registration = Registration.objects.get()
    page = client.get(answer["Location"])
    assert (answer.status_code, registration.state, page.status_code) == (303, State.CONFIRMED, 200)
    assert registration.spaced_code in words(page)
    assert not client.cookies


def test_the_form_of_a_single_date_knows_which_it_is(client, offer):
    offering = offer()
    page = client.get(address(offering)).content.decode()
    assert f'<input type="hidden" name="offering" value="{offering.pk}"' in page


def test_the_date_that_was_chosen_on_the_page_of_the_event_is_chosen_in_the_form(client, offer):
    first = offer()
    second = services.add_offering(event=first.event, sessions=list(first.sessions.all()), capacity=1)
    page = client.get(address(first), {"offering": second.pk}).content.decode()
    assert re.search(rf'name="offering" value="{second.pk}"[^>]* checked', page)


def test_who_has_something_to_mend_is_not_asked_to_send_once_more_as_well(client, offer):
    answer = send(client, offer(), name="", ticket=str(Ticket.issue(now=timezone.now())))
    assert "もう一度送ってください" not in words(answer)


def test_the_confirmation_is_in_the_outbox(client, offer):
    send(client, offer())
    assert [(row.address, row.mailing.kind) for row in Delivery.objects.all()] == [
        ("hanako@example.jp", "registration.confirmed")
    ]


def test_a_family_of_four_registers_on_one_page(client, offer):
    family = {
        "seats": "4",
        "p1_name": "見本 太郎",
        "p1_age_band": "40-49",
        "p2_name": "見本 一郎",
        "p3_age_band": "3-5",
    }
    send(client, offer(), **family)
    registration = Registration.objects.get()
    people = list(registration.members.order_by("position").values_list("name", "age_band"))
    assert registration.seats == 4
    assert people == [("見本 花子", ""), ("見本 太郎", "40-49"), ("見本 一郎", ""), ("", "3-5")]


def test_sending_the_same_form_twice_is_sending_it_once(client, offer):
    offering = offer()
    sent = filled(offering)
    first, second = (client.post(address(offering), sent, **BROWSER) for _ in range(2))
    assert first["Location"].split("/")[4][:20] == second["Location"].split("/")[4][:20]
    assert Registration.objects.count() == 1


def test_the_same_form_with_other_answers_is_a_conflict_and_keeps_what_was_typed(client, offer):
    offering = offer()
    sent = filled(offering)
    client.post(address(offering), sent, **BROWSER)
    answer = client.post(address(offering), sent | {"name": "別の 名前"}, **BROWSER)
    assert answer.status_code == 409
    assert "別の 名前" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"name": ""}, "id_name", "お名前"),
        ({"name": "あ" * 101}, "id_name", "お名前"),
        ({"name": "あ" * 1_000_000}, "id_name", "お名前"),
        ({"kana": "漢字"}, "id_kana", "よみがな"),
        ({"email": "hanako@"}, "id_email", "メールアドレス"),
        ({"phone": "12"}, "id_phone", "電話番号"),
        ({"seats": "99"}, "id_seats", "何人"),
        ({"seats": "1", "p2_name": "見本 太郎"}, "id_seats", "何人"),
        ({"seats": "2", "p1_kana": "kana"}, "id_p1_kana", "よみ"),
        ({"consent": ""}, "id_consent", "同意"),
        ({"offering": "999999999"}, None, ""),
        ({"offering": "x"}, None, ""),
        ({"contact_pref": "pigeon"}, "id_contact_pref_0", "お知らせ"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_is_kept(client, offer, wrong, field, said):
    answer = send(client, offer(), **({"phone": "053-000-1234", "postal_address": "架橋市中央1-2-3"} | wrong))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "架橋市中央1-2-3" in page
    assert not Registration.objects.exists()
    if field:
        assert f'href="#{field}"' in page
        assert said in page.split('class="error-summary"')[1].split("</div>")[0]


def test_all_that_is_wrong_is_said_at_once(client, offer):
    page = send(client, offer(), name="", kana="漢字", email="hanako@", phone="12", consent="").content.decode()
    assert re.findall(r'href="#id_(\w+)"', page) == ["name", "kana", "email", "phone", "consent"]


def test_somebody_who_cannot_be_reached_is_asked_for_a_way(client, offer):
    answer = send(client, offer(), email="", phone="")
    assert 'href="#id_email"' in answer.content.decode()


def test_without_a_mail_address_staff_are_asked_to_call(client, offer):
    answer = send(client, offer(), email="", contact_pref="phone")
    assert answer.status_code == 303
    assert (Delivery.objects.count(), Notice.objects.get().channel) == (0, "phone")


@pytest.mark.every_case
@pytest.mark.parametrize("name", ["𠮷田 太郎", "髙橋 🎌", "بيت", "José Ñandú", "a\u202eb"])
def test_any_name_is_taken(client, offer, name):
    send(client, offer(), name=name)
    assert Registration.objects.get().name == name.replace("\u202e", "")


@pytest.mark.every_case
@pytest.mark.parametrize("typed", ["\x00", "花\x00子", "\x0b", "\x1b[31m"])
def test_control_characters_never_break_the_page(client, offer, typed):
    answer = send(client, offer(), name=typed, organisation_name=typed)
    assert answer.status_code in {200, 303}


@pytest.mark.parametrize("address", ["taro.@docomo.ne.jp", "a..b@docomo.ne.jp", "TARO@Example.JP"])
def test_addresses_of_carriers_are_taken(client, offer, address):
    send(client, offer(), email=address)
    assert Registration.objects.get().email


def test_a_full_event_says_so_before_and_puts_on_the_waiting_list(client, offer):
    offering = offer(capacity=1)
    send(client, offering)
    form = words(client.get(address(offering)))
    answer = send(
        client, offering, name="見本 次郎", kana="みほん じろう", email="jiro@example.jp", phone="053-000-5678"
    )
    assert "キャンセル待ち" in form
    page = words(client.get(answer["Location"]))
    assert "1番目" in page
    assert Registration.objects.latest("id").state == State.WAITLISTED


def test_without_a_waiting_list_a_full_event_says_that_all_places_are_taken(client, offer):
    offering = offer(capacity=1, no_waiting=True)
    send(client, offering)
    assert "満席" in words(client.get(address(offering)))


def test_who_was_too_late_keeps_what_was_typed(client, offer):
    offering = offer()
    offering.is_closed = True
    offering.save()
    answer = send(client, offering)
    assert answer.status_code == 200
    assert "見本 花子" in answer.content.decode()
    assert "受付は終わりました" in words(answer)


@pytest.mark.parametrize("facts", [{"draft": True}, {"booking": "by_phone"}])
def test_an_event_that_takes_no_registrations_has_no_form(client, offer, facts):
    page = client.get(address(offer(**facts)))
    assert b'name="consent"' not in page.content


def test_a_number_that_no_event_can_have_is_not_found(client, db):
    assert client.get(f"/ja/registrations/new/{10**30}/").status_code == 404


def test_needs_are_kept_with_their_own_consent(client, offer):
    offering = offer(childcare="on_request")
    EventLanguage.objects.create(event=offering.event, code="vi", use=LanguageUse.INTERPRETED)
    needs = {"need_interpreter": "vi", "need_childcare": "2", "need_other": "前の席"}
    refused = send(client, offering, **needs)
    assert 'href="#id_sensitive"' in refused.content.decode()
    send(client, offering, **needs, sensitive="on")
    kept = Registration.objects.get().needs.values_list("kind", "language", "count", "details")
    assert set(kept) == {
        (NeedKind.INTERPRETER, "vi", 1, ""), (NeedKind.CHILDCARE, "", 2, ""), (NeedKind.OTHER, "", 1, "前の席"),
    }  # fmt: skip


def test_questions_of_the_event_are_asked_and_answers_checked(client, offer):
    offering = offer()
    question = {
        "key": "topic", "type": "choice", "label": {"ja": "相談したいこと", "en": "Topic"}, "required": True,
        "options": [["school", {"ja": "学校", "en": "School"}], ["work", {"ja": "仕事", "en": "Work"}]],
        "purpose": {"ja": "担当者を選ぶため"}, "keep": "event", "sensitive": False,
    }  # fmt: skip
    services.publish_form(event=offering.event, questions=[question], by=None, now=timezone.now())
    assert 'href="#id_q_topic_0"' in send(client, offering).content.decode()
    send(client, offering, q_topic="work")
    assert list(Registration.objects.get().answers.values_list("question", "value")) == [("topic", "work")]


def test_a_sensitive_answer_is_not_dropped_in_silence(client, offer):
    offering = offer()
    question = {
        "key": "health", "scope": "person", "label": {"ja": "体調"}, "purpose": {"ja": "席を選ぶため"},
        "keep": "event", "sensitive": True,
    }  # fmt: skip
    services.publish_form(event=offering.event, questions=[question], by=None, now=timezone.now())
    assert 'href="#id_sensitive"' in send(client, offering, p0_q_health="めまい").content.decode()
    send(client, offering, p0_q_health="めまい", sensitive="on")
    assert list(Registration.objects.get().answers.values_list("value", flat=True)) == ["めまい"]


def test_several_dates_are_a_choice_with_what_is_free(client, event_page, offer):
    first = offer(capacity=3)
    session = made.SessionFactory(
        event=first.event,
        starts_at=timezone.now() + timedelta(days=40),
        ends_at=timezone.now() + timedelta(days=40, hours=1),
    )
    second = services.add_offering(event=first.event, sessions=[session], capacity=1, kind=OfferingKind.SLOT)
    page = words(client.get(address(first)))
    assert ("あと3人" in page, "あと1人" in page) == (True, True)
    send(client, second)
    assert Registration.objects.get().offering == second


def test_another_registration_of_the_same_person_leads_to_the_lost_mail(client, offer):
    offering = offer()
    send(client, offering)
    answer = send(client, offering)
    assert reverse("event_registration:lost") in answer.content.decode()
    assert Registration.objects.count() == 1


def test_the_form_is_english_for_english_readers_and_so_is_the_mail(client, offer):
    offering = offer()
    page = client.get(address(offering, "en"))
    send(client, offering, "en")
    assert "Your name" in words(page)
    assert (Registration.objects.get().locale, Delivery.objects.get().mailing.locale) == ("en", "en")


def test_another_site_cannot_send_the_form(client, offer):
    offering = offer()
    answer = client.post(address(offering), filled(offering), HTTP_SEC_FETCH_SITE="cross-site")
    assert (answer.status_code, Registration.objects.count()) == (403, 0)


def test_nothing_personal_is_stored_by_a_cache(client, offer):
    offering = offer()
    pages = [client.get(address(offering)), client.get(send(client, offering)["Location"])]
    assert all("no-store" in page["Cache-Control"] and page["X-Robots-Tag"] == "noindex" for page in pages)


def test_the_queries_of_the_form_do_not_grow_with_dates_or_people(client, offer, query_count):
    offering = offer(capacity=None)
    few = query_count(lambda: client.get(address(offering)))
    for day in range(4):
        start = timezone.now() + timedelta(days=50 + day)
        session = made.SessionFactory(event=offering.event, starts_at=start, ends_at=start + timedelta(hours=1))
        services.add_offering(event=offering.event, sessions=[session], capacity=5)
    for number in range(5):
        made.registered(offering, number + 10, now=timezone.now())
    cache.clear()
    assert query_count(lambda: client.get(address(offering))) <= few
    assert Page.objects.exists()


def test_the_form_leads_back_to_the_event_in_the_readers_language_and_marks_the_title_as_japanese(client, offer):
    """Also where the event has no page in that language; and stays on the host by which one came."""
    row = offer()
    html = client.get(address(row, "en")).content.decode()
    assert '<a class="way-back" href="/en/fair/">' in html
    assert '<h1 lang="ja" dir="auto">' in html
    assert "<h1 lang" not in client.get(address(row, "ja")).content.decode()
