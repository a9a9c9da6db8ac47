"""How many queries pages of activities take, and that more content takes no more."""

from __future__ import annotations

import pytest

from tests.factories.activities import ActivityFactory, follow, with_facts
from tests.factories.organisations import OrganisationFactory

LIST, PAGE, WARM_LIST, WARM_PAGE = 14, 16, 6, 8


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


LISTS = [
    "/activities/",
    "/activities/?kind=npo&keyword=ことば1&fy=2010",
    "/activities/?q=活動",
    "/activities/?q=活動&kind=npo&fy=2010",
    "/activities/lineage/",
    "/activities/keywords/",
]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_list_stays_within_its_budget(fill, client, query_count, language):
    def counts() -> dict[tuple[str, bool], int]:
        """Queries by list and whether it was cold."""
        asked = [(address, cold) for address in LISTS for cold in (True, False)]
        return {(at, cold): query_count(lambda at=at: client.get(f"/{language}{at}"), cold=cold) for at, cold in asked}

    fill(4)
    few = counts()
    assert {key: count for key, count in few.items() if count > (LIST if key[1] else WARM_LIST)} == {}
    fill(12)
    assert {key: (few[key], count) for key, count in counts().items() if count > few[key]} == {}


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


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("cold", "most"), [(True, PAGE), (False, WARM_PAGE)])
def test_a_page_stays_within_its_budget(fill, client, query_count, language, cold, most):
    address = fill(4).get_url().replace("/ja/", f"/{language}/")
    assert client.get(address).status_code == 200
    assert query_count(lambda: client.get(address), cold=cold) <= most
