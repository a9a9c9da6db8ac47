"""The demo's events: every fact has a place on the site."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.plugin_api import DemoContext, LetterContext
from events import letters
from events.demo import facts, loader, plans, schedule
from events.demo.facts import BOOKING_USES, DEMO_USES, NUMBER_USES, USES
from events.models import EventPage
from events.registration import services
from events.registration.choices import EventKind
from events.registration.models import Chapter, Desk, Event, EventFigure, EventLanguage, Offering, Registration, Session
from events.registration.outcomes import Openness
from tests.events import text_of


def keys(items):
    return {key for item in items for key in item}


def event(slug):
    return Event.objects.get(page_key=EventPage.objects.get(slug=slug, locale__language_code="ja").translation_key)


# The file -----------------------------------------------------------------------------------------------------


def test_every_key_of_the_facts_is_used():
    assert keys(facts.events()) == USES.keys()


def test_every_key_of_what_was_made_up_is_used():
    assert keys(item["demo"] for item in facts.events() if "demo" in item) == DEMO_USES.keys()


def test_every_key_of_a_booking_is_used():
    assert keys(item["booking"] for item in facts.events() if item["booking"]) == BOOKING_USES.keys()


def test_every_number_is_used():
    assert keys(item["num"] for item in facts.events() if "num" in item) == NUMBER_USES.keys() == plans.NUMBERS.keys()


def test_every_kind_of_the_facts_is_one_of_the_kinds():
    assert {item["kind"] for item in facts.events()} <= set(EventKind.values)


@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_event_has_words(code):
    assert facts.words(code)["events"].keys() == {item["id"] for item in facts.events()} == plans.PLANS.keys()


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2026, 9, 5), date(2026, 9, 7), date(2026, 12, 5), date(2027, 2, 28)]
)
def test_relative_days_are_ahead_of_any_day(today):
    relative = [item["demo"]["relative"] for item in facts.events() if "relative" in item.get("demo", {})]
    days = [day for words in relative for day, _start, _end in schedule.spans(words, today=today)]
    assert len(days) >= len(relative) > 1
    assert min(days) > today


@pytest.mark.parametrize("today", [date(2026, 1, 1) + timedelta(days=number) for number in range(366)])
def test_what_is_open_and_what_is_closed_is_so_on_any_day(today):
    """The demo is loaded on any of them, and looks the same."""
    items = {item["id"]: item for item in facts.events()}
    guidance = plans.PLANS["ev-school-guidance"].closes
    [(day, _start, _end)] = schedule.spans(
        items["ev-school-guidance"]["demo"]["relative"], today=today, closes=guidance
    )
    assert today < day - timedelta(days=guidance)
    tour = plans.PLANS["ev-bus-tour"]
    day = schedule.in_weeks(today, tour.weeks, tour.weekday)
    assert day - timedelta(days=tour.closes) < today < day
    for plan in plans.PLANS.values():
        if plan.weeks is not None:
            days = schedule.weekly(today, plan.weeks, plan.weekday, plan.dates)
            assert not any(map(schedule.is_closed, days if plan.weeks else days[1:]))
            assert {day > today for day in days} == {plan.weeks >= 0}


def test_control_a_week_is_left_out_while_the_centre_is_closed():
    assert schedule.weekly(date(2026, 12, 12), 1, plans.SATURDAY, 2) == [date(2026, 12, 26), date(2027, 1, 9)]


def test_words_for_a_day_that_nobody_understands_are_refused():
    with pytest.raises(schedule.UnknownRelative):
        schedule.spans("some day", today=date(2026, 1, 1))


# What became of it --------------------------------------------------------------------------------------------


@pytest.fixture
def loaded(demo_db):
    """The demo is loaded."""


def test_fourteen_events_are_public_in_both_languages(loaded):
    slugs = {item["id"].removeprefix("ev-") for item in facts.events()}  # plugins may have brought more
    for code in ("ja", "en"):
        assert EventPage.objects.live().filter(locale__language_code=code, slug__in=slugs).count() == 14
    pages = EventPage.objects.filter(slug__in=slugs)
    assert Event.objects.shown().filter(page_key__in=pages.values("translation_key")).count() == 14


def test_loading_again_makes_nothing(loaded):
    site = Site.objects.get(is_default_site=True)
    before = Event.objects.count(), EventPage.objects.count(), Registration.objects.count()
    said = []
    loader.load(DemoContext(site=site, home=site.root_page.specific, today=timezone.localdate(), say=said.append))
    assert (Event.objects.count(), EventPage.objects.count(), Registration.objects.count()) == before
    assert said == ["  0 events"]


def test_facts_of_the_guidance_are_there(loaded):
    found = event("school-guidance")
    assert (found.edition, found.kind) == (2, "guidance")
    assert set(EventLanguage.objects.filter(event=found).values_list("code", flat=True)) == {
        "ja", "ja-easy", "pt-BR", "es", "tl", "vi",
    }  # fmt: skip
    assert list(EventFigure.objects.filter(event=found).values_list("number", flat=True)) == ["約90人", "4か国語"]


def test_the_fair_has_ten_half_hours_and_six_desks(loaded):
    found = event("carers")
    assert Offering.objects.filter(event=found).count() == 10
    assert Desk.objects.filter(event=found).count() == 6


def test_the_companies_have_two_slots_on_two_days(loaded):
    assert Session.objects.filter(event=event("csr-booking")).count() == 4


def test_the_study_session_has_six_chapters_in_two_parts(loaded):
    parts = Chapter.objects.filter(event=event("wam-online")).values_list("part", flat=True)
    assert (len(parts), set(parts)) == (6, {1, 2})


def test_every_event_of_an_activity_knows_it(loaded):
    named = {item["id"].removeprefix("ev-") for item in facts.events() if "activity" in item}
    assert all(event(slug).activity_key for slug in named)


def test_events_are_in_every_state(loaded, django_user_model):
    from django.utils import timezone

    now = timezone.now()
    found = services.availability(events=Event.objects.all(), now=now)
    wanted = {
        "school-guidance": Openness.OPEN, "certified-npo": Openness.FEW_LEFT, "pr-series": Openness.WAITING,
        "talent-school": Openness.NOT_YET, "bus-tour": Openness.CLOSED, "probono": Openness.CANCELLED,
        "cat-volunteer": Openness.OVER, "civic-forum": Openness.NO_BOOKING,
    }  # fmt: skip
    assert {slug: found[event(slug).pk].openness for slug in wanted} == wanted


def test_what_registration_promises_holds_for_the_demo(loaded):
    from django.utils import timezone

    assert list(services.reconcile(now=timezone.now())) == []


def test_nobody_in_the_demo_can_be_called(loaded):
    phones = Registration.objects.exclude(phone="").values_list("phone", flat=True)
    assert phones
    assert all(phone.startswith("053-000-") for phone in phones)


def test_the_door_leads_to_the_events(loaded, client):
    assert 'class="door" href="/ja/events/"' in client.get("/ja/").content.decode()


def test_the_consultation_guide_has_times(loaded, client):
    assert "「企業の社会貢献」予約相談会" in text_of(client.get("/ja/guides/consultation/"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_letters_have_registrations_that_close_soon_to_tell_of(demo_db, language):
    now = timezone.now()
    site = Site.objects.get(is_default_site=True)
    context = LetterContext(site=site, language=language, since=now - timedelta(days=31), until=now)
    assert list(letters.closing(context))
