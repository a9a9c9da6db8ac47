"""Sitemap, robots.txt, feeds, the head of a page, and pages that are not there."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.core.site_files.sitemap import PageSitemap
from tests.factories import home as f

from . import html_of

pytestmark = pytest.mark.django_db
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def sitemap(client):
    return ElementTree.fromstring(client.get("/sitemap.xml").content)


def locations(client):
    return {node.text for node in sitemap(client).iterfind("s:url/s:loc", NS)}


def test_the_sitemap_has_every_public_page_in_every_language(client):
    f.StandardPageFactory(slug="about")
    f.StandardPageFactory(slug="about", code="en")
    assert locations(client) == {f"http://localhost/{path}" for path in ("ja/", "en/", "ja/about/", "en/about/")}


def test_the_sitemap_has_no_drafts_and_nothing_private(client):
    f.StandardPageFactory(slug="draft", draft=True)
    hidden = f.private(f.StandardPageFactory(slug="hidden"))
    f.StandardPageFactory(slug="below", parent=hidden)
    assert locations(client) == {"http://localhost/ja/", "http://localhost/en/"}


def test_the_sitemap_names_the_translations_of_a_page(client):
    page = f.StandardPageFactory(slug="about")
    f.StandardPageFactory(slug="about-us", code="en", translation_key=page.translation_key)
    url = next(u for u in sitemap(client).iterfind("s:url", NS) if u.find("s:loc", NS).text.endswith("/ja/about/"))
    links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NS)}
    assert links == {
        "ja": "http://localhost/ja/about/",
        "en": "http://localhost/en/about-us/",
        "x-default": "http://localhost/about/",
    }


def test_the_sitemap_costs_the_same_with_four_times_as_many_pages(client, query_count):
    f.StandardPageFactory.create_batch(3)
    few = query_count(lambda: client.get("/sitemap.xml"))
    f.StandardPageFactory.create_batch(9)
    assert query_count(lambda: client.get("/sitemap.xml")) == few


def test_the_index_of_a_large_sitemap_reads_no_page_to_say_how_new_it_is(client, monkeypatch):
    """Django asks every page for its date: nine seconds at 140,000 of them."""
    monkeypatch.setattr(PageSitemap, "limit", 2)
    pages = [f.StandardPageFactory(slug=f"page-{number}") for number in range(3)]
    newest = datetime(2030, 4, 1, 3, tzinfo=UTC)
    Page.objects.filter(pk=pages[1].pk).update(last_published_at=newest)
    with CaptureQueriesContext(connection) as queries:
        parts = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert len(parts) == 3
    said = {datetime.fromisoformat(node.text) for node in parts.iterfind("s:sitemap/s:lastmod", NS)}
    assert said == {newest}
    assert not [query["sql"] for query in queries if "home_standardpage" in query["sql"]]
    # The control: a part of it does read them.
    with CaptureQueriesContext(connection) as queries:
        client.get("/sitemap-pages.xml")
    assert [query["sql"] for query in queries if "home_standardpage" in query["sql"]]


def test_robots_txt_names_the_sitemap_and_closes_the_admin(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in html_of(response)
    assert "Disallow: /admin/" in html_of(response)


@pytest.mark.parametrize(("kind", "item"), [("rss", "channel/item"), ("atom", "{http://www.w3.org/2005/Atom}entry")])
@pytest.mark.parametrize("code", ["ja", "en"])
def test_a_feed_is_well_formed_and_has_the_news(client, kind, item, code):
    f.NewsPageFactory.create_batch(2)
    response = client.get(f"/{code}/feeds/news.{kind}")
    assert f"application/{kind}+xml" in response["Content-Type"]
    assert len(ElementTree.fromstring(response.content).findall(item)) == 2


def test_a_feed_is_in_the_language_of_its_address(client):
    f.NewsPageFactory()
    assert ElementTree.fromstring(client.get("/en/feeds/news.rss").content).findtext("channel/language") == "en"


def test_a_feed_links_to_pages_below_its_language(client):
    f.NewsPageFactory(slug="one")
    feed = ElementTree.fromstring(client.get("/en/feeds/news.rss").content)
    assert feed.findtext("channel/item/link").endswith("/en/news/one/")


def test_without_news_pages_there_is_no_feed(client):
    assert client.get("/ja/feeds/news.rss").status_code == 404


@pytest.mark.parametrize(("code", "words"), [("ja", "見つかりません"), ("en", "cannot be found")])
def test_a_missing_page_says_so_in_the_visitors_language(client, code, words):
    response = client.get(f"/{code}/nothing-here/")
    assert response.status_code == 404
    assert words in html_of(response)
    assert f'<html lang="{code}"' in html_of(response)


def test_an_error_page_needs_no_database(settings, django_assert_num_queries):
    from django.views.defaults import server_error

    request = Client().request().wsgi_request
    with django_assert_num_queries(0):
        response = server_error(request)
    assert response.status_code == 500
    assert b"<h1>" in response.content


def head(client, url):
    return html_of(client.get(url)).split("</head>")[0]


def test_a_page_shown_in_place_of_a_missing_translation_names_its_own_address(client):
    f.StandardPageFactory(slug="about")
    assert '<link rel="canonical" href="http://testserver/ja/about/">' in head(client, "/en/about/")
    assert 'hreflang="en"' not in head(client, "/en/about/")


def test_a_translated_page_names_both_addresses(client):
    page = f.StandardPageFactory(slug="about")
    f.StandardPageFactory(slug="about-us", code="en", translation_key=page.translation_key)
    html = head(client, "/ja/about/")
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/about-us/">' in html
    assert '<link rel="alternate" hreflang="ja" href="http://testserver/ja/about/">' in html


def test_the_language_switch_leads_to_the_translation_whatever_its_address(client):
    page = f.StandardPageFactory(slug="about")
    f.StandardPageFactory(slug="about-us", code="en", translation_key=page.translation_key)
    assert 'href="/en/about-us/"' in html_of(client.get("/ja/about/"))


def test_a_step_of_a_guide_names_its_own_address(client):
    f.GuidePageFactory(slug="guide", three_steps=True)
    assert '<link rel="canonical" href="http://testserver/ja/guides/guide/2/">' in head(client, "/en/guides/guide/2/")
