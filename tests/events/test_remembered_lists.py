"""Lists of events are remembered, and say what is true after whatever changes it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Page, Site

from cms.core import generations
from cms.core.languages_on import fallbacks_on
from cms.core.locales import language_of
from cms.core.memory import forget_everything
from events import elsewhere, finding
from events.models import EventPage
from events.registration import services, spans
from events.registration.models import Event, EventLanguage, EventOrganiser, Session, Venue
from events.visible import Visible
from tests.factories.event_pages import day, event_of, offered, tag, told, translated
from tests.factories.events import VenueFactory, key, party
from tests.factories.home import NewsPageFactory, StandardPageFactory, home_page, private
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.usefixtures("index", "at_any_pace")


@pytest.fixture
def events():
    """Two events that are over, two to come, one in preparation, one whose page is a draft; by title."""
    made = {
        "past": told(days=-20, page={"title": "past"}, kind="forum"),
        "older": told(days=-400, page={"title": "older"}, kind="course"),
        "coming": told(days=20, page={"title": "coming"}, kind="course"),
        "later": told(days=40, page={"title": "later"}, kind="forum"),
        "prepared": told(days=30, page={"title": "prepared"}, status="draft"),
        "draft": told(days=-30, page={"title": "draft", "draft": True}),
    }
    EventLanguage.objects.create(event=event_of(made["past"]), code="vi", use="spoken")
    event_of(made["past"]).sessions.update(venue=VenueFactory(name="公民館"))
    tag(made["past"], "多文化")
    return made


def shown(when, code="ja", now=None, query=""):
    """What a request for a list finds: how many, the titles, and the counts of the facets."""
    request = RequestFactory().get(f"/{code}/events/")
    with translation.override(code), generations.one_request():
        site = Site.objects.get(is_default_site=True)
        found = finding.find(
            query=QueryDict(f"when={when}&{query}"), request=request, site=site, now=now or timezone.now()
        )
    facets = {facet.name: {option.value: option.count for option in facet.options} for facet in found.facets}
    return found.total, {card.title for card in found.cards}, facets


def counted_one_by_one(when, code="ja", now=None):
    """The same, from every event and each of its pages."""
    now, home = now or timezone.now(), home_page("ja")
    kinds, languages, titles = Counter(), Counter(), set()
    order = [code, *fallbacks_on(language_of(code))]
    for event in Event.objects.filter(site__is_default_site=True).exclude(status="draft"):
        pages = [
            page
            for page in EventPage.objects.filter(translation_key=event.page_key, live=True)
            if page.locale.language_code in order
            and any(page.url_path.startswith(root.url_path) for root in home.get_translations(inclusive=True))
            and not page.get_view_restrictions()
        ]
        is_past = event.is_over(at=now)
        if pages and is_past == (when == "past"):
            titles.add(min(pages, key=lambda page: order.index(page.locale.language_code)).title)
            kinds[event.kind] += 1
            languages.update(set(event.languages.exclude(use="written").values_list("code", flat=True)))
    return sum(kinds.values()), titles, {"kind": dict(kinds), "lang": dict(languages)}


def agrees(when, code="ja", now=None):
    total, titles, facets = shown(when, code, now)
    told_total, told_titles, told_facets = counted_one_by_one(when, code, now)
    assert (total, titles) == (told_total, told_titles)
    assert {name: facets[name] for name in told_facets} == told_facets


def publish(page):
    page.save_revision().publish()


def change_kind(page):
    event = event_of(page)
    event.kind = "tour"
    event.save()


def move_dates(page, days):
    session = event_of(page).sessions.get()
    session.starts_at, session.ends_at = day(days), day(days) + timedelta(hours=2)
    session.save()


def elsewhere_in_the_tree():
    return Page.objects.get(depth=1).add_child(instance=Page(title="別のサイト", slug="other", live=True))


def from_another_site(page):
    root = elsewhere_in_the_tree()
    page.move(root, pos="last-child")


CHANGES = {
    "published": lambda events: publish(events["draft"]),
    "unpublished": lambda events: events["past"].unpublish(),
    "made private": lambda events: private(events["past"]),
    "made private above": lambda events: private(events["past"].get_parent()),
    "moved below what is private": lambda events: events["past"].move(private(StandardPageFactory()), "last-child"),
    "moved to another site": lambda events: from_another_site(events["past"]),
    "deleted": lambda events: events["past"].delete(),
    "translated": lambda events: translated(events["past"], "Translated"),
    "announced": lambda events: services.announce(event=event_of(events["prepared"]), now=timezone.now()),
    "of another kind": lambda events: change_kind(events["past"]),
    "moved to the past": lambda events: move_dates(events["coming"], -5),
    "moved to the future": lambda events: move_dates(events["past"], 5),
    "without its date": lambda events: event_of(events["coming"]).sessions.get().delete(),
    "with a language": lambda events: EventLanguage.objects.create(
        event=event_of(events["older"]), code="pt-BR", use="interpreted"
    ),
    "without its language": lambda events: EventLanguage.objects.get().delete(),
    "facts deleted": lambda events: event_of(events["past"]).delete(),
    "a new one": lambda events: told(days=-3, page={"title": "new"}),
}


def in_spans(monkeypatch, committed):
    """Let every key be a block of its own, so that a handful of events lie in three spans."""
    monkeypatch.setattr(spans, "BLOCK", 1)
    monkeypatch.setattr(spans, "LONG", Event.objects.latest("pk").pk - 3)
    for event in Event.objects.all():
        event.save()
    committed()
    with generations.one_request():
        assert len(spans.spans()) == 3


@pytest.mark.parametrize("many", [False, True], ids=["one span", "three spans"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_lists_say_what_is_true_after_a_change(events, committed, change, many, monkeypatch):
    if many:
        in_spans(monkeypatch, committed)
    committed()
    for code in ("ja", "en"):
        for when in ("past", "coming"):
            agrees(when, code)
            assert shown(when, code) == shown(when, code)
    change(events)
    committed()
    for code in ("ja", "en"):
        for when in ("past", "coming"):
            agrees(when, code)


def test_lists_are_remembered(events, committed, django_assert_max_num_queries):
    # The control of the tests around it: without it they would pass by remembering nothing.
    committed()
    before = shown("past")
    Event.objects.update(kind="tour")
    assert shown("past")[2]["kind"] == before[2]["kind"]
    # The generation, the events shown and their rows, and the site, which this test itself asks for twice, with its
    # languages, which requests get with their site.
    with django_assert_max_num_queries(6):
        shown("past")


@pytest.mark.parametrize("query", ["", "kind=course", "free=1", "kind=course&lang=vi"])
def test_three_spans_take_no_more_queries_than_one(events, committed, monkeypatch, query):
    def asked():
        """What a process asks that remembers nothing, by list."""
        found = {}
        for when in ("past", "coming"):
            forget_everything()
            with CaptureQueriesContext(connection) as queries:
                shown(when, query=query)
            found[when] = len(queries)
        return found

    committed()
    asked()  # content types are read once in the life of a process
    one = asked()
    in_spans(monkeypatch, committed)
    assert asked() == one
    # The control: asked one after the other, more spans are more queries.
    monkeypatch.setattr(finding, "side_by_side", lambda chosen: [[span] for span in chosen])
    assert {when: asked()[when] - one[when] for when in one} == {"past": 2, "coming": 2}


def test_spans_with_another_between_them_are_looked_up_by_themselves(events, committed, monkeypatch):
    in_spans(monkeypatch, committed)
    with generations.one_request():
        oldest, middle, newest = spans.spans()
    assert spans.side_by_side([oldest, middle, newest]) == [[oldest, middle, newest]]
    assert spans.side_by_side([oldest, newest]) == [[oldest], [newest]]
    assert spans.side_by_side([]) == []


@pytest.mark.parametrize(
    ("newest", "starts"),
    [
        (0, [0]),
        (1, [0]),
        (2, [0, 1]),
        (9, [0, 8]),
        (10, [0, 8, 9]),
        (48, [0, 8, 16, 24, 32, 40, 47]),
        (65, [0, 8, 16, 24, 32, 40, 48, 56, 64]),
        # Twice as long, so that their number has an end.
        (66, [0, 16, 32, 48, 64, 65]),
        (1000, [0, 128, 256, 384, 512, 640, 768, 896, 999]),
    ],
)
def test_spans_are_few_and_the_newest_is_short(committed, newest, starts):
    committed()
    generations.replace([f"events-{newest}"] if newest else [])
    with generations.one_request():
        found = spans.spans()
    assert [span.first for span in found] == starts
    assert [span.end for span in found] == [*starts[1:], None]
    # Every block is in one span, so a change of any event is heard by one.
    assert sorted(part for span in found for part in span.parts) == sorted(f"events-{n}" for n in range(newest + 1))


def test_a_newer_block_leaves_older_spans_as_they_are(committed):
    committed()

    def found(newest):
        generations.replace([f"events-{newest}"])
        with generations.one_request():
            return set(spans.spans())

    before = found(47)
    assert len(before - found(48)) == 2


def test_a_change_has_only_the_span_of_its_event_counted_anew(events, committed, monkeypatch):
    in_spans(monkeypatch, committed)
    committed()
    assert shown("past")[2]["kind"] == {"forum": 1, "course": 1}
    # Unheard, so that it shows what is looked at: both events that are over are among the oldest.
    Event.objects.update(kind="tour")
    event_of(events["draft"]).save()
    committed()
    assert shown("past")[2]["kind"] == {"forum": 1, "course": 1}
    event_of(events["older"]).save()
    committed()
    assert shown("past")[2]["kind"] == {"tour": 2}


def test_what_no_list_of_events_depends_on_has_none_counted_anew(events, committed):
    committed()
    before, kinds = generations.current(), shown("past")[2]["kind"]
    Event.objects.update(kind="tour")
    publish(NewsPageFactory())
    OrganisationFactory().save()
    committed()
    with generations.one_request():
        assert generations.current() != before
    assert shown("past")[2]["kind"] == kinds
    # What does not say on what it touches touches everything.
    Venue.objects.get().save()
    committed()
    assert shown("past")[2]["kind"] == {"tour": 2}


def test_the_order_is_the_same_in_one_span_and_in_many(events, committed, monkeypatch):
    for days in (-20, -400, 20, 40):
        told(days=days)
    Event.objects.filter(page_key=events["prepared"].translation_key).update(
        status="finished", starts_at=None, ends_at=None, fiscal_year=2020
    )
    site = Site.objects.get(is_default_site=True)

    def orders():
        now, visible = timezone.now(), Visible.on(site)
        with generations.one_request():
            return [list(finding.order_of(visible, when, now=now).keys) for when in ("past", "coming")]

    committed()
    whole = orders()
    in_spans(monkeypatch, committed)
    assert orders() == whole
    assert min(map(len, whole)) > 3


def test_an_organisation_that_is_asked_for_has_its_new_name(events, committed):
    organisation = OrganisationFactory(name="橋の会")
    EventOrganiser.objects.create(event=event_of(events["past"]), organisation=organisation, role="organiser")
    committed()

    def name():
        request = RequestFactory().get("/ja/events/")
        with translation.override("ja"), generations.one_request():
            query = QueryDict(f"when=past&by={organisation.slug}")
            site = Site.objects.get(is_default_site=True)
            found = finding.find(query=query, request=request, site=site, now=timezone.now())
        return next(option.label for facet in found.facets if facet.name == "by" for option in facet.options)

    assert name() == "橋の会"
    organisation.name = "虹の会"
    organisation.save()
    committed()
    assert name() == "虹の会"


def test_the_names_of_choices_follow(events, committed):
    committed()
    assert shown("past")[2]["place"] == {"公民館": 1}
    venue = Venue.objects.get()
    venue.name = "市民館"
    venue.save()
    committed()
    assert shown("past")[2]["place"] == {"市民館": 1}
    assert shown("past")[2]["keyword"] == {"多文化": 1}
    tag(events["older"], "多文化")
    committed()
    assert shown("past")[2]["keyword"] == {"多文化": 2}


def test_an_event_that_ends_is_one_of_the_past_from_then_on(events, committed):
    committed()
    end = Session.objects.get(event=event_of(events["coming"])).ends_at
    before, after = end - timedelta(seconds=1), end
    assert "coming" in shown("coming", now=before)[1]
    assert "coming" not in shown("past", now=before)[1]
    assert "coming" not in shown("coming", now=after)[1]
    assert "coming" in shown("past", now=after)[1]
    agrees("past", now=after)
    assert shown("past", now=after, query="kind=course")[0] == 2


def test_free_places_are_not_remembered(events, committed):
    offering = offered(events["coming"], capacity=1)
    committed()
    assert shown("coming", query="free=1")[1] == {"coming"}
    assert shown("coming")[2]["free"] == {"1": 1}
    before = generations.current()
    services.register(offering=offering.pk, idem_key=key(), party=party(), locale="ja", now=timezone.now())
    committed()
    # Nor does a registration make processes forget all the rest.
    assert generations.current() == before
    assert shown("coming", query="free=1")[0] == 0
    assert shown("coming")[2]["free"].get("1", 0) == 0


def test_the_next_events_of_the_first_page_follow_the_clock_and_the_facts(events, committed):
    site = Site.objects.get(is_default_site=True)

    def next_ones(now):
        with translation.override("ja"), generations.one_request():
            return [row.page.title for row in elsewhere._ON_HOME.read(site=site, now=now)]

    committed()
    now = timezone.now()
    end = event_of(events["coming"]).ends_at
    assert next_ones(now) == next_ones(now) == ["coming", "later"]
    assert next_ones(end) == ["later"]
    move_dates(events["later"], 3)
    committed()
    assert next_ones(now) == ["later", "coming"]
