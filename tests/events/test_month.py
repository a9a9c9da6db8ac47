"""The calendar."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.events import html_of, text_of
from tests.factories.event_pages import day, event_of, told, translated
from tests.factories.events import SessionFactory

pytestmark = pytest.mark.usefixtures("index")


def address(moment, query=""):
    return f"/ja/events/calendar/{moment.year}/{moment.month}/{query}"


def entries(response):
    """(day, title) of every entry."""
    days = re.findall(r'<time datetime="([\d-]+)">.*?(?=<time datetime|</ol>)', html_of(response), re.S)
    parts = re.split(r'<time datetime="[\d-]+">', html_of(response))[1:]
    return [
        (day, title) for day, part in zip(days, parts, strict=True)
        for title in re.findall(r'month__time">[^<]*</span> (?:<s>)?([^<]*)', part)
    ]  # fmt: skip


def test_an_event_stands_on_its_day(client):
    told(days=10, page={"title": "講座"})
    assert entries(client.get(address(day(10)))) == [(f"{day(10):%Y-%m-%d}", "講座")]


def test_an_event_over_midnight_stands_on_both_days(client):
    page = told(days=None, page={"title": "夜の会"})
    start = day(10, hour=22).replace(day=10)
    SessionFactory(event=event_of(page), starts_at=start, ends_at=start + timedelta(hours=4))
    assert [found for found, _title in entries(client.get(address(start)))] == [
        f"{start:%Y-%m-%d}", f"{start + timedelta(days=1):%Y-%m-%d}",
    ]  # fmt: skip


def test_what_ends_at_midnight_is_not_on_the_next_day(client):
    page = told(days=None)
    start = day(10, hour=22).replace(day=10)
    SessionFactory(event=event_of(page), starts_at=start, ends_at=start + timedelta(hours=2))
    assert len(entries(client.get(address(start)))) == 1


def test_choices_narrow_the_month(client):
    told(days=10, page={"title": "講座"}, kind="course")
    told(days=10, page={"title": "見学"}, kind="tour")
    assert [title for _day, title in entries(client.get(address(day(10), "?kind=tour")))] == ["見学"]


def test_the_arrows_keep_the_choices(client):
    html = html_of(client.get(address(day(10), "?kind=tour")))
    assert len(re.findall(r'rel="(?:prev|next)" href="[^"]*\?kind=tour"', html)) == 2


def test_an_empty_month_says_so(client):
    assert "この月のイベントはありません" in text_of(client.get("/ja/events/calendar/"))


@pytest.mark.parametrize("path", ["2026/13", "2026/0", "1900/1", "9999/12", "99999999/1"])
def test_there_are_no_endless_months(client, path):
    assert client.get(f"/ja/events/calendar/{path}/").status_code == 404


def test_the_months_end_where_the_arrows_end(client):
    first = timezone.localdate().replace(day=1)
    last = first.replace(year=first.year + 2)
    response = client.get(address(last))
    assert response.status_code == 200
    assert 'rel="next"' not in html_of(response)


def test_the_english_month_has_english_titles(client):
    translated(told(days=10, page={"title": "講座"}), "A course")
    moment = day(10)
    assert "A course" in text_of(client.get(f"/en/events/calendar/{moment.year}/{moment.month}/"))
