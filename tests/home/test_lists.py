"""What lists show, and what it costs."""

import re
from datetime import date

import pytest
from django.db import connection
from wagtail.models import Locale, Site

from cms.core.models import Appearance, Centre, SiteLanguages
from home.listing import children_of
from home.models import NewsIndexPage, NewsPage
from tests.factories import home as f

from . import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def settings_of_the_site():
    """They are made when they are first asked for; that is not what these tests count."""
    site = Site.objects.get(is_default_site=True)
    Appearance.for_site(site)
    Centre.for_site(site)


LISTS = {
    "/ja/news/": f.NewsPageFactory,
    "/ja/guides/": f.GuidePageFactory,
    "/ja/publications/": f.PublicationPageFactory,
    "/ja/": f.NewsPageFactory,
}
BUDGET = {"/ja/news/": 14, "/ja/guides/": 14, "/ja/publications/": 14, "/ja/": 16}


@pytest.mark.parametrize("url", LISTS)
def test_a_list_costs_the_same_with_four_times_as_much(client, query_count, url):
    LISTS[url].create_batch(3)
    few = query_count(lambda: client.get(url))
    LISTS[url].create_batch(9)
    assert query_count(lambda: client.get(url)) == few
    assert few <= BUDGET[url]


def test_the_glossary_costs_the_same_with_four_times_as_many_words(client, query_count):
    f.GlossaryPageFactory()
    f.GlossaryTermFactory.create_batch(3)
    few = query_count(lambda: client.get("/ja/words/"))
    f.GlossaryTermFactory.create_batch(9)
    assert query_count(lambda: client.get("/ja/words/")) == few <= 14


@pytest.mark.parametrize("make", [
    lambda: f.StandardPageFactory(slug="x").get_url(),
    lambda: f.GuidePageFactory(slug="x", three_steps=True).get_url() + "2/",
    lambda: f.NewsPageFactory(slug="x").get_url(),
    lambda: f.PublicationPageFactory(slug="x").get_url(),
])  # fmt: skip
def test_a_page_costs_at_most_sixteen_queries(client, query_count, make):
    url = make()
    assert query_count(lambda: client.get(url)) <= 16


def test_a_page_explains_any_number_of_words_with_one_query(client, query_count):
    f.StandardPageFactory(slug="page", body=[("text", "<p>" + "、".join(f"用語{n}" for n in range(40)) + "</p>")])
    f.GlossaryTermFactory(term="用語0")
    few = query_count(lambda: client.get("/ja/page/"))
    for number in range(1, 40):
        f.GlossaryTermFactory(term=f"用語{number}")
    assert query_count(lambda: client.get("/ja/page/")) == few


def test_an_english_list_adds_what_is_in_japanese_only(client):
    index, english = f.NewsIndexPageFactory(), f.NewsIndexPageFactory(code="en")
    english.translation_key = index.translation_key
    english.save()
    both = f.NewsPageFactory(title="両方にある")
    f.NewsPageFactory(title="日本語だけ")
    f.NewsPageFactory(title="In both", code="en", translation_key=both.translation_key)
    html = html_of(client.get("/en/news/"))
    assert "In both" in html
    assert "両方にある" not in html
    assert '<h2 class="news-item__title" lang="ja">' in html
    assert "日本語だけ" in html


def test_a_list_shows_each_page_once_in_the_nearest_language_that_has_it(client):
    """Plain Japanese, then English, then Japanese."""
    SiteLanguages.objects.create(site=Site.objects.get(), codes=["ja", "ja-simple", "en", "vi"])
    index = f.NewsIndexPageFactory()
    for code in ("en", "vi", "ja-simple"):
        if code != "en":
            f.home_page().copy_for_translation(Locale.objects.get(language_code=code)).save_revision().publish()
        f.NewsIndexPageFactory(code=code, translation_key=index.translation_key)
    for words in ({"ja": "甲"}, {"ja": "乙", "en": "Second"}, {"ja": "丙", "en": "Third", "ja-simple": "へい"},
                  {"ja": "丁", "en": "Fourth", "vi": "Bốn"}):  # fmt: skip
        key = f.NewsPageFactory(title=words["ja"]).translation_key
        for code in words.keys() - {"ja"}:
            f.NewsPageFactory(title=words[code], code=code, translation_key=key)
    shown = re.findall(
        r'news-item__title"(?: lang="([\w-]+)")?[^>]*>\s*<a[^>]*>([^<]*)', html_of(client.get("/vi/news/"))
    )
    assert sorted(shown) == [("", "Bốn"), ("en", "Second"), ("ja", "甲"), ("ja-simple", "へい")]


def test_drafts_and_private_pages_are_in_no_list(client):
    f.NewsPageFactory(title="下書きです", draft=True)
    f.private(f.NewsPageFactory(title="内輪の話"))
    for url in ("/ja/news/", "/ja/", "/ja/feeds/news.rss"):
        html = html_of(client.get(url))
        assert "下書きです" not in html, url
        assert "内輪の話" not in html, url


def test_the_newest_news_comes_first(client):
    f.NewsPageFactory(title="古い", date=date(2020, 1, 1))
    f.NewsPageFactory(title="新しい", date=date(2026, 1, 1))
    html = html_of(client.get("/ja/news/"))
    assert html.index("新しい") < html.index("古い")


def test_a_category_narrows_the_news_to_as_many_as_it_counts(client):
    f.NewsPageFactory.create_batch(2, category="report")
    f.NewsPageFactory(category="notice")
    response = client.get("/ja/news/?category=report")
    chosen = next(choice for choice in response.context["categories"] if choice.current)
    assert chosen.count == response.context["page_obj"].paginator.count == 2


@pytest.mark.parametrize("query", ["category=nonsense", "page=99", "page=x", "page=-1", "category=%22%27"])
def test_a_strange_address_still_shows_the_list(client, query):
    f.NewsPageFactory(title="見えるお知らせ")
    response = client.get(f"/ja/news/?{query}")
    assert response.status_code == 200
    assert "見えるお知らせ" in html_of(response)


def test_publications_without_a_year_come_last(client):
    f.PublicationPageFactory(title="年がない")
    f.PublicationPageFactory(title="古い年", issued_year=1999)
    html = html_of(client.get("/ja/publications/"))
    assert html.index("古い年") < html.index("年がない")


def test_news_leads_to_the_news_before_and_after_it_by_date(client):
    for day in (1, 2, 3):
        f.NewsPageFactory(slug=f"day-{day}", date=date(2026, 4, day))
    html = html_of(client.get("/ja/news/day-2/"))
    assert 'rel="prev" href="/ja/news/day-1/"' in html
    assert 'rel="next" href="/ja/news/day-3/"' in html


def test_news_of_one_day_is_in_the_order_in_which_it_was_written(client):
    for number in (1, 2, 3):
        f.NewsPageFactory(slug=f"item-{number}")
    html = html_of(client.get("/ja/news/item-2/"))
    assert 'rel="prev" href="/ja/news/item-1/"' in html
    assert 'rel="next" href="/ja/news/item-3/"' in html


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_a_list_looks_at_the_pages_below_it_not_at_all_of_the_site():
    news = f.NewsPageFactory()
    index = NewsIndexPage.objects.get(path=news.path[: -news.steplen])
    every_page = "SCAN wagtailcore_page"
    assert every_page not in children_of(index, NewsPage).explain()
    # The control: as Wagtail asks, all of them are looked at.
    assert every_page in NewsPage.objects.descendant_of(index).filter(depth=index.depth + 1).explain()
