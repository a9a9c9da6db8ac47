"""An event that staff move or call off reaches its readers with the next digest, and again when it changes again."""

from datetime import timedelta

import pytest

from cms.core.models import Appearance
from events.models import EventPage
from events.registration import services as registration
from events.registration.models import Event
from tests.factories.event_pages import EventIndexFactory, EventPageFactory
from tests.factories.events import EventFactory, SessionFactory

from .digests import FRIDAY, MINUTE, MONDAY, NEXT_FRIDAY, pass_by, rule_of
from .test_sending import part

pytestmark = pytest.mark.django_db
IN_A_MONTH = FRIDAY + timedelta(days=30)


@pytest.fixture
def event(site) -> Event:
    """A consultation in a month, whose page has long been there."""
    Appearance.for_site(site)
    EventIndexFactory()
    page = EventPageFactory(title="多言語相談会", slug="consultation")
    made: Event = EventFactory(page_key=page.translation_key)
    SessionFactory(event=made, starts_at=IN_A_MONTH, ends_at=IN_A_MONTH + timedelta(hours=2))
    return made


def move(event, *, by_days, at):
    session = event.sessions.get()
    starts_at = session.starts_at + timedelta(days=by_days)
    registration.reschedule(
        session=session.pk, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None, now=at
    )


def test_an_event_that_was_moved_is_told_once_each_time_and_then_that_it_is_off(site, topics, enter, event, mailoutbox):
    rule_of(topics["events"], sources=("events:changed",))
    enter("a@example.jp")
    pass_by(site, FRIDAY)
    assert mailoutbox == [], "control: without a change no letter"
    move(event, by_days=2, at=FRIDAY + MINUTE)
    pass_by(site, NEXT_FRIDAY)
    pass_by(site, NEXT_FRIDAY + timedelta(days=7))
    [letter] = mailoutbox
    assert "多言語相談会" in part(letter)
    assert ("日時か場所が変わりました" in part(letter), "7月7日" in part(letter)) == (True, True)
    registration.cancel_event(event=event.pk, by=None, now=NEXT_FRIDAY + timedelta(days=7, minutes=1))
    pass_by(site, NEXT_FRIDAY + timedelta(days=14))
    assert len(mailoutbox) == 2
    assert ("中止になりました" in part(mailoutbox[1]), "変わりました" in part(mailoutbox[1])) == (True, True)


def test_an_event_that_changes_before_anybody_was_told_of_it_stands_once_in_a_letter(
    site, topics, enter, event, mailoutbox
):
    rule_of(topics["events"], sources=("events:changed", "events:new"))
    enter("a@example.jp")
    EventPage.objects.update(first_published_at=MONDAY + MINUTE)
    move(event, by_days=2, at=MONDAY + 2 * MINUTE)
    pass_by(site, FRIDAY)
    assert part(mailoutbox[0]).count("多言語相談会") == 1
