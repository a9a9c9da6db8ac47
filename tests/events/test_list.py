"""The list of events: what it shows, and that counts are lengths of lists."""

import re

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.core.models import SiteLanguages
from events.registration import services
from events.registration.models import EventLanguage
from tests.events import html_of, text_of, titles
from tests.factories.event_pages import EventPageFactory, day, event_of, offered, slots, tag, told, translated
from tests.factories.events import VenueFactory, key, party
from tests.factories.home import private

pytestmark = pytest.mark.usefixtures("index")
LIST = "/ja/events/"


def test_coming_events_are_listed_soonest_first(client):
    told(days=20, page={"title": "あと"})
    told(days=10, page={"title": "さき"})
    assert titles(client.get(LIST)) == ["さき", "あと"]


def test_past_events_are_listed_latest_first(client):
    told(days=-20, page={"title": "むかし"})
    told(days=-10, page={"title": "さいきん"})
    assert titles(client.get(LIST + "?when=past")) == ["さいきん", "むかし"]


def test_an_event_of_which_only_the_fiscal_year_is_known_is_past(client):
    told(days=None, page={"title": "記録"}, status="finished", fiscal_year=2009)
    assert titles(client.get(LIST)) == []
    assert "平成21年度" in text_of(client.get(LIST + "?when=past"))


def test_an_event_whose_dates_are_not_decided_comes_last(client):
    told(days=None, page={"title": "未定"})
    told(days=10, page={"title": "決定"})
    assert titles(client.get(LIST)) == ["決定", "未定"]


@pytest.mark.parametrize("make", [
    lambda: told(status="draft"),
    lambda: told(page={"draft": True}),
    lambda: private(told()),
    lambda: EventPageFactory(),
], ids=["in preparation", "draft", "private", "without facts"])  # fmt: skip
def test_what_is_not_public_is_not_listed(client, make):
    make()
    assert titles(client.get(LIST)) == []


def test_a_cancelled_event_stays_and_says_so(client):
    told(status="cancelled", page={"title": "中止の会"})
    assert "中止" in text_of(client.get(LIST))


def test_where_a_date_was_to_be_that_was_called_off_is_not_said(client):
    page = told(dates=2)
    gone, held = event_of(page).sessions.order_by("starts_at")
    for date, name, status in ((gone, "南館", "cancelled"), (held, "北館", "scheduled")):
        date.venue, date.status = VenueFactory(name=name), status
        date.save()
    (card,) = re.findall(r"<article.*?</article>", html_of(client.get(LIST)), re.DOTALL)
    assert ("北館" in card, "南館" in card) == (True, False)
    assert "南館" not in html_of(client.get(LIST)), "nor is it a place to choose"
    assert titles(client.get(LIST + "?place=南館")) == []
    held.venue, held.event.place = None, "河原"
    held.save()
    held.event.save()
    assert len(titles(client.get(LIST + "?place=河原"))) == 1
    held.status = "cancelled"
    held.save()
    assert len(titles(client.get(LIST + "?place=南館"))) == 1, "all dates were called off: where they were to be"


def test_an_english_list_shows_what_is_translated_and_falls_back_for_the_rest(client):
    translated(told(days=10), "Translated")
    told(days=20, page={"title": "日本語だけ"})
    response = client.get("/en/events/")
    assert titles(response) == ["Translated", "日本語だけ"]
    assert 'class="card__title" lang="ja" dir="auto">' in html_of(response)


def test_the_day_of_another_year_says_which(client):
    told(days=400)
    html = html_of(client.get(LIST))
    assert f'<span class="date__year">{day(400):%Y}年</span>' in html


def test_who_reads_neither_japanese_nor_english_is_shown_english_before_japanese(client):
    translated(told(days=10), "Translated")
    told(days=20, page={"title": "日本語だけ"})
    SiteLanguages.objects.create(site=Site.objects.get(), codes=["ja", "en", "vi"])
    response = client.get("/vi/events/")
    assert titles(response) == ["Translated", "日本語だけ"]
    assert 'class="card__title" lang="en" dir="auto">' in html_of(response)


# Choices ------------------------------------------------------------------------------------------------------


@pytest.fixture
def variety():
    """Events that differ in everything that can be chosen."""
    free = told(days=10, page={"title": "空き"}, kind="course", audience=["children", "parents"], childcare="provided")
    offered(free, capacity=20)
    EventLanguage.objects.create(event=event_of(free), code="vi", use="interpreted")
    full = told(days=45, page={"title": "満席"}, kind="forum", audience=["children"], waitlist="none")
    offered(full, capacity=0)
    online = told(days=12, page={"title": "配信"}, kind="course", mode="online", booking="not_needed")
    EventLanguage.objects.create(event=event_of(online), code="ja", use="spoken")
    event_of(full).sessions.update(venue=VenueFactory(name="公民館"))
    tag(free, "多文化")
    tag(full, "福祉")


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=course", ["空き", "配信"]),
        ("kind=course&kind=forum", ["空き", "配信", "満席"]),
        ("lang=vi", ["空き"]),
        ("place=公民館", ["満席"]),
        ("place=online", ["配信"]),
        ("audience=parents", ["空き"]),
        ("audience=children&kind=forum", ["満席"]),
        ("help=childcare", ["空き"]),
        ("help=interpreter", ["空き"]),
        ("free=1", ["空き", "配信"]),
        ("keyword=福祉", ["満席"]),
    ],
)
def test_choosing_narrows_the_list(client, variety, query, found):
    assert titles(client.get(f"{LIST}?{query}")) == found


