"""The calendar and the feed of exactly what a visitor chose."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from plugins.grants import months
from plugins.grants.models import GrantCall, GrantIndexPage, GrantPage

ICS, RSS = "/ja/grants/deadlines.ics", "/ja/grants/calls.rss"


def soon(days: int = 20) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def entries(client, index):
    def read(query: str = "", address: str = ICS) -> list:
        response = client.get(f"{address}?{query}")
        assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        calendar = Calendar.from_ical(response.content)
        assert not calendar.errors
        return calendar.walk("VEVENT")

    return read


def items(client, query: str = "") -> list:
    return ElementTree.fromstring(client.get(f"{RSS}?{query}").content).findall(".//item")


def test_a_deadline_keeps_its_identifier_and_its_sequence_grows(grant, call, entries):
    made = call(grant(), closes_on=soon())
    (before,) = entries()
    GrantCall.objects.filter(pk=made.pk).update(created_at=made.created_at - timedelta(hours=1))
    GrantCall.objects.get(pk=made.pk).save()
    made.refresh_from_db()
    made.closes_on = soon(10)
    made.save()
    (after,) = entries()
    assert before["UID"] == after["UID"] == f"{made.uuid}@kakehashi"
    assert before["SEQUENCE"] == 0 < after["SEQUENCE"]
    assert after.decoded("DTSTART") == soon(10)


@pytest.mark.parametrize("time", [None, "23:59"])
def test_a_day_alone_is_a_whole_day_for_every_clock(grant, call, entries, time):
    call(grant(), closes_on=soon(), closes_time=time)
    (entry,) = entries()
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (soon(), soon(21))
    assert entry["DTSTART"].params["VALUE"] == "DATE"


def test_a_time_is_one_of_japan_whatever_the_server_keeps(grant, call, entries, settings):
    settings.TIME_ZONE = "America/New_York"
    call(grant(), closes_on=soon(), closes_time="17:00")
    (entry,) = entries()
    assert entry.decoded("DTEND").strftime("%Y-%m-%d %H:%M %Z") == f"{soon()} 08:00 UTC"


def test_no_estimate_no_call_without_a_deadline_and_no_past_one_is_in_it(grant, call, entries, index):
    grant("見込み", opens_month=months.index_of(soon(40)) % 12 + 1)
    call(grant("随時"), opens_on=soon(-40))
    call(grant("過去"), closes_on=soon(-1))
    assert entries() == []


@pytest.mark.parametrize(("query", "titles"), [("", ["大", "小"]), ("size=to_100k", ["小"]), ("q=%E5%A4%A7", ["大"])])
def test_calendar_and_feed_have_exactly_what_the_list_has(client, grant, call, entries, query, titles):
    call(grant("小", amount_max=50_000), closes_on=soon(30))
    call(grant("大", amount_max=900_000), closes_on=soon(20))
    assert [str(entry["SUMMARY"]) for entry in entries(query)] == [f"【締切】{title}" for title in titles]
    assert sorted(item.findtext("title") for item in items(client, query)) == sorted(titles)


def test_a_list_leads_to_the_feeds_of_its_choice(client, grant, call, index):
    call(grant(amount_max=50_000), closes_on=soon())
    page = client.get("/ja/grants-here/?size=to_100k&order=amount&page=1").content.decode()
    for address in (f"webcal://testserver{ICS}?size=to_100k", f'"{ICS}?size=to_100k', f'"{RSS}?size=to_100k'):
        assert address in page


def test_a_second_list_has_a_calendar_of_its_own(client, grant, call, index, entries):
    call(grant("はじめの"), closes_on=soon())
    second = GrantIndexPage(title="もう一つ", slug="more", locale=index.locale)
    index.get_parent().add_child(instance=second)
    other = grant("つぎの")
    GrantPage.objects.get(translation_key=other.page_key).move(second, pos="last-child")
    call(other, closes_on=soon())
    page = client.get("/ja/more/").content.decode()
    assert f"{ICS}?list={second.pk}" in page
    assert [str(entry["SUMMARY"]) for entry in entries(f"list={second.pk}")] == ["【締切】つぎの"]
    assert [str(entry["SUMMARY"]) for entry in entries()] == ["【締切】はじめの"]


@pytest.mark.parametrize("address", [ICS, RSS])
def test_who_has_it_already_gets_nothing(client, grant, call, address):
    made = call(grant(), closes_on=soon())
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    made.closes_on = soon(5)
    made.save()
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_what_nobody_can_choose_is_left_aside(client, index):
    assert client.get(f"{ICS}?status=nonsense&list=x&q={'a' * 900}").status_code == 200
    assert client.get(f"{ICS}?list=999999").status_code == 404


def test_a_draft_is_not_told_of(grant, call, entries):
    programme = grant()
    call(programme, closes_on=soon())
    GrantPage.objects.get(translation_key=programme.page_key).unpublish()
    assert entries() == []


@pytest.mark.parametrize("address", [ICS, RSS])
def test_the_number_of_queries_does_not_depend_on_how_many(client, grant, call, address):
    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    call(grant("一"), closes_on=soon())
    few = count()
    for number in range(9):
        call(grant(f"助成{number}"), closes_on=soon(number + 1))
    assert count() == few


def test_the_feed_has_the_newest_call_first_under_an_identifier_that_stays(client, grant, call, index):
    call(grant("前の"), closes_on=soon())
    made = call(grant("新しい"), opens_on=soon(-3))
    newest = items(client)[0]
    assert (newest.findtext("title"), newest.findtext("guid")) == ("新しい", f"urn:uuid:{made.uuid}")
