"""Every page type answers, in Japanese and as a fallback."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import home as f

from . import html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    guide = f.GuidePageFactory(three_steps=True)
    return {
        "/ja/": f.home_page(),
        "/ja/page/": f.StandardPageFactory(slug="page", body=[("text", "<p>本文</p>")]),
        "/ja/guides/": guide.get_parent(),
        f"/ja/guides/{guide.slug}/": guide,
        f"/ja/guides/{guide.slug}/2/": guide,
        f"/ja/guides/{guide.slug}/all/": guide,
        "/ja/news/": f.NewsPageFactory(slug="new").get_parent(),
        "/ja/news/new/": None,
        "/ja/publications/": f.PublicationPageFactory(slug="paper", issued_year=2014, issued_month=11).get_parent(),
        "/ja/publications/paper/": None,
        "/ja/words/": f.GlossaryPageFactory(),
    }


def test_every_page_type_answers(client, pages):
    assert {url: client.get(url).status_code for url in pages} == dict.fromkeys(pages, 200)


def test_every_page_answers_below_english_marked_as_japanese(client, pages):
    for url in list(pages)[1:]:
        html = html_of(client.get(url.replace("/ja/", "/en/")))
        assert '<html lang="en"' in html, url
        assert '<div lang="ja"' in html or '<h1 lang="ja" dir="auto">' in html, url
        assert "not yet available in English" in html, url


def test_the_home_page_in_english_is_not_marked_as_japanese(client, pages):
    assert '<div lang="ja"' not in html_of(client.get("/en/"))


def test_a_publication_says_its_month_with_the_era(client, pages):
    assert "平成26年(2014年)11月" in html_of(client.get("/ja/publications/paper/"))


def test_a_publication_says_its_month_in_english_to_readers_of_english(client, pages):
    assert "November 2014" in html_of(client.get("/en/publications/paper/"))


# The search on the home page -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "example"), [("ja", "例：子ども食堂、助成金、通訳"), ("en", "For example: children’s meals")]
)
def test_examples_of_searching_stand_below_the_field(client, pages, code, example):
    """In the field, which is narrow on a telephone, they were cut off in every language."""
    home = BeautifulSoup(client.get(f"/{code}/").content, "html.parser")
    field = home.select_one("#home-search")
    assert "placeholder" not in field.attrs
    assert example in home.select_one(f"#{field['aria-describedby']}").get_text()
