"""Events on other pages: home, activity, organisation, guide, search, keywords, sitemap."""

import re

import pytest

from events.registration.models import EventOrganiser
from tests.events import html_of, text_of, titles
from tests.factories.activities import ActivityFactory
from tests.factories.event_pages import day, event_of, offered, slots, tag, told, translated
from tests.factories.home import GuidePageFactory, private
from tests.factories.organisations import DirectoryFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("index")


def section(response, name):
    found = re.search(rf'id="section-{name}">(.*?)</section>', html_of(response), re.S)
    return found[1] if found else ""


def test_the_home_page_shows_the_next_four_events(client):
    for days in (50, 40, 30, 20, 10):
        told(days=days, page={"title": f"{days}日後"})
    told(days=5, status="cancelled", page={"title": "中止"})
    shown = re.findall(r'card__title"[^>]*><a [^>]*>([^<]*)<', section(client.get("/ja/"), "events"))
    assert shown == ["10日後", "20日後", "30日後", "40日後"]


def test_without_events_the_home_page_leads_to_past_ones(client):
    assert "終わったイベントを見る" in section(client.get("/ja/"), "events")


def test_the_menu_leads_to_the_list(client):
    assert '<a href="/ja/events/">イベント</a>' in html_of(client.get("/ja/"))


def test_an_activity_lists_its_coming_and_past_events(client):
    activity = ActivityFactory()
    told(days=10, activity_key=activity.translation_key, page={"title": "つぎの回"})
    told(days=-10, activity_key=activity.translation_key, page={"title": "まえの回"})
    told(days=10, page={"title": "べつの会"})
    text = text_of(client.get(activity.get_url()))
    assert re.search(r"この活動のイベント 2 これから つぎの回 .* 終わったもの まえの回", text)
    assert "べつの会" not in text


def test_an_organisation_lists_its_events_once_each(client):
    organisation = OrganisationFactory(slug="kai")
    DirectoryFactory(slug="dantai")
    page = told(page={"title": "団体の会"})
    for role in ("host", "supporter"):
        EventOrganiser.objects.create(event=event_of(page), organisation=organisation, role=role)
    assert text_of(client.get("/ja/dantai/kai/")).count("団体の会") == 1


def host(organisation, **traits):
    page = told(**traits)
    EventOrganiser.objects.create(event=event_of(page), organisation=organisation, role="host")
    return page


def test_an_organisation_of_many_events_lists_the_nearest_and_leads_to_all(client):
    organisation = OrganisationFactory(slug="kai", name="多い会")
    DirectoryFactory(slug="dantai")
    for days in (1, 2, *range(-20, -5)):
        host(organisation, days=days, page={"title": f"{days}日の会"})
    page = html_of(client.get("/ja/dantai/kai/"))
    assert re.findall(r">(-?\d+)日の会<", page) == ["1", "2", *(str(days) for days in range(-6, -14, -1))]
    address = re.search(r'href="(/ja/events/[^"]*)"[^>]*>この団体の終わったイベントをすべて見る', page)[1]
    found = text_of(client.get(address.replace("&amp;", "&")))
    assert "15 件" in found or "15件" in found
    assert "団体：多い会" in found


def test_an_organisation_of_few_events_leads_nowhere_else(client):
    organisation = OrganisationFactory(slug="kai")
    DirectoryFactory(slug="dantai")
    host(organisation)
    assert "すべて見る</a></p>" not in html_of(client.get("/ja/dantai/kai/"))


def test_an_activity_without_events_says_nothing_of_them(client):
    assert "この活動のイベント" not in text_of(client.get(ActivityFactory().get_url()))


# The consultation guide ---------------------------------------------------------------------------------------


@pytest.fixture
def guide():
    return GuidePageFactory(consultation=True)


def test_the_guide_shows_the_next_free_times(client, guide):
    page = told(days=None, kind="reserved_consultation", page={"title": "予約相談会"})
    slots(page, day(20, hour=14), day(20, hour=16), day(50, hour=14), close_days_before=7)
    text = text_of(client.get(guide.get_url()))
    assert re.search(r"予約相談会 \d+月\d+日\(.\) .*14:00〜15:00 .*16:00〜17:00", text)


def test_a_time_of_the_guide_leads_to_its_form(client, guide):
    (offering,) = slots(told(days=None, kind="reserved_consultation"), day(20))
    assert f'?offering={offering.pk}"' in html_of(client.get(guide.get_url()))


def test_the_guide_says_until_when(client, guide):
    slots(told(days=None, kind="consultation_fair"), day(20), close_days_before=7)
    until = day(13)
    assert f"{until.month}月{until.day}日" in text_of(client.get(guide.get_url()))


@pytest.mark.parametrize("facts", [{"kind": "course"}, {"status": "cancelled"}, {"status": "draft"}])
def test_the_guide_shows_consultations_only(client, guide, facts):
    slots(told(days=None, page={"title": "ほかの会"}, **({"kind": "reserved_consultation"} | facts)), day(20))
    assert "ほかの会" not in text_of(client.get(guide.get_url()))


def test_the_guide_leaves_out_what_is_full_or_closed(client, guide):
    page = told(days=None, kind="reserved_consultation", page={"title": "予約相談会"})
    slots(page, day(3), close_days_before=7)
    slots(page, day(30), capacity=0)
    assert "予約相談会" not in text_of(client.get(guide.get_url()))


# Search and keywords ------------------------------------------------------------------------------------------


def test_the_search_finds_an_event_with_its_day(client):
    told(days=10, page={"title": "猫の講座"})
    text = text_of(client.get("/ja/search/?q=猫"))
    assert "猫 の講座" in text
    assert f"{day(10).month}月{day(10).day}日" in text


def test_the_search_finds_an_event_by_the_name_of_a_desk(client):
    page = told(page={"title": "相談会"})
    event_of(page).desks.create(topic="労働保険")
    page.save_revision().publish()
    assert "相談会" in titles(client.get("/ja/search/?q=労働保険"))


def test_the_search_does_not_find_what_is_not_public(client):
    private(told(page={"title": "猫の講座"}))
    assert "猫の講座" not in titles(client.get("/ja/search/?q=猫の講座"))


def test_a_keyword_counts_as_many_events_as_it_lists(client):
    pages = [told(), told(), told(days=-5)]
    for page in pages:
        keyword = tag(page, "多文化")
    translated(pages[0])
    for code in ("ja", "en"):
        response = client.get(f"/{code}/keywords/{keyword.slug}/")
        counted = re.search(r'id="kind-events">[^<]*<span class="count">(\d+)', html_of(response))
        assert counted
        assert int(counted[1]) == len(titles(response)) == 3


def test_the_sitemap_has_list_calendar_and_events(client):
    page = told()
    locations = re.findall(r"<loc>https?://[^/]*([^<]*)</loc>", client.get("/sitemap.xml").content.decode())
    assert {"/ja/events/", "/ja/events/calendar/", page.get_url()} <= set(locations)


def test_an_event_that_offers_places_is_free_on_the_home_page(client):
    offered(told(), capacity=20)
    assert "受付中" in section(client.get("/ja/"), "events")
