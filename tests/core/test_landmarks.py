"""The pages that menus lead to."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from cms.core import landmarks
from cms.core.navigation import link_to, places
from cms.core.public_pages import at_addresses
from cms.plugin_host import states
from tests.factories.home import NewsIndexPageFactory, StandardPageFactory


@pytest.fixture
def address(db):
    """The address of a landmark for a reader of a language."""

    def find(key: str, code: str = "ja") -> str | None:
        with translation.override(code):
            return link_to(key)(RequestFactory().get(f"/{code}/"))

    return find


def test_a_landmark_is_found_by_its_key(address):
    NewsIndexPageFactory()
    assert address("news") == "/ja/news/"


def test_a_landmark_of_one_model_is_told_apart_by_what_it_must_be(address):
    StandardPageFactory(slug="plain")
    StandardPageFactory(slug="reach-us", place="contact")
    assert address("contact") == "/ja/reach-us/"


def test_a_reader_is_led_to_the_page_in_their_language(address):
    NewsIndexPageFactory()
    NewsIndexPageFactory(code="en", slug="whats-new")
    assert address("news", "en") == "/en/whats-new/"


def test_a_landmark_that_is_missing_in_a_language_is_that_of_its_fallback(address):
    NewsIndexPageFactory()
    assert address("news", "en") == "/en/news/"


@pytest.mark.parametrize("key", ["news", "no-such-landmark"])
def test_a_site_without_the_page_has_no_address(address, key):
    assert address(key) is None


def test_a_draft_is_no_landmark(address):
    NewsIndexPageFactory(draft=True)
    assert address("news") is None


def test_a_page_that_visitors_may_not_read_is_no_landmark(address):
    page = NewsIndexPageFactory()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert address("news") is None


def test_landmarks_take_two_queries_whatever_their_number(db, django_assert_num_queries):
    NewsIndexPageFactory()
    for place in ("about", "contact", "privacy"):
        StandardPageFactory(place=place)
    request, other = RequestFactory().get("/ja/"), RequestFactory().get("/ja/")
    with states.reading_once():
        # Content types are read once in the life of a process, what plugins are on once in a request.
        places(request)
        other._wagtail_site = request._wagtail_site
        with django_assert_num_queries(2):
            assert len(places(other)) == 4


EVERY_PAGE = "SCAN wagtailcore_page"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_landmarks_are_looked_up_not_looked_for_among_all_pages(db):
    """Each first visitor after a change waits for it: 95 ms at 100,000 pages."""
    with CaptureQueriesContext(connection) as queries:
        list(landmarks.rows())
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries[-1]['sql']}")
        assert EVERY_PAGE not in "\n".join(line for *_, line in cursor.fetchall())
    # The control: a condition of another table makes it read them all.
    homes = Q(translation_key__in=Page.objects.order_by().values("translation_key"))
    assert EVERY_PAGE in Page.objects.filter(homes | Q(standardpage__place="contact")).explain()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_pages_are_found_by_their_address_without_looking_at_all_of_them(db):
    assert "USING INDEX wagtailcore_page_slug" in at_addresses(["/home/news/", "/home/"]).explain()
    # The control: no index knows whole addresses.
    assert EVERY_PAGE in Page.objects.filter(url_path__in=["/home/news/", "/home/"]).order_by().explain()


def test_pages_are_found_by_their_whole_address(db):
    page = StandardPageFactory(slug="same")
    elsewhere = StandardPageFactory(parent=page, slug="same")
    assert list(at_addresses([elsewhere.url_path])) == [elsewhere.page_ptr]
    assert list(at_addresses([])) == []
