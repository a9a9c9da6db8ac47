"""What other programs read."""

import csv
import io
import xml.etree.ElementTree as ElementTree

import pytest
from icalendar import Calendar

from events.registration.models import EventOrganiser, Session
from tests.factories.event_pages import day, event_of, offered, slots, told, translated
from tests.factories.events import VenueFactory
from tests.factories.home import private
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("index")


def calendar(client, address="/ja/feeds/events.ics"):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_every_date_is_an_entry_with_its_own_identifier(client):
    page = told(dates=3)
    wanted = set(event_of(page).sessions.values_list("ical_uid", flat=True))
    assert {str(entry["UID"]) for entry in calendar(client)} == wanted


def test_a_changed_date_has_the_same_identifier_and_a_higher_sequence(client):
    page = told()
    before = calendar(client)[0]
    Session.objects.filter(event=event_of(page)).update(ical_sequence=3)
    after = calendar(client)[0]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 3)


def test_a_cancelled_event_is_cancelled_in_the_calendar(client):
    told(status="cancelled", page={"title": "講座"})
    entry = calendar(client)[0]
    assert (str(entry["STATUS"]), str(entry["SUMMARY"])) == ("CANCELLED", "【中止】講座")


def test_the_calendar_answers_the_same_question_as_the_list(client):
    told(kind="tour", page={"title": "見学"})
    told(kind="course")
    assert [str(entry["SUMMARY"]) for entry in calendar(client, "/ja/feeds/events.ics?kind=tour")] == ["見学"]


def test_one_event_has_a_calendar_file_of_its_own(client):
    told()
    page = told(dates=2)
    assert len(calendar(client, f"/ja/feeds/events/{page.translation_key}.ics")) == 2


@pytest.mark.parametrize(
    "make", [lambda: told(status="draft"), lambda: private(told()), lambda: told(page={"draft": True})]
)
def test_the_calendar_tells_nothing_of_what_is_not_public(client, make):
    page = make()
    assert calendar(client) == []
    assert client.get(f"/ja/feeds/events/{page.translation_key}.ics").status_code == 404


def test_the_calendar_does_not_tell_the_address_of_an_online_meeting(client):
    told(mode="online", online_url="https://meet.example/secret")
    assert b"meet.example" not in client.get("/ja/feeds/events.ics").content


def test_the_place_is_in_the_calendar(client):
    event_of(told()).sessions.update(venue=VenueFactory(name="公民館"), room="和室")
    assert str(calendar(client)[0]["LOCATION"]).startswith("公民館 和室")


# RSS and Atom -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "path"), [("rss", ".//item/title"), ("atom", ".//{*}entry/{*}title")])
def test_feeds_have_the_coming_events_of_the_question(client, kind, path):
    told(kind="tour", page={"title": "見学"})
    told(kind="course")
    told(kind="tour", days=-5)
    feed = ElementTree.fromstring(client.get(f"/ja/feeds/events.{kind}?kind=tour").content)
    assert [title.text for title in feed.findall(path)] == ["見学"]


def test_an_english_feed_has_english_titles(client):
    translated(told(), "A course")
    feed = ElementTree.fromstring(client.get("/en/feeds/events.rss").content)
    assert [title.text for title in feed.findall(".//item/title")] == ["A course"]


def test_a_feed_links_to_the_page(client):
    page = told()
    feed = ElementTree.fromstring(client.get("/ja/feeds/events.rss").content)
    assert feed.find(".//item/link").text.endswith(page.get_url())


# Open data ----------------------------------------------------------------------------------------------------


def table(client, address="/ja/feeds/events.csv"):
    content = client.get(address).content
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_table_has_the_facts_of_an_event(client):
    page = told(days=None, fee_yen=0, contact_phone="053-000-0099", page={"title": "講座", "reading": "こうざ"})
    slots(page, day(20, hour=10), day(20, hour=11), close_days_before=7)
    event_of(page).sessions.update(venue=VenueFactory(name="公民館"))
    EventOrganiser.objects.create(event=event_of(page), organisation=OrganisationFactory(name="町の会"))
    translated(page, "A course")
    row = table(client)[0]
    wanted = {
        "イベント名": "講座", "イベント名_カナ": "コウザ", "イベント名_英語": "A course",
        "開始日": f"{day(20):%Y-%m-%d}", "開始時間": "10:00", "終了時間": "12:00", "料金(基本)": "無料",
        "連絡先電話番号": "053-000-0099", "主催者": "町の会", "場所名称": "公民館", "定員": "2",
        "参加申込終了日": f"{day(13):%Y-%m-%d}", "参加申込終了時間": "17:00",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_the_table_says_the_prefecture_that_the_address_names(client):
    page = told(page={"title": "講座"})
    for address, wanted in (("静岡県浜松市中央区1-1", ("220001", "静岡県")), ("架橋市中央1-2-3", ("", ""))):
        event_of(page).sessions.update(venue=VenueFactory(address=address))
        row = table(client)[0]
        assert (row["都道府県コード又は市区町村コード"], row["都道府県名"]) == wanted


def test_the_table_is_in_japanese_for_everybody(client):
    told(fee_yen=0, page={"title": "講座"})
    assert table(client, "/en/feeds/events.csv")[0]["料金(基本)"] == "無料"


def test_no_cell_of_the_table_is_a_formula(client):
    told(page={"title": "=HYPERLINK(1)"}, contact_name="+81")
    row = table(client)[0]
    assert not [value for value in row.values() if value.startswith(("=", "+", "-", "@"))]


def test_a_limit_that_nobody_set_is_empty(client):
    offered(told(), capacity=None)
    assert table(client)[0]["定員"] == ""
