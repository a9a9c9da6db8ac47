"""What events put into letters about deadlines: by the rules of their offerings, as the page of the event says."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_api import LetterContext
from events import letters
from tests.factories.event_pages import day, event_of, offered, slots, told

pytestmark = pytest.mark.usefixtures("index")


@pytest.fixture
def closing():
    """The titles of the section of what closes soon, and the first line of each."""

    def act(language="ja"):
        now = timezone.now()
        context = LetterContext(
            site=Site.objects.get(is_default_site=True), language=language, since=now - timedelta(days=30), until=now
        )
        return [(item.title, item.meta[0]) for item in letters.closing(context)]

    return act


def titles(found):
    return [title for title, _line in found]


def spoken(at):
    return f"{at.month}月{at.day}日"


def test_an_event_that_closes_by_its_offering_s_rule_is_told(closing):
    slots(told(days=None, page={"title": "相談会"}), day(20), close_days_before=10)
    [(title, line)] = closing()
    assert (title, spoken(day(10)) in line, "までに" in line or "まで" in line) == ("相談会", True, True)


def test_an_event_that_closes_on_its_own_day_is_told(closing):
    offered(told(days=30, closes_at=day(5), page={"title": "講座"}))
    assert titles(closing()) == ["講座"]


def test_an_event_without_a_deadline_closes_when_it_starts(closing):
    offered(told(days=7, page={"title": "つどい"}))
    assert titles(closing()) == ["つどい"]


def test_the_first_to_close_comes_first(closing):
    slots(told(days=None, page={"title": "あと"}), day(20), close_days_before=8)
    slots(told(days=None, page={"title": "さき"}), day(25), close_days_before=20)
    assert titles(closing()) == ["さき", "あと"]


def test_the_last_of_several_deadlines_counts(closing):
    slots(told(days=None, page={"title": "続く相談会"}), day(5), day(60), close_days_before=2)
    assert closing() == []


@pytest.mark.parametrize("traits", [
    {"days": 20}, {"days": -3}, {"days": 7, "status": "cancelled"}, {"days": 7, "status": "draft"},
    {"days": 7, "booking": "not_needed"}, {"days": 7, "opens_at": day(1)},
])  # fmt: skip
def test_what_closes_later_or_cannot_be_registered_for_is_left_out(closing, traits):
    offered(told(**traits))
    assert closing() == []


def test_what_is_full_is_left_out(closing):
    offered(told(days=7, waitlist="none"), capacity=0)
    assert closing() == []


def test_a_closed_offering_is_left_out(closing):
    page = told(days=7)
    offered(page)
    event_of(page).offerings.update(is_closed=True)
    assert closing() == []


def test_an_event_registered_for_elsewhere_closes_on_its_own_day(closing):
    told(days=30, booking="elsewhere", booking_url="https://example.jp/", closes_at=day(5), page={"title": "外の会"})
    assert titles(closing()) == ["外の会"]


def test_it_takes_as_many_queries_for_many_events_as_for_one(closing, query_count):
    offered(told(days=7))
    closing()
    one = query_count(closing)
    for days in range(3, 9):
        offered(told(days=days))
    assert query_count(closing) <= one
