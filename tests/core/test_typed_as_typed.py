"""No form of the admin lets a browser cut what is pasted: the server says at the field what is too long."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from events.registration.models import Event
from tests.browser.registration.scenes import centre, event, form_of
from tests.factories.home import StandardPageFactory, home_page
from tests.factories.organisations import OrganisationFactory, staff

pytestmark = pytest.mark.django_db
LONG = "あ" * 300
PAGES = sorted((model for model in get_page_models() if model is not Page), key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model._meta.label)
@pytest.mark.usefixtures("demo_db")
def test_no_field_block_or_row_of_a_page_is_cut(admin_client, model):
    page = model.objects.order_by("path").first()
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "body" in html
    assert "maxlength" not in html


@pytest.mark.parametrize(
    "model", sorted(get_snippet_models(), key=lambda model: model._meta.label), ids=lambda m: m._meta.label
)
def test_no_field_or_row_of_a_snippet_is_cut(admin_client, model):
    answer = admin_client.get(reverse(model.snippet_viewset.get_url_name("add")), follow=True)
    assert "maxlength" not in answer.content.decode()


WORKSPACE = ("facts", "rules", "questions", "proxy", "add_date", "add_offering", "cancel_event")


@pytest.mark.parametrize("screen", WORKSPACE)
@pytest.mark.usefixtures("demo_db")
def test_no_field_or_row_of_the_event_workspace_is_cut(admin_client, screen):
    event = Event.objects.order_by("pk").first()
    answer = admin_client.get(reverse(f"event_workspace:{screen}", args=[event.pk]))
    assert answer.status_code == 200
    assert "maxlength" not in answer.content.decode()


def test_no_field_of_the_citizens_form_is_cut(client):
    centre()
    html = client.get(form_of(event(), "ja")).content.decode()
    cut = re.findall(r'name="(\w+)"[^>]*maxlength', html)
    # What no person sees.
    assert set(cut) <= {"ticket", "homepage"}


def block(text):
    return {
        "body-count": 1, "body-0-deleted": "", "body-0-order": 0, "body-0-type": "heading", "body-0-id": "",
        "body-0-value-text": text, "body-0-value-level": "2",
    }  # fmt: skip


def page(**changes):
    return {
        "title": "ごみの出し方", "slug": "gomi", "lead": "", "body-count": 0, "seo_title": "", "search_description": "",
        "social_image": "", "keywords": "", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
    } | changes  # fmt: skip


def test_a_heading_that_is_too_long_is_refused_with_its_words_kept(client):
    client.force_login(staff("editor"))
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    answer = client.post(url, page(**block(LONG)))
    form = answer.context["form"]
    assert "body" in form.errors
    assert form["body"].value()[0].value["text"] == LONG


def test_a_heading_that_fits_is_taken(client):
    client.force_login(staff("editor"))
    StandardPageFactory()
    url = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home_page().pk])
    assert client.post(url, page(**block("燃えるごみ"))).status_code == 302


def test_a_name_that_is_too_long_is_refused_at_its_field(client):
    owner = OrganisationFactory(kind="government")
    client.force_login(staff("editor"))
    url = reverse("wagtailsnippets_organisations_department:add")
    form = client.post(url, {"organisation": owner.pk, "name": LONG, "from_fy": "", "to_fy": ""}).context["form"]
    assert "300" in form.errors["name"][0]
    assert form["name"].value() == LONG
