"""An event takes place on the clock of its place, on every screen and in every file."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from events.registration import services
from events.registration.models import Event
from tests.events.workspace.conftest import desk, log_in  # noqa: F401 - fixtures
from tests.factories.event_pages import offered, told

pytestmark = pytest.mark.django_db
PLACE = ZoneInfo("America/Sao_Paulo")


@pytest.fixture
def far_away(index):
    """A consultation in Brazil at nine in the evening, which is the next morning in Japan. Returns its page."""
    page = told(days=3, kind="reserved_consultation")
    offering = offered(page, capacity=5)
    Event.objects.update(tz=PLACE.key)
    day = timezone.now().astimezone(PLACE).date() + timedelta(days=3)
    session = offering.sessions.get()
    session.starts_at = datetime(day.year, day.month, day.day, 21, 0, tzinfo=PLACE)
    session.ends_at = session.starts_at + timedelta(hours=1)
    session.save()
    return page


def said():
    start = Event.objects.get().starts_at.astimezone(PLACE)
    return f"{start.month}月{start.day}日({'月火水木金土日'[start.weekday()]})21:00〜22:00"


def words(client, address, **asked):
    page = client.get(address, asked, follow=True).content.decode()
    return unescape(re.sub(r"\s+", "", re.sub(r"<[^>]+>", " ", page)))


def test_list_page_and_form_say_whose_time_it_is(client, far_away, index):
    booking = f"/ja/registrations/new/{Event.objects.get().pk}/"
    told = [words(client, address) for address in (index.get_url(), far_away.get_url(), booking)]
    assert ["ブラジル(サンパウロ)時間" in page for page in told] == [True, True, True]


def test_the_list_says_it(client, far_away, index):
    assert said() in words(client, index.get_url())


def test_the_page_says_it(client, far_away):
    assert said() in words(client, far_away.get_url())


def test_the_form_says_it(client, far_away):
    assert said() in words(client, f"/ja/registrations/new/{Event.objects.get().pk}/")


def test_the_month_has_it_on_its_day(client, far_away, index):
    start = Event.objects.get().starts_at.astimezone(PLACE)
    page = client.get(f"{index.get_url()}calendar/{start.year}/{start.month}/")
    days = [day for day in page.context["month"].days if day.entries]
    assert [(day.day, day.entries[0].time) for day in days] == [(start.date(), "21:00")]


def test_the_last_evening_of_a_month_is_in_that_month_and_in_no_other(client, far_away, index):
    """In Japan it is the first morning of the next."""
    today = timezone.localdate()
    after = datetime(today.year + (today.month == 12), today.month % 12 + 1, 1, 21, 0, tzinfo=PLACE) + timedelta(
        days=40
    )
    last = after.replace(day=1) - timedelta(days=1)
    session = Event.objects.get().sessions.get()
    session.starts_at, session.ends_at = last, last + timedelta(hours=1)
    session.save()
    months = [
        client.get(f"{index.get_url()}calendar/{month.year}/{month.month}/").context["month"]
        for month in (last, last + timedelta(days=1))
    ]
    assert [[day.day for day in month.days if day.entries] for month in months] == [[last.date()], []]
    assert [month.total for month in months] == [1, 0]


def test_the_open_data_say_it(client, far_away):
    start = Event.objects.get().starts_at.astimezone(PLACE)
    rows = client.get("/ja/feeds/events.csv").content.decode("utf-8-sig")
    assert (f"{start:%Y-%m-%d}" in rows, "21:00" in rows, "09:00" in rows) == (True, True, False)


@pytest.mark.parametrize("screen", ["/admin/events/", "/admin/"])
def test_the_desk_reads_it(desk, far_away, screen):  # noqa: F811
    assert "21:00" in words(desk, screen)


def test_the_deadline_is_on_the_same_clock(far_away):
    event = Event.objects.get()
    offering = event.offerings.get()
    offering.close_days_before = 1
    offering.save()
    found = services.availability_of(event=event, now=timezone.now())
    assert found.offerings[0].closes_at.astimezone(PLACE).hour == found.offerings[0].closes_at.hour == 17
