"""What letters tell about events that were moved or called off: by what staff did, once for each time they did it."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Site

from cms.plugin_api import LetterContext
from events import letters
from events.registration import services
from events.registration.models import RegistrationEvent
from tests.factories.event_pages import day, event_of, told, translated

pytestmark = pytest.mark.usefixtures("index")
MOVED, ONE_DATE, CALLED_OFF = "日時か場所が変わりました", "変更または中止になった日があります", "中止になりました"


@pytest.fixture
def changed():
    """The section of what changed in the last days, as it is now."""

    def act(*, language="ja", since=7):
        now = timezone.now()
        context = LetterContext(
            site=Site.objects.get(is_default_site=True), language=language, since=now - timedelta(days=since), until=now
        )
        with translation.override(language):  # as whoever makes a letter does
            return list(letters.changed(context))

    return act


def dates_of(page):
    return list(event_of(page).sessions.order_by("starts_at"))


def move(page, *, to, date=0, at=None):
    session = dates_of(page)[date]
    services.reschedule(
        session=session.pk, starts_at=to, ends_at=to + timedelta(hours=2), by=None, now=at or timezone.now()
    )


def call_off(page, at=None):
    services.cancel_event(event=event_of(page).pk, by=None, now=at or timezone.now())


def first_lines(found):
    return [(item.title, item.meta[0]) for item in found]


def test_an_event_that_was_moved_is_told_with_its_new_date(changed):
    page = told(days=10, page={"title": "相談会"})
    move(page, to=day(20))
    [item] = changed()
    new = day(20)
    assert (item.title, item.meta[0]) == ("相談会", MOVED)
    assert f"{new.month}月{new.day}日" in " ".join(item.meta)


def test_an_event_that_was_called_off_is_told(changed):
    call_off(told(days=10, page={"title": "相談会"}))
    assert first_lines(changed()) == [("相談会", CALLED_OFF)]


def test_one_date_of_several_that_was_called_off_is_told_as_such(changed):
    page = told(days=10, dates=3, page={"title": "講座"})
    services.cancel_session(session=dates_of(page)[1].pk, by=None, now=timezone.now())
    assert first_lines(changed()) == [("講座", ONE_DATE)]


def test_a_reader_of_another_language_reads_it_in_hers(changed):
    page = told(days=10, page={"title": "相談会"})
    translated(page, "Consultation")
    move(page, to=day(20))
    assert first_lines(changed(language="en")) == [("Consultation", "Moved: please look at the new date and place")]


def test_each_change_is_a_version_of_its_own(changed):
    page = told(days=10, page={"title": "相談会"})
    move(page, to=day(20))
    [first] = changed()
    move(page, to=day(21))
    [second] = changed()
    assert (first.key, first.version == second.version) == (second.key, False)


def test_what_did_not_change_is_no_news(changed):
    page = told(days=10, page={"title": "相談会"})
    [session] = dates_of(page)
    services.reschedule(
        session=session.pk, starts_at=session.starts_at, ends_at=session.ends_at, by=None, now=timezone.now()
    )
    told(days=12, page={"title": "つどい"})
    assert changed() == []


def test_what_changed_before_the_last_letter_is_not_told_again(changed):
    move(told(days=10, page={"title": "相談会"}), to=day(20), at=timezone.now() - timedelta(days=9))
    assert changed() == []
    assert first_lines(changed(since=10)) == [("相談会", MOVED)]


def test_an_event_that_is_over_or_not_public_is_not_told(changed):
    move(told(days=10, page={"title": "もう終わった会"}), to=day(-1), at=timezone.now() - timedelta(days=3))
    move(told(days=10, page={"title": "まだ出していない会", "draft": True}), to=day(20))
    assert RegistrationEvent.objects.filter(action="rescheduled").count() == 2, "control: both were moved"
    assert changed() == []


def test_it_takes_as_many_queries_for_many_events_as_for_one(changed, query_count):
    def move_one(number):
        move(told(days=10 + number, page={"title": f"会{number}"}), to=day(20 + number))

    move_one(0)
    changed()
    of_one = query_count(changed)
    for number in range(1, 6):
        move_one(number)
    assert (len(changed()), query_count(changed)) == (6, of_one)
