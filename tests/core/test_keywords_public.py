"""The public pages of keywords."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.core.models import FormerKeyword, Keyword
from tests.factories.home import GuidePageFactory, PublicationPageFactory

pytestmark = pytest.mark.django_db


def keyword(name, reading, **more):
    return Keyword.objects.create(name=name, reading=reading, **more)


def tag(page, *names):
    page.keywords.add(*names)
    page.save_revision().publish()
    return page


def show(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response


def test_index_stands_in_the_order_of_the_syllabary_under_its_rows(client):
    for name, reading in (("防災", "ぼうさい"), ("環境", "かんきょう"), ("学校", "がっこう"), ("NPO", "")):
        keyword(name, reading)
    tag(GuidePageFactory(), "防災", "環境", "学校", "NPO")
    rows = show(client, "/ja/keywords/").context["rows"]
    assert [(str(row.heading), [entry.name for entry in row.entries]) for row in rows] == [
        ("か", ["学校", "環境"]),
        ("は", ["防災"]),
        ("A–Z", ["NPO"]),
    ]


def test_index_leaves_out_what_nothing_visible_carries(client):
    keyword("防災", "ぼうさい")
    keyword("環境", "かんきょう")
    tag(GuidePageFactory(), "環境").unpublish()
    assert show(client, "/ja/keywords/").context["rows"] == []


@pytest.mark.parametrize("path", ["/ja/keywords/", "/ja/keywords/環境/"])
def test_search_engines_are_told_what_the_page_is(client, path):
    keyword("環境", "かんきょう")
    tag(GuidePageFactory(), "環境")
    assert '<meta name="description" content="' in show(client, path).content.decode()


def test_index_without_keywords_says_so(client):
    assert "キーワードはまだありません" in show(client, "/ja/keywords/").content.decode()


def test_counts_in_the_index_equal_the_lists(client):
    word = keyword("防災", "ぼうさい")
    for _number in range(3):
        tag(GuidePageFactory(), "防災")
    tag(PublicationPageFactory(), "防災")
    (row,) = show(client, "/ja/keywords/").context["rows"]
    page = show(client, reverse("keyword", args=[word.slug]))
    assert row.entries[0].count == page.context["total"] == 4
    assert [(group.key, group.count, len(group.cards)) for group in page.context["groups"]] == [
        ("guide", 3, 3),
        ("publication", 1, 1),
    ]


def test_page_lists_live_things_only(client):
    word = keyword("防災", "ぼうさい")
    tag(GuidePageFactory(title="公開中"), "防災")
    tag(GuidePageFactory(title="非公開"), "防災").unpublish()
    html = show(client, f"/ja/keywords/{word.slug}/").content.decode()
    assert "公開中" in html
    assert "非公開" not in html


def test_one_kind_can_be_read_page_by_page(client):
    word = keyword("防災", "ぼうさい")
    for _number in range(26):
        tag(GuidePageFactory(), "防災")
    address = f"/ja/keywords/{word.slug}/"
    assert "?kind=guide" in show(client, address).content.decode()
    assert len(show(client, address + "?kind=guide").context["groups"][0].cards) == 24
    assert len(show(client, address + "?kind=guide&page=2").context["groups"][0].cards) == 2


@pytest.mark.every_case
@pytest.mark.parametrize(
    "query", ["?kind=nonsense", "?page=x", "?kind=guide&page=-1", "?kind=%E3%81%82&page=99999999999"]
)
def test_odd_queries_show_the_page_all_the_same(client, query):
    word = keyword("防災", "ぼうさい")
    tag(GuidePageFactory(), "防災")
    assert show(client, f"/ja/keywords/{word.slug}/{query}").context["total"] == 1


def test_former_address_leads_to_the_keyword_for_good(client):
    word = keyword("防災", "ぼうさい")
    FormerKeyword.objects.create(slug="bosai", keyword=word)
    response = client.get("/ja/keywords/bosai/")
    assert response.status_code == 301
    assert response.url == reverse("keyword", args=[word.slug])


def test_unknown_keyword_is_not_found(client):
    assert client.get("/ja/keywords/nanika/").status_code == 404


def test_english_visitors_read_the_english_name(client):
    word = keyword("防災", "ぼうさい", name_en="disaster prevention")
    tag(GuidePageFactory(), "防災")
    assert re.search(r"<h1>\s*disaster prevention", show(client, f"/en/keywords/{word.slug}/").content.decode())


def test_queries_do_not_grow_with_what_is_listed(client):
    words = [keyword(f"語{number}", "ご") for number in range(12)]
    tag(GuidePageFactory(), words[0].name)
    counts = []
    addresses = ("/ja/keywords/", f"/ja/keywords/{words[0].slug}/")
    for address in addresses:
        show(client, address)
    for more in (0, 8):
        for number in range(more):
            tag(GuidePageFactory(), words[0].name, words[number + 1].name)
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                show(client, address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_every_count_in_the_demos_index_equals_its_list(client, demo_db):
    entries = [entry for row in show(client, "/ja/keywords/").context["rows"] for entry in row.entries]
    assert len(entries) > 20
    for entry in entries:
        page = show(client, reverse("keyword", args=[entry.slug])).context
        assert (entry.name, page["total"]) == (entry.name, entry.count)
        for group in page["groups"]:
            assert len(group.cards) == min(group.count, 12)


@pytest.mark.parametrize("below", ["keywords/", "keywords/%E9%98%B2%E7%81%BD/"])
def test_search_engines_are_told_of_the_same_in_other_languages(client, below):
    keyword("防災", "ぼうさい")
    tag(GuidePageFactory(), "防災")
    html = show(client, f"/ja/{below}").content.decode()
    assert f'<link rel="canonical" href="http://testserver/ja/{below}">' in html
    assert f'<link rel="alternate" hreflang="en" href="http://testserver/en/{below}">' in html
    assert f'<link rel="alternate" hreflang="x-default" href="http://testserver/{below}">' in html
