"""The demo's library of activities: every fact has a place on the site."""

from __future__ import annotations

import pytest

from activities.demo import facts, texts
from activities.demo.facts import COMMISSIONER_USES, USES
from activities.models import ActivityPage, PartnerLine, PredecessorLink

# What the demo says is the same on every database.
pytestmark = [pytest.mark.usefixtures("demo_db"), pytest.mark.one_database]


def page(slug: str) -> ActivityPage:
    return ActivityPage.objects.source().get(slug=slug)


def test_every_key_of_the_facts_is_used():
    assert {key for item in facts.activities() for key in item} == USES.keys()


def test_every_key_of_a_commissioner_is_used():
    found = {key for item in facts.activities() for entry in item["commissioners"] for key in entry}
    assert found == COMMISSIONER_USES.keys()


def test_every_keyword_and_number_has_words_of_its_own():
    items = facts.activities()
    assert {tag for item in items for tag in item["tags"]} <= texts.KEYWORDS.keys()
    assert {key for item in items for key in item["numbers"]} == texts.NUMBERS.keys()
    assert {item["id"] for item in items} == texts.READINGS.keys()


def test_forty_three_activities_are_public_in_both_languages():
    assert ActivityPage.objects.shown().count() == 43
    assert ActivityPage.objects.live().filter(locale__language_code="en").count() == 43


def test_every_body_of_the_directory_is_linked():
    names = {line.name for line in PartnerLine.objects.filter(organisation=None)}
    assert names <= {
        "県立高校4校", "開成中学校", "子ども食堂", "フードバンク", "社会福祉協議会", "スクールソーシャルワーカー",
        "民生委員", "ファイザープログラム",
    }  # fmt: skip


def test_all_links_of_the_facts_are_there():
    wanted = {(slug, item["id"]) for item in facts.activities() for slug in item["predecessors"]}
    found = PredecessorLink.objects.values_list("predecessor__slug", "page__slug")
    assert set(found) == wanted
    assert {(item["id"], slug) for item in facts.activities() for slug in item["successors"]} == wanted


def test_adoption_and_implementation_years_differ_where_the_source_says_so():
    line = page("carers-consultation-2006").partner_lines.get(adoption_fy=2005)
    assert (line.programme.name, page("carers-consultation-2006").start_fy) == ("たねからみのり", 2006)


def test_a_project_that_changed_its_pillar_has_two_periods():
    periods = page("job-coach-training").pillar_periods.all()
    assert [(period.pillar, period.from_fy, period.to_fy) for period in periods] == [
        ("gov_collaboration", 2001, 2002),
        ("own_programme", 2003, None),
    ]


def test_approximate_numbers_stay_approximate():
    assert page("school-guidance-2004").numbers.get(label="参加者").number == "約90人"


def test_a_renamed_department_shows_both_names(client):
    content = client.get("/ja/activities/home-pc-training/").content.decode()
    assert "民生部障害者プラン推進室" in content
    assert "現在の名称：" in content


@pytest.mark.parametrize("slug", ["community-cats", "kamaishi-forestry", "nagaike-park"])
def test_three_activities_show_a_mutual_benefit_table_and_a_swot(slug):
    kinds = [block.block_type for block in page(slug).body]
    assert {"evaluation", "swot"} <= set(kinds)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("障害者政策課", "home-pc-training"),
        ("障害者プラン推進室", "multimedia-centre"),
        ("ぽけっと工房", "virtual-workshop"),
        ("N-Pocket", "talent-school-2015"),
        ("たねからみのり", "staff-seminar-2006"),
        ("ザザシティ", "multimedia-centre"),
        ("平成16年度", "school-guidance-2004"),
    ],
)
def test_any_of_its_words_finds_an_activity(client, words, slug):
    content = client.get("/ja/activities/", {"q": words}).content.decode()
    assert f"/ja/activities/{slug}/" in content


def test_the_home_page_shows_a_river_and_the_real_count(client):
    content = client.get("/ja/").content.decode()
    assert "43の活動の系図を見る" in content
    assert "バーチャル工房支援事業" in content


def test_an_organisations_page_lists_its_activities(client):
    from activities.organisations.models import Organisation

    url = Organisation.objects.get(slug="n-pocket").public_url()
    content = client.get(url).content.decode()
    assert "関わった活動" in content
    assert "/ja/activities/multimedia-centre/" in content


def test_no_page_of_the_demo_is_broken(client):
    addresses = [activity.get_url() for activity in ActivityPage.objects.live().select_related("locale")]
    assert len(addresses) > 20
    assert [address for address in addresses if client.get(address).status_code != 200] == []


def test_a_second_load_changes_nothing():
    from wagtail.models import Site

    from activities.demo import load
    from cms.plugin_api import DemoContext

    site = Site.objects.get(is_default_site=True)
    before = (ActivityPage.objects.count(), PartnerLine.objects.count())
    load(DemoContext(site=site, home=site.root_page.specific, today=None, say=lambda _line: None))
    assert (ActivityPage.objects.count(), PartnerLine.objects.count()) == before
