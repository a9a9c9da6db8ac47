"""An address that nobody wrote is made; one that is there stays."""

import pytest
from django.urls import reverse

from home.models import StandardPage
from tests.factories.home import StandardPageFactory, home_page
from tests.factories.organisations import staff

pytestmark = pytest.mark.django_db


def posted(**changes):
    return {
        "title": "ごみの出し方", "slug": "", "lead": "", "body-count": 0, "seo_title": "", "search_description": "",
        "social_image": "", "keywords": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
    } | changes  # fmt: skip


def test_a_page_without_an_address_gets_one_from_its_title(client):
    client.force_login(staff("editor"))
    client.post(reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk]), posted())
    assert StandardPage.objects.get(title="ごみの出し方").slug == "ごみの出し方"


def test_a_second_page_of_the_same_title_gets_another_address(client):
    client.force_login(staff("editor"))
    for _time in range(2):
        client.post(reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk]), posted())
    assert len({page.slug for page in StandardPage.objects.filter(title="ごみの出し方")}) == 2


def test_a_page_whose_address_was_emptied_keeps_it(client):
    page = StandardPageFactory(slug="gomi", draft=True)
    client.force_login(staff("editor"))
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), posted(title="別の題"))
    page.refresh_from_db()
    assert (page.slug, page.get_latest_revision_as_object().slug) == ("gomi", "gomi")
