"""How many queries pages of activities take, and that more content takes no more."""

from __future__ import annotations

import pytest

from tests.factories.activities import ActivityFactory, follow, with_facts
from tests.factories.organisations import OrganisationFactory

LIST, PAGE = 14, 16


@pytest.fixture
def fill(activity_index, client):
    """Add activities, each with its own organisation and keyword, and one that follows it.

    The first request of a new database makes the centre's settings; it is not what is counted here.
    """
    client.get("/ja/activities/")

    def add(number: int):
        for n in range(number):
            page = ActivityFactory(parent=activity_index)
            with_facts(page, organisation=OrganisationFactory(), keyword=f"ことば{page.pk}")
            if n % 2:
                follow(ActivityFactory(parent=activity_index), page)
        return page

    return add


@pytest.mark.parametrize(
    "address",
    [
        "/ja/activities/",
        "/ja/activities/?kind=npo&keyword=ことば1&fy=2010",
        "/ja/activities/lineage/",
        "/ja/activities/keywords/",
    ],
)
def test_four_times_the_activities_take_no_more_queries(fill, client, query_count, address):
    fill(4)
    few = query_count(lambda: client.get(address))
    fill(12)
    assert query_count(lambda: client.get(address)) <= few


def test_a_search_takes_no_more_queries_with_more_results(fill, client, query_count):
    fill(4)
    few = query_count(lambda: client.get("/ja/activities/?q=活動"))
    fill(12)
    assert query_count(lambda: client.get("/ja/activities/?q=活動")) <= few


def test_more_facts_take_no_more_queries(fill, client, query_count):
    from activities.models import NumberLine, PartnerLine

    page = fill(2)
    few = query_count(lambda: client.get(page.get_url()))
    for n in range(8):
        page.partner_lines.add(PartnerLine(organisation=OrganisationFactory(), role="cooperated"))
        page.numbers.add(NumberLine(label=f"数{n}", number="約3回"))
        follow(ActivityFactory(parent=page.get_parent().specific), page)
    page.save_revision().publish()
    assert query_count(lambda: client.get(page.get_url())) <= few


def test_the_list_stays_within_its_budget(fill, client, query_count):
    fill(4)
    assert query_count(lambda: client.get("/ja/activities/")) <= LIST


def test_a_page_stays_within_its_budget(fill, client, query_count):
    page = fill(4)
    assert query_count(lambda: client.get(page.get_url())) <= PAGE
