"""The page of one event."""

import json
import re

import pytest
from django.utils import timezone

from events.registration import services
from events.registration.models import Chapter, Desk, EventFigure, EventLanguage, EventOrganiser, Session
from tests.events import html_of, text_of
from tests.factories.activities import ActivityFactory
from tests.factories.event_pages import EventPageFactory, day, event_of, offered, slots, told, translated
from tests.factories.events import SessionFactory, VenueFactory, key, party
from tests.factories.organisations import DirectoryFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("index")


def read(client, page, **changes):
    return text_of(client.get(page.get_url()))


def take(offering, seats=1, number=1):
    services.register(
        offering=offering.pk, idem_key=key(), party=party(number, seats=seats), locale="ja", now=timezone.now()
    )


def test_a_page_without_facts_says_that_nothing_is_decided(client):
    assert "日時と場所はまだ決まっていません" in read(client, EventPageFactory())


def test_facts_in_preparation_are_not_shown(client):
    page = told(status="draft", place="ひみつの場所")
    assert "ひみつの場所" not in read(client, page)


def test_the_day_is_said_as_people_say_it(client):
    page = told(days=None)
    start = day(10)
    slots(page, start)
    assert f"{start.month}月{start.day}日" in read(client, page)


def test_an_english_page_has_the_same_facts(client):
    page = told(fee_yen=500)
    offered(page, capacity=3)
    english = translated(page, "A course")
    assert "500 yen" in text_of(client.get(english.get_url()))
    assert "Few places left" in text_of(client.get(english.get_url()))


def test_a_missing_translation_shows_the_japanese_words_with_english_facts(client):
    told(page={"slug": "only", "title": "日本語だけ"}, fee_yen=0)
    text = text_of(client.get("/en/events/only/"))
    assert "日本語だけ" in text
    assert "Free of charge" in text


def test_places_left_are_said(client):
    page = told()
    take(offered(page, capacity=10), seats=4)
    assert "あと6人" in read(client, page)


def test_a_full_slot_says_how_many_wait(client):
    page = told(days=None)
    first, _second = slots(page, day(10, hour=10), day(10, hour=11))
    take(first)
    take(first, number=2)
    text = read(client, page)
    assert "キャンセル待ち" in text
    assert "1組が待っています" in text


def test_the_slots_of_a_day_say_the_day_once(client):
    page = told(days=None)
    slots(page, day(40, hour=10), day(40, hour=11), day(41, hour=10))
    section = re.search(r"選べる日時(.*?)</section>", html_of(client.get(page.get_url())), re.S)
    assert section
    assert re.findall(r"<h3>[^<]*?(\d+日)\(", section[1]) == [f"{day(40).day}日", f"{day(41).day}日"]
    assert re.findall(r'times__name">([^<]*)<', section[1]) == ["10:00〜11:00", "11:00〜12:00", "10:00〜11:00"]


def test_a_cancelled_event_says_why(client):
    page = told(status="cancelled", notice="台風のため")
    text = read(client, page)
    assert "このイベントは中止になりました。" in text
    assert "台風のため" in text


def test_a_date_that_moved_says_from_when(client):
    page = told()
    Session.objects.filter(event=event_of(page)).update(status="moved", moved_from=day(3))
    assert f"はじめの予定は{day(3).month}月{day(3).day}日" in read(client, page)


def test_desks_say_who_advises_in_which_languages(client):
    page = told(kind="consultation_fair")
    Desk.objects.create(event=event_of(page), topic="障害福祉", who="市の担当", languages=["ja", "vi"])
    text = read(client, page)
    assert "障害福祉 市の担当 日本語 Tiếng Việt" in text


def test_organisers_are_named_with_role_and_department_and_linked(client):
    DirectoryFactory(slug="dantai")
    page = told()
    organisation = OrganisationFactory(name="町の会", slug="machi")
    EventOrganiser.objects.create(
        event=event_of(page), organisation=organisation, role="endorser", department_name="福祉部"
    )
    html = html_of(client.get(page.get_url()))
    assert "後援" in html
    assert re.search(r'<a href="/ja/dantai/machi/"[^>]*>町の会</a> 福祉部', html)


def test_an_organiser_that_is_not_public_is_not_linked(client):
    DirectoryFactory(slug="dantai")
    page = told()
    EventOrganiser.objects.create(event=event_of(page), organisation=OrganisationFactory(draft=True, name="準備会"))
    assert "準備会</a>" not in html_of(client.get(page.get_url()))


def test_the_activity_of_which_it_is_an_edition_is_linked(client):
    activity = ActivityFactory(title="進学ガイダンス", slug="guidance")
    page = told(activity_key=activity.translation_key, edition=2)
    html = html_of(client.get(page.get_url()))
    assert re.search(rf'<a href="{activity.get_url()}"[^>]*>進学ガイダンス</a>', html)
    assert "第2回" in html


def test_languages_say_how_they_are_used(client):
    page = told()
    EventLanguage.objects.create(event=event_of(page), code="pt-BR", use="interpreted")
    assert "通訳あり： Português" in read(client, page)  # a span around each language


def test_the_place_has_a_plain_link_to_a_map(client):
    page = told()
    event_of(page).sessions.update(venue=VenueFactory(latitude="34.710834", longitude="137.726126"))
    assert "query=34.710834,137.726126" in html_of(client.get(page.get_url()))


