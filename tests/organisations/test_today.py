"""今日のセンター asks for what nobody has confirmed for a year."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from activities.organisations.models import Organisation
from activities.organisations.today import unconfirmed_context
from tests.factories.activities import ActivityFactory
from tests.factories.organisations import OrganisationFactory, staff

pytestmark = pytest.mark.django_db
ASKS = "確認日から1年たった団体"
ASKS_ABOUT_ACTIVITIES = "いまも続いていますか"


def board(client: Client, role: str = "editor") -> str:
    client.force_login(staff(role))
    return client.get("/admin/").content.decode()


def days_ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


def test_an_organisation_confirmed_more_than_a_year_ago_is_named(client: Client) -> None:
    OrganisationFactory(name="古い情報の会", verified_on=days_ago(366))
    assert "古い情報の会" in board(client)


def test_one_that_was_never_confirmed_is_named(client: Client) -> None:
    OrganisationFactory(name="未確認の会")
    assert "まだ確認していません" in board(client)


def test_one_that_was_confirmed_within_a_year_is_not(client: Client) -> None:
    OrganisationFactory(name="新しい情報の会", verified_on=days_ago(364))
    assert ASKS not in board(client)


@pytest.mark.parametrize("status", ["dormant", "dissolved"])
def test_one_that_is_not_active_is_not_asked_for(client: Client, status: str) -> None:
    OrganisationFactory(status=status)
    assert ASKS not in board(client)


def test_a_draft_is_not_asked_for(client: Client) -> None:
    OrganisationFactory(draft=True)
    assert ASKS not in board(client)


def test_who_may_not_change_organisations_is_not_asked(client: Client) -> None:
    OrganisationFactory()
    assert ASKS not in board(client, "newsletter")


def test_those_never_confirmed_come_first(client: Client, rf: Any) -> None:
    OrganisationFactory(name="古い会", verified_on=days_ago(500))
    OrganisationFactory(name="未確認の会")
    request = rf.get("/admin/")
    request.user = staff("editor")
    context = unconfirmed_context(request)
    assert context is not None
    assert [item["title"] for item in context["items"]] == ["未確認の会", "古い会"]


def test_the_card_costs_the_same_for_many(client: Client, rf: Any) -> None:
    request = rf.get("/admin/")
    request.user = staff("editor")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            unconfirmed_context(request)
        return len(captured)

    OrganisationFactory()
    unconfirmed_context(request)
    first = queries()
    OrganisationFactory.create_batch(7)
    assert queries() == first
    assert Organisation.objects.count() == 8


def test_an_activity_that_goes_on_unconfirmed_is_named(client: Client) -> None:
    ActivityFactory(title="続く活動", going_on=True)
    html = board(client)
    assert ASKS_ABOUT_ACTIVITIES in html
    assert "続く活動" in html


def test_an_activity_confirmed_within_a_year_is_not(client: Client) -> None:
    ActivityFactory(going_on=True, last_confirmed_on=days_ago(30))
    assert ASKS_ABOUT_ACTIVITIES not in board(client)


def test_an_activity_that_ended_is_not(client: Client) -> None:
    ActivityFactory()
    assert ASKS_ABOUT_ACTIVITIES not in board(client)
