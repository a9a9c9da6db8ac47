"""The editor of an event's page: words are edited, facts are shown."""

import pytest
from django.urls import reverse

from events.registration.models import Event
from tests.factories.event_pages import EventPageFactory, event_of, offered, told
from tests.factories.organisations import staff

pytestmark = pytest.mark.usefixtures("index")


@pytest.fixture
def editor(client):
    client.force_login(staff("editor"))
    return client


def edit(client, page):
    response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_editor_shows_the_facts_and_leads_to_the_workspace(editor):
    page = told(kind="forum")
    offered(page)
    html = edit(editor, page)
    assert "フォーラム" in html
    assert reverse("event_workspace:overview", args=[event_of(page).pk]) in html


def test_the_editor_of_a_page_without_facts_leads_to_setting_them_up(editor):
    page = EventPageFactory()
    assert reverse("event_workspace:start", args=[page.pk]) in edit(editor, page)


def test_a_new_page_can_be_begun(editor, index):
    address = reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])
    response = editor.get(address)
    assert response.status_code == 200
    assert "先に文章を保存してください" in response.content.decode()


def test_looking_at_the_editor_makes_no_facts(editor):
    edit(editor, EventPageFactory())
    assert not Event.objects.exists()