def test_the_address_of_an_online_meeting_is_not_on_the_page(client):
    page = told(mode="online", online_url="https://meet.example/secret")
    assert "meet.example" not in html_of(client.get(page.get_url()))


def test_the_recording_is_shown_when_it_is_over(client):
    over, coming = (told(days=days, recording_url="https://example.jp/video") for days in (-5, 5))
    assert "example.jp/video" in html_of(client.get(over.get_url()))
    assert "example.jp/video" not in html_of(client.get(coming.get_url()))


def test_chapters_have_parts_and_times(client):
    page = told(days=-5)
    Chapter.objects.create(event=event_of(page), part=1, title="型", starts_at_seconds=0)
    Chapter.objects.create(event=event_of(page), part=2, title="助成", starts_at_seconds=3725)
    assert "第2部 助成 1:02:05" in read(client, page)


def test_what_was_counted_keeps_its_about(client):
    page = told(days=-5, page={"report": [("text", "<p>にぎやかでした。</p>")]})
    EventFigure.objects.create(event=event_of(page), label="参加者", number="約90人")
    assert "参加者 約90人 にぎやかでした。" in read(client, page)


def test_an_extension_is_said_with_the_number(client):
    assert "内線 123" in read(client, told(contact_phone="053-000-0099", contact_extension="123"))


def test_registering_elsewhere_is_one_button_to_that_site(client):
    page = told(booking="elsewhere", booking_url="https://example.jp/form")
    assert re.search(r'class="button button--wide" href="https://example.jp/form"', html_of(client.get(page.get_url())))


def test_the_one_button_leads_to_the_form(client):
    page = told()
    offering = offered(page)
    found = re.search(r'class="button button--wide" href="([^"]*)"', html_of(client.get(page.get_url())))
    assert found
    assert found[1].endswith(f"?offering={offering.pk}")
    assert client.get(found[1]).status_code == 200


def test_the_section_about_the_only_date_has_a_button_to_the_form_too(client):
    page = told()
    offering = offered(page)
    section = html_of(client.get(page.get_url())).split('id="offers"')[1].split("</section>")[0]
    assert re.search(rf'class="button[^"]*" href="[^"]*\?offering={offering.pk}"', section)


def test_the_name_of_a_date_is_kept_whole_behind_its_time(client):
    page = told(days=None)
    event = event_of(page)
    dates = [
        SessionFactory(event=event, starts_at=day(number), ends_at=day(number, hour=20), name=f"第{number}回 ちらし")
        for number in (1, 2)
    ]
    services.add_offering(event=event, sessions=dates, capacity=3, kind="course")
    assert html_of(client.get(page.get_url())).count('<span class="whole">第') == 2


def test_each_slot_leads_to_the_form_with_itself_chosen(client):
    page = told(days=None)
    offerings = slots(page, day(10, hour=10), day(10, hour=11))
    html = html_of(client.get(page.get_url()))
    assert all(f"?offering={offering.pk}" in html for offering in offerings)


@pytest.mark.parametrize("facts", [{"closes_at": day(-1)}, {"opens_at": day(3)}, {"status": "cancelled"}])
def test_there_is_no_button_when_one_cannot_register(client, facts):
    page = told(**facts)
    offered(page)
    assert "button--wide" not in html_of(client.get(page.get_url()))


@pytest.mark.parametrize(
    ("facts", "is_told"), [({"closes_at": day(-1)}, True), ({}, True), ({"opens_at": day(3)}, False)]
)
def test_who_has_registered_finds_the_way_to_it_also_after_the_deadline(client, facts, is_told):
    page = told(**facts)
    offered(page)
    side = html_of(client.get(page.get_url())).split("facts-box", 1)[1].split("event__main", 1)[0]
    assert ("/ja/registrations/lost/" in side) == is_told


# JSON-LD ------------------------------------------------------------------------------------------------------


def linked_data(client, page):
    return json.loads(re.search(r'ld\+json">(.*?)</script>', html_of(client.get(page.get_url())))[1])


def test_linked_data_names_the_event_with_its_offers(client):
    page = told(fee_yen=500, page={"title": "講座"})
    offered(page, capacity=3)
    data = linked_data(client, page)
    assert (data["@type"], data["name"], data["eventStatus"]) == ("Event", "講座", "https://schema.org/EventScheduled")
    offer = data["offers"][0]
    assert (offer["price"], offer["priceCurrency"]) == (500, "JPY")
    assert offer["availability"] == "https://schema.org/LimitedAvailability"


def test_linked_data_says_that_an_event_is_cancelled(client):
    assert linked_data(client, told(status="cancelled"))["eventStatus"] == "https://schema.org/EventCancelled"


def test_linked_data_of_a_moved_event_has_the_first_day(client):
    page = told()
    Session.objects.filter(event=event_of(page)).update(status="moved", moved_from=day(3))
    data = linked_data(client, page)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == day(3).isoformat()


def test_linked_data_cannot_end_its_script(client):
    page = told(page={"title": "</script><script>alert(1)</script>"})
    assert "<script>alert" not in html_of(client.get(page.get_url()))
    assert linked_data(client, page)["name"] == "</script><script>alert(1)</script>"
