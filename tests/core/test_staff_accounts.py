"""The list of staff accounts says who has which role."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.accounts.models import User
from cms.core.models import StaffRole
from tests.factories.organisations import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(admin_client):
    """What the list says of the rights of each, by user name."""

    def shown():
        page = BeautifulSoup(admin_client.get(reverse("wagtailusers_users:index")).content, "html.parser")
        rows = ([cell.get_text(strip=True) for cell in row.select("td")] for row in page.select("tbody tr"))
        return {cells[2]: cells[3] for cells in rows if len(cells) > 3}

    return shown


def test_each_role_of_somebody_stands_in_the_list(rows):
    desk = staff("desk")
    desk.groups.add(StaffRole.objects.get(key="editor").group)
    User.objects.create_user("nobody")
    shown = rows()
    assert set(shown[desk.username].split("、")) == {"イベント窓口", "編集者"}
    assert (shown["admin"], shown["nobody"]) == ("管理者", "")


def test_the_list_takes_as_many_queries_for_many_accounts_as_for_one(rows, query_count):
    staff("desk")
    few = query_count(rows)
    for number in range(5):
        User.objects.create_user(f"user-{number}").groups.add(StaffRole.objects.get(key="editor").group)
    assert query_count(rows) <= few
