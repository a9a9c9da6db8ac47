"""How many queries pages of events take, and that more content takes no more."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import rows
from events.registration.models import Desk, Event, EventFigure, EventLanguage, EventOrganiser
from events.visible import Visible
from tests.factories.activities import ActivityFactory
from tests.factories.event_pages import day, event_of, offered, slots, tag, told
from tests.factories.events import VenueFactory
from tests.factories.home import GuidePageFactory
from tests.factories.organisations import DirectoryFactory, OrganisationFactory

LIST, EVENT, MONTH_FACTS = 14, 12, 2
# Synonyms, hits, and their pages.
SEARCH = 3


@pytest.fixture
def fill(index, client):
    """Add events, each with a venue, an organiser, a language, a keyword and an offering. The last page is returned."""
    client.get("/ja/events/")

    def add(number: int):
        page = None
        for n in range(number):
            page = told(days=5 + n % 20, page={"title": f"講座 {n}"}, edition=n + 1)
            facts = event_of(page)
            facts.sessions.update(venue=VenueFactory())
            rich(facts)
            tag(page, f"ことば{page.pk}")
            offered(page)
        return page

    return add


def rich(event) -> None:
    EventOrganiser.objects.create(event=event, organisation=OrganisationFactory())
    for code in ("vi", "en"):
        EventLanguage.objects.get_or_create(event=event, code=code)
    Desk.objects.create(event=event, topic="仕事", organisation=OrganisationFactory())
    EventFigure.objects.create(event=event, label="参加者", number="約90人")


#: The most that each takes; feeds are only compared with themselves.
LISTS = {
    "/ja/events/": LIST,
    "/en/events/": LIST,
    "/ja/events/?kind=course&lang=vi&free=1": LIST,
    "/ja/events/?when=past": LIST,
    "/ja/events/?q=講座": LIST + SEARCH,
    "/ja/events/calendar/": LIST,
}
FEEDS = [f"/ja/feeds/events.{suffix}" for suffix in ("ics", "rss", "atom", "csv")]


def test_lists_feeds_and_an_event_stay_within_their_budgets_and_take_no_more_for_four_times_the_events(
    fill, client, query_count
):
    budgets = LISTS | {fill(4).get_url(): EVENT}

    def counts() -> dict[str, int]:
        return {url: query_count(lambda url=url: client.get(url)) for url in (*budgets, *FEEDS)}

    few = counts()
    assert {url: client.get(url).status_code for url in few if client.get(url).status_code != 200} == {}
    assert {url: (few[url], most) for url, most in budgets.items() if few[url] > most} == {}
    fill(12)
    assert {url: (few[url], count) for url, count in counts().items() if count > few[url]} == {}


def test_more_facts_take_no_more_queries(fill, client, query_count):
    page = fill(2)
    few = query_count(lambda: client.get(page.get_url()))
    slots(page, *(day(9, hour=hour) for hour in (9, 10, 11, 12)))
    for _n in range(6):
        rich(event_of(page))
    assert query_count(lambda: client.get(page.get_url())) <= few


def test_the_facts_of_a_month_take_two_queries(fill, client):
    fill(4)
    with CaptureQueriesContext(connection) as captured:
        client.get("/ja/events/calendar/")
    facts = [
        query["sql"] for query in captured if "event_registration" in query["sql"] or "events_event" in query["sql"]
    ]
    assert len(facts) <= MONTH_FACTS, facts


def test_more_events_of_an_activity_take_no_more_queries(fill, client, query_count):
    fill(1)
    activity = ActivityFactory()
    for n in range(2):
        told(days=n + 3, activity_key=activity.translation_key)
    few = query_count(lambda: client.get(activity.get_url()))
    for n in range(6):
        told(days=n - 3, activity_key=activity.translation_key)
    assert query_count(lambda: client.get(activity.get_url())) <= few


def test_more_events_of_an_organisation_take_no_more_queries(fill, client, query_count):
    fill(1)
    organisation, directory = OrganisationFactory(slug="kai"), DirectoryFactory(slug="dantai")
    url = f"{directory.get_url()}kai/"
    EventOrganiser.objects.create(event=event_of(told()), organisation=organisation)
    few = query_count(lambda: client.get(url))
    for n in range(6):
        EventOrganiser.objects.create(event=event_of(told(days=n - 3)), organisation=organisation)
    assert query_count(lambda: client.get(url)) <= few


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_the_events_of_an_organisation_are_found_by_their_keys(db):
    """Not by asking of each event there is whether it is one of them: 140 ms at 1,300 events."""
    plan = Event.objects.organised_by(1).explain()
    assert "SEARCH event_registration_event USING INTEGER PRIMARY KEY" in plan
    assert "SCAN event_registration_event" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_the_events_of_an_activity_and_of_a_month_are_found_by_their_own_indexes(index):
    """Not by an index of all events of the site: 300 and 700 ms at 50,000 of them."""
    shown = Event.objects.filter(site=index.get_site(), status="scheduled")
    assert "USING INDEX evreg_event_activity" in shown.of_activity(uuid4()).explain()
    assert "USING COVERING INDEX evreg_session_span" in shown.between(day(1), day(30)).explain()
    # The control: by the site alone, it is one of the others.
    assert "evreg_event_activity" not in shown.order_by("ends_at").explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_what_is_planned_is_found_without_reading_what_is_over(index):
    """For the home page, letters and guides: 16 ms at 50,000 events, and the home page asked eight times."""
    visible = Visible.on(index.get_site())
    assert "USING INDEX evreg_event_site_end" in rows.planned(visible, at=day(1)).explain()
    # The control: those without a day among them, all of the site are read.
    assert "evreg_event_site_end" not in rows.coming(visible, at=day(1)).explain()


def test_more_consultations_take_no_more_queries(fill, client, query_count):
    fill(1)
    guide = GuidePageFactory(consultation=True)
    slots(told(days=None, kind="reserved_consultation"), day(9))
    few = query_count(lambda: client.get(guide.get_url()))
    for n in range(4):
        slots(told(days=None, kind="reserved_consultation"), day(9 + n), day(10 + n))
    assert query_count(lambda: client.get(guide.get_url())) <= few


def test_more_events_take_no_more_queries_on_the_home_page(fill, client, query_count):
    fill(2)
    few = query_count(lambda: client.get("/ja/"))
    fill(8)
    assert query_count(lambda: client.get("/ja/")) <= few