@pytest.mark.parametrize("query", ["", "kind=course", "free=1&audience=children", "lang=vi&kind=forum"])
def test_every_count_is_the_length_of_the_list_it_leads_to(client, variety, query):
    html = html_of(client.get(f"{LIST}?{query}"))
    options = counts_in(html)
    assert options
    for name, value, count in options:
        others = "&".join(part for part in query.split("&") if part and not part.startswith(f"{name}="))
        listed = titles(client.get(f"{LIST}?{others}&{name}={value}"))
        assert len(listed) == int(count), (name, value)


def counts_in(html):
    """(facet, value, count) of all that can be chosen."""
    return re.findall(
        r'<input type="checkbox" name="(\w+)" value="([^"]*)"(?: checked)?><span>[^<]*</span> '
        r'<span class="count">(\d+)',
        html,
    )


@pytest.mark.parametrize("is_known", [False, True])
@pytest.mark.parametrize(("when", "days"), [("coming", 10), ("past", -20)])
def test_every_count_among_what_words_find_is_the_length_of_the_list_it_leads_to(
    client, committed, when, days, is_known
):
    venue = VenueFactory(name="公民館")
    for number, (title, kind) in enumerate([("猫のひろば", "course"), ("猫の話", "forum"), ("犬の話", "course")] * 3):
        page = told(days=days + number, page={"title": title}, kind=kind, audience=["children"][: number % 2])
        if number % 3 < 2:
            event_of(page).sessions.update(venue=venue)
        EventLanguage.objects.create(event=event_of(page), code="vi" if number < 5 else "ne", use="spoken")
        tag(page, "福祉" if number < 7 else "多文化")
        offered(page, capacity=number % 2)
    committed()
    if is_known:
        client.get(f"{LIST}?when={when}")
    asked = f"{LIST}?when={when}&q=猫"
    counted = counts_in(html_of(client.get(asked)))
    assert {name for name, _value, _count in counted} >= {"kind", "place", "audience", "keyword"}
    assert {name: int(count) for facet, name, count in counted if facet == "kind"} == {"course": 3, "forum": 3}
    for name, value, count in counted:
        # What is chosen is counted by the database, from the rows of the events themselves.
        assert len(titles(client.get(f"{asked}&{name}={value}"))) == int(count), (name, value)


def test_a_month_can_be_chosen(client):
    told(days=10, page={"title": "この日"})
    told(days=80, page={"title": "べつの日"})
    assert titles(client.get(f"{LIST}?month={day(10):%Y-%m}")) == ["この日"]


def test_past_events_can_be_chosen_by_fiscal_year(client):
    told(days=None, page={"title": "記録"}, status="finished", fiscal_year=2009)
    told(days=-10, page={"title": "さいきん"})
    assert titles(client.get(f"{LIST}?when=past&fy=2009")) == ["記録"]


def test_words_are_searched_for(client):
    told(page={"title": "猫の講座"})
    told(page={"title": "犬の講座"})
    assert titles(client.get(LIST + "?q=猫")) == ["猫の講座"]


@pytest.mark.every_case
@pytest.mark.parametrize(
    "query",
    ["kind=nothing", "month=2026-13", "month=0000-01", "fy=0001", "lang=xx", "page=999999", "page=x", "when=never",
     "place=" + "あ" * 5000, "q=" + "a" * 5000, "keyword=%F0%A0%AE%B7", "free=%27%22%3Cscript%3E",
     "kind=course&kind=course"],
)  # fmt: skip
def test_what_makes_no_sense_is_left_out(client, variety, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_an_empty_list_says_where_to_go(client):
    told(days=-3)
    text = text_of(client.get(LIST + "?kind=tour"))
    assert "すべてに合うイベントはありません" in text
    assert "終わったイベントを見る" in text


def test_without_events_the_list_says_so(client):
    assert "いま予定しているイベントはありません" in text_of(client.get(LIST))


# States -------------------------------------------------------------------------------------------------------


def fill(offering, seats):
    for number in range(seats):
        services.register(
            offering=offering.pk, idem_key=key(), party=party(number + 1), locale="ja", now=timezone.now()
        )


@pytest.mark.parametrize(
    ("facts", "offer", "taken", "word"),
    [
        ({}, {"capacity": 20}, 0, "受付中"),
        ({}, {"capacity": 3}, 1, "残りわずか"),
        ({}, {"capacity": 1}, 1, "キャンセル待ち"),
        ({"waitlist": "none"}, {"capacity": 1}, 1, "満席"),
        ({"opens_at": day(2)}, {}, 0, "受付前"),
        ({"closes_at": day(-1)}, {}, 0, "締切"),
        ({"booking": "not_needed"}, {}, 0, "申込不要"),
        ({"booking": "by_phone"}, {}, 0, "電話・FAXで受付"),
        ({"booking": "invited"}, {}, 0, "関係者のみ"),
    ],
)
def test_the_state_is_said_in_words(client, facts, offer, taken, word):
    page = told(**facts)
    fill(offered(page, **offer), taken)
    status = re.search(r'<span class="status status--\w+">([^<]*)', html_of(client.get(LIST)))
    assert status
    assert status[1] == word


def test_slots_of_one_day_are_one_date(client):
    page = told(days=None, kind="reserved_consultation")
    slots(page, day(10, hour=14), day(10, hour=15))
    assert "14:00〜16:00" in text_of(client.get(LIST))
    assert "ほか" not in text_of(client.get(LIST))
