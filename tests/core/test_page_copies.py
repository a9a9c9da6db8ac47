"""A copy of a page is made by one press, at an address that is free."""

import pytest
from django.urls import reverse

from home.models import StandardPage
from tests.factories.event_pages import EventPageFactory
from tests.factories.home import StandardPageFactory, home_page
from tests.factories.organisations import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def manager(client):
    client.force_login(staff("manager"))


def asked(client, page):
    return client.get(reverse("wagtailadmin_pages:copy", args=[page.pk])).context["form"]


def pressed(client, page):
    """Send the form as it came."""
    form = asked(client, page)
    typed = {name: form[name].initial for name in ("new_title", "new_slug")}
    return client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]), typed | {"new_parent_page": page.get_parent().pk}
    )


def test_the_form_can_be_sent_as_it_comes_again_and_again(client):
    page = StandardPageFactory(slug="parking")
    assert [pressed(client, page).status_code for _time in range(2)] == [302, 302]
    copies = StandardPage.objects.child_of(home_page()).filter(title=page.title).order_by("pk")
    assert [(copy.slug, copy.live) for copy in copies] == [
        ("parking", True), ("parking-1", False), ("parking-2", False),
    ]  # fmt: skip


def test_control_the_address_of_the_original_is_refused(client):
    page = StandardPageFactory(slug="parking")
    typed = {"new_title": page.title, "new_slug": "parking", "new_parent_page": page.get_parent().pk}
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), typed)
    assert "new_slug" in answer.context["form"].errors


def test_another_event_is_never_the_same_one_and_never_public_at_once(client):
    assert set(asked(client, EventPageFactory()).fields) == {"new_title", "new_slug", "new_parent_page"}
    assert {"alias", "publish_copies"} <= set(asked(client, StandardPageFactory()).fields)
