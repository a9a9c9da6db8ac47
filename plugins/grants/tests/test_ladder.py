"""The ladder of related grants: from the survey to the pilot, from the pilot to the regular scheme."""

import pytest
from bs4 import BeautifulSoup

from plugins.grants.models import GrantPage


@pytest.fixture
def ladder(grant):
    """Three grants that lead from one to the next, with pages grant-1 to grant-3."""
    survey, pilot, scheme = grant("調べる助成"), grant("試す助成"), grant("続ける助成")
    for lower, upper in ((survey, pilot), (pilot, scheme)):
        lower.next_step = upper
        lower.save()
    return survey, pilot, scheme


def rungs(client, slug):
    """What the rungs of a page are called, and where those lead that lead elsewhere."""
    soup = BeautifulSoup(client.get(f"/ja/grants-here/{slug}/").content, "html.parser")
    shown = soup.select(".ladder > li")
    return [(li.find(["a", "b"]).get_text(), li.a["href"] if li.a else "") for li in shown]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_grant_shows_the_whole_ladder_and_leads_to_the_other_rungs(client, ladder, number):
    shown = rungs(client, f"grant-{number}")
    assert [name for name, _to in shown] == ["調べる助成", "試す助成", "続ける助成"]
    assert [bool(to) for _name, to in shown] == [place != number for place in (1, 2, 3)]
    assert all(client.get(to).status_code == 200 for _name, to in shown if to)


def test_a_grant_whose_page_is_not_published_is_no_rung(client, ladder):
    GrantPage.objects.get(slug="grant-2").unpublish()
    assert "試す助成" not in [name for name, _to in rungs(client, "grant-1")]


def test_a_grant_alone_has_no_ladder(client, grant):
    grant()
    assert rungs(client, "grant-1") == []
