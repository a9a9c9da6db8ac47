"""The list: search, facets whose counts are the lengths of the lists, order, pages."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from activities import finding
from activities.models import ActivityPage, PillarPeriod
from activities.organisations.models import Area, NpoField
from cms.core.models import Keyword
from tests.factories.activities import ActivityFactory

WORDS = {"環境": "kankyo", "子ども": "kodomo"}


@pytest.fixture
def some(activity_index):
    """Seven activities that differ in every facet."""
    area = Area.objects.create(name="架橋市", reading="かけはしし")
    keywords = {name: Keyword.objects.create(name=name, slug=slug) for name, slug in WORDS.items()}
    rows = [
        ("川の掃除", 2004, 2006, False, ["residents"], "own_programme", ["環境"], 7),
        ("森の学校", 2006, 2006, False, ["school", "npo"], "own_programme", ["環境", "子ども"], 7),
        ("学習支援", 2005, None, True, ["npo"], "civic_support", ["子ども"], 13),
        ("古い集い", None, None, False, [], "civic_support", [], None),
        ("終わりだけ", None, 2007, False, ["government"], "gov_collaboration", [], None),
        ("始まりだけ", 2007, None, False, ["government"], "gov_collaboration", ["子ども"], 13),
        ("多者の祭り", 2004, 2010, False, ["npo", "company"], "multi_actor_case", ["子ども"], None),
    ]
    for title, start, end, ongoing, kinds, pillar, words, field in rows:
        page = ActivityFactory(
            parent=activity_index, title=title, start_fy=start, end_fy=end, ongoing=ongoing, partner_kinds=kinds
        )
        page.pillar_periods.add(PillarPeriod(pillar=pillar))
        page.keywords.add(*(keywords[word] for word in words))
        page.areas.set([area] if field else [])
        page.npo_fields.set(NpoField.objects.filter(number=field))
        page.save_revision().publish()
    return activity_index


def answer(index, rf, **query):
    request = rf.get(f"/ja/activities/?{urlencode(query, doseq=True)}")
    return finding.find(below=index, query=request.GET, request=request)


def titles(found):
    return {card.title for card in found.cards}


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"keyword": "kodomo"},
        {"kind": "npo"},
        {"fy": "2006"},
        {"ongoing": "1"},
        {"pillar": ["own_programme", "civic_support"]},
        {"fy": "2006", "kind": ["npo", "school"]},
        {"keyword": "kankyo", "fy": "unknown"},
        {"fy": ["2004", "2007"], "field": "7"},
    ],
)
def test_every_count_is_the_length_of_its_list(some, rf, chosen):
    facets = answer(some, rf, **chosen).facets
    assert [facet.name for facet in facets if facet.options]
    for facet in facets:
        for option in facet.options:
            alone = answer(some, rf, **{**chosen, facet.name: option.value})
            assert alone.total == option.count, (facet.name, option.value)
            assert len(alone.cards) == option.count


def test_an_activity_that_goes_on_is_found_in_every_year_since_it_began(some, rf):
    assert "学習支援" in titles(answer(some, rf, fy="2015"))


def test_an_unknown_year_is_a_choice_of_its_own(some, rf):
    assert titles(answer(some, rf, fy="unknown")) == {"古い集い"}


def test_two_values_of_one_facet_widen_and_two_facets_narrow(some, rf):
    assert titles(answer(some, rf, kind=["npo", "residents"], keyword="kankyo")) == {"川の掃除", "森の学校"}


@pytest.mark.every_case
@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "page=あ",
        "fy=abcd",
        "fy=99999",
        "fy=²²²²",
        "fy=0000",
        "fy=9999",
        "fy=２００４",
        "field=1e9",
        "field=①",
        "area=999999999999999999999",
        "pillar=x&kind=y",
        "sort=z",
        "keyword=" + "長" * 300,
        "q=" + "長" * 5000,
        "ongoing=maybe",
        "q=%22%3A%28%29*",
        "fy=2004&fy=2005&fy=unknown",
    ],
)
def test_nonsense_in_the_address_is_left_out(some, client, query):
    assert client.get(f"/ja/activities/?{query}").status_code == 200


def test_an_empty_list_says_what_to_do(some, client):
    content = client.get("/ja/activities/?keyword=kankyo&fy=unknown").content.decode()
    assert "この条件に合う活動はありません" in content


def test_drafts_and_closed_pages_are_in_no_list_and_no_count(some, rf):
    from wagtail.models import PageViewRestriction

    ActivityFactory(parent=some, title="下書き", draft=True)
    closed = ActivityPage.objects.get(title="川の掃除")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    found = answer(some, rf)
    assert found.total == 6
    assert "川の掃除" not in titles(found)
    assert next(facet for facet in found.facets if facet.name == "keyword").options[-1].count == 1


def test_a_chip_removes_its_choice(some, rf):
    found = answer(some, rf, keyword="kodomo", fy="2006")
    assert [QueryDict(chip.url[1:]).dict() for chip in found.chosen] == [{"keyword": "kodomo"}, {"fy": "2006"}]


def test_what_is_chosen_stays_though_the_rest_leaves_nothing_of_it(some, rf):
    """Else whoever sends the form again has lost it without a word."""
    area = Area.objects.get(name="架橋市")
    asked = {"pillar": "civic_support", "kind": "school", "fy": "1999", "field": "7", "area": area.pk, "ongoing": "1"}
    found = answer(some, rf, q="どこにもない", keyword="kankyo", **asked)
    assert found.total == 0
    selected = {facet.name: (o.value, o.count) for facet in found.facets for o in facet.options if o.selected}
    assert selected == {name: (str(value), 0) for name, value in {**asked, "keyword": "kankyo"}.items()}
    assert [chip.label for chip in found.chosen if "環境" in chip.label]
    assert len(found.chosen) == 8


def test_order_by_reading(some, rf):
    ActivityPage.objects.update(reading="")
    assert [card.title for card in answer(some, rf, sort="name").cards] == sorted(titles(answer(some, rf)))


def test_newest_first_is_the_order_when_nothing_is_asked(some, rf):
    assert answer(some, rf).cards[0].title == "多者の祭り"


def test_the_keyword_index_counts_and_leaves_out_unused_words(some, client):
    Keyword.objects.create(name="使われないことば", slug="unused", reading="つかわれない")
    content = client.get("/ja/activities/keywords/").content.decode()
    assert "子ども" in content
    assert "使われないことば" not in content
