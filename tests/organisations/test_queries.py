"""How many queries pages of organisations take, cold and warm, and that more content takes no more."""

from __future__ import annotations

import pytest

from activities.organisations import models
from cms.core.models import Keyword
from tests.factories.activities import ActivityFactory, with_facts
from tests.factories.organisations import DirectoryFactory, OrganisationFactory, OrganisationTextFactory

LIST, PAGE, WARM_LIST, WARM_PAGE = 14, 16, 6, 8
COLD_AND_WARM = [(True, LIST, PAGE), (False, WARM_LIST, WARM_PAGE)]

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(client):
    """Add organisations with a row of everything, and return a network that all are members of.

    Directories filter by area and by keyword, so that these are asked for as well.
    """
    area = models.Area.objects.create(name="浜松市", name_en="Hamamatsu", reading="はままつし")
    elsewhere = models.Area.objects.create(name="釜石市", reading="かまいしし")
    keyword = Keyword.objects.create(name="パン", slug="pan")
    far = DirectoryFactory(slug="far", keyword=keyword)
    far.areas.set([elsewhere])
    far.save()
    DirectoryFactory(slug="all")
    network = OrganisationFactory(slug="network", network=True)
    before = OrganisationFactory(slug="before", status="dissolved", successor=network)
    models.NetworkProfile.objects.create(organisation=network, pattern="mission", started_fy=2016)
    client.get("/ja/all/")

    def add(number: int) -> models.Organisation:
        for _ in range(number):
            row = OrganisationFactory(english=True)
            OrganisationTextFactory(organisation=row, code="en", summary="It bakes.")
            row.areas.set([area])
            row.save()
            models.OrganisationKeyword.objects.create(tag=keyword, content_object=row)
            for one, other in ((network, row), (row, network)):
                models.NetworkMember.objects.create(network=one, organisation=other)
                models.Service.objects.create(organisation=one, name="印刷")
                models.ContactItem.objects.create(organisation=one, value="1", is_public=True)
                models.NetworkMeeting.objects.create(organisation=one, body="全体会")
                models.Programme.objects.create(owner=one, name=f"制度{models.Programme.objects.count()}")
                models.Department.objects.create(organisation=one, name=f"課{models.Department.objects.count()}")
                with_facts(ActivityFactory(), organisation=one)
        before.save()
        return network

    return add


LISTS = ["/all/", "/all/?kind=npo&kind=network&row=た", "/all/?q=団体", "/all/?q=団体&kind=npo&area=1"]


def test_lists_and_pages_stay_within_their_budgets_and_take_no_more_for_more_content(fill, client, query_count):
    # All in one: the content takes longer to make than to be asked for.
    page = f"/all/{fill(3).slug}/"
    most = {(at, cold): of_list for at in LISTS for cold, of_list, _page in COLD_AND_WARM}
    most |= {(page, cold): of_page for cold, _list, of_page in COLD_AND_WARM}
    asked = [(f"/{language}{at}", cold, budget) for language in ("ja", "en") for (at, cold), budget in most.items()]

    def counts() -> dict[tuple[str, bool], int]:
        return {(url, cold): query_count(lambda url=url: client.get(url), cold=cold) for url, cold, _most in asked}

    few = counts()
    assert {url: client.get(url).status_code for url, _cold, _most in asked if client.get(url).status_code != 200} == {}
    assert {(url, cold): few[url, cold] for url, cold, budget in asked if few[url, cold] > budget} == {}
    fill(9)
    assert {key: (few[key], count) for key, count in counts().items() if count > few[key]} == {}


def test_the_page_shows_all_that_was_counted(fill, client):
    """The control: what the budget is for is on the page."""
    network = fill(2)
    html = client.get(f"/ja/all/{network.slug}/").content.decode()
    for words in ("印刷", "全体会", "制度0", "課0", "団体", "活動", "平成28年度"):
        assert words in html
