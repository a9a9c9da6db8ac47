"""Pages that hold their size however much there is: an organisation's activities, the lineage."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from activities.lineage_view import ACTIVITIES_PER_PAGE, FAMILIES_PER_PAGE
from activities.models import PartnerLine
from activities.of_organisation import NEWEST
from tests.factories.activities import ActivityFactory, follow
from tests.factories.organisations import DirectoryFactory, OrganisationFactory


@pytest.fixture
def busy(activity_index):
    """An organisation that took part in more activities than its page shows, the newest last."""
    DirectoryFactory()
    organisation = OrganisationFactory(name="いそがしい会")
    for number in range(NEWEST + 3):
        page = ActivityFactory(parent=activity_index, title=f"活動その{number}", start_fy=2000 + number, end_fy=None)
        PartnerLine.objects.create(page=page, organisation=organisation, role="carried_out")
    ActivityFactory(parent=activity_index, title="ほかの会の活動")
    return organisation


def page_of(client, organisation):
    from activities.organisations.addresses import public_url

    return client.get(public_url(organisation)).content.decode()


def listed(html):
    return re.findall(r"活動その\d+", html)


def test_a_page_shows_the_newest_activities(busy, client):
    assert listed(page_of(client, busy)) == [f"活動その{NEWEST + 2 - place}" for place in range(NEWEST)]


def test_the_rest_of_them_is_in_a_list_of_this_organisation(busy, client):
    html = page_of(client, busy)
    [address] = re.findall(r'href="([^"]*\?organisation=\d+)"', html)
    found = client.get(urljoin("/ja/", address)).context_data["found"]
    assert f"{NEWEST + 3}件" in html
    assert found.total == NEWEST + 3


def test_the_list_says_whose_it_is_and_gives_it_back(busy, client, activity_index):
    found = client.get(f"/ja/activities/?organisation={busy.pk}").context_data["found"]
    [chip] = found.chosen
    assert "いそがしい会" in chip.label
    assert client.get(f"/ja/activities/{chip.url}").context_data["found"].total == NEWEST + 4


def test_the_form_keeps_whose_list_it_is(busy, client):
    html = client.get(f"/ja/activities/?organisation={busy.pk}").content.decode()
    assert re.search(rf'<input type="hidden" name="organisation" value="{busy.pk}"', html)


def test_one_who_took_part_in_few_has_no_link_to_a_list(activity_index, client):
    DirectoryFactory()
    organisation = OrganisationFactory()
    PartnerLine.objects.create(page=ActivityFactory(parent=activity_index), organisation=organisation, role="funded")
    assert "?organisation=" not in page_of(client, organisation)


def test_the_roles_in_one_activity_stand_in_one_row(activity_index, client):
    DirectoryFactory()
    organisation = OrganisationFactory()
    page = ActivityFactory(parent=activity_index, title="ふたつの役")
    for place, role in enumerate(("carried_out", "funded")):
        PartnerLine.objects.create(page=page, organisation=organisation, role=role, sort_order=place)
    assert page_of(client, organisation).count("ふたつの役") == 1


@pytest.fixture
def old(activity_index):
    """More families and more activities than one page of the lineage has."""
    for number in range(FAMILIES_PER_PAGE + 1):
        first = ActivityFactory(parent=activity_index, title=f"はじめ{number:03}", start_fy=1990, end_fy=1991)
        follow(ActivityFactory(parent=activity_index, title=f"つづき{number:03}", start_fy=1992), first)
    for number in range(ACTIVITIES_PER_PAGE):
        ActivityFactory(parent=activity_index, title=f"ひとつ{number:03}", start_fy=2001, end_fy=2001)
    return activity_index


def lineage(client, query=""):
    return client.get(f"/ja/activities/lineage/{query}")


def test_families_and_activities_come_page_by_page(old, client):
    shown = lineage(client).context_data["lineage"]
    assert len(shown.families) == FAMILIES_PER_PAGE
    assert sum(len(year.activities) for year in shown.years) == ACTIVITIES_PER_PAGE


def test_every_activity_is_on_one_page_of_the_years(old, client):
    first, second = (lineage(client, f"?years={number}").context_data["lineage"] for number in (1, 2))
    titles = [shown.title for view in (first, second) for year in view.years for shown in year.activities]
    assert len(titles) == len(set(titles)) == first.total


def test_turning_one_list_keeps_the_page_of_the_other(old, client):
    html = lineage(client, "?page=2&years=2").content.decode()
    assert {'href="?page=2&amp;years=1"', 'href="?years=2&amp;page=1"'} <= set(re.findall(r'href="\?[^"]*"', html))
