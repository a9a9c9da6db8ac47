"""A short word of kanji that stands alone goes before the same letters inside of a longer word."""

import pytest
from django.db import connection

from activities.organisations.models import Organisation
from cms.search.queries import parse
from cms.search.whole_words import MARK, asked_for, marked
from tests.factories.organisations import OrganisationFactory


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("川の会", ["川", "会"]),
        ("川崎", ["川崎"]),
        ("京都市", ["京都市", "京都"]),
        ("東京都", ["東京都", "東京"]),
        ("京都 と 京都", ["京都"]),
        ("市民活動支援課", []),
        ("町", ["町"]),
    ],
)
def test_what_stands_alone(text, words):
    assert marked([text]) == [MARK + word for word in words]


@pytest.mark.parametrize("query", ["川", "京都", "障害"])
def test_a_query_for_one_short_word_asks_for_it(query):
    assert MARK + query in [token for part in asked_for(parse(query).node).parts for token in part.tokens]


@pytest.mark.parametrize("query", ["川 猫", "市民活動支援", "かわ", "NPO", ""])
def test_no_other_query_does(query):
    assert asked_for(parse(query).node) is None


@pytest.mark.every_case
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "whole", "part"),
    [("京都", "京都の会", "東京都会"), ("京都", "京都市会", "東京都会")],
)
def test_it_comes_first_and_the_other_is_found(query, whole, part):
    """In whatever order they were written: without the bonus, the newest of two alike is first."""
    for name in (whole, part):
        OrganisationFactory(name=name, kana="", aliases=name[:-1])
    assert [row.name for row in Organisation.objects.search(query)] == [whole, part], connection.vendor


@pytest.mark.django_db
def test_one_kanji_finds_it_as_a_word_and_names_of_places_only_when_there_is_none():
    OrganisationFactory(name="川崎会", kana="", aliases="")
    assert [row.name for row in Organisation.objects.search("川")] == ["川崎会"], connection.vendor
    OrganisationFactory(name="川の会", kana="", aliases="")
    assert [row.name for row in Organisation.objects.search("川")] == ["川の会"], connection.vendor
    assert {row.name for row in Organisation.objects.search("「川」")} == {"川の会", "川崎会"}, connection.vendor


@pytest.mark.django_db
def test_a_title_that_has_a_kanji_inside_a_longer_word_still_counts_as_a_title():
    other = OrganisationFactory(name="にゃんの会", kana="", aliases="")
    other.texts.update(purpose="猫を守ります。猫と人の会です。")
    OrganisationFactory(name="地域猫活動の会", kana="", aliases="")
    assert Organisation.objects.search("猫")[0].name == "地域猫活動の会"


@pytest.mark.django_db
def test_one_kanji_finds_words_that_mean_it():
    for name in ("森林の会", "森山さんの会"):
        OrganisationFactory(name=name, kana="", aliases="")
    assert [row.name for row in Organisation.objects.search("森")] == ["森林の会"], connection.vendor
