"""The editor of an event's page: words are edited, facts are shown."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.registration.models import Event
from tests.factories.event_pages import EventPageFactory, event_of, offered, told
from tests.factories.events import registered
from tests.factories.organisations import staff
from tests.taking_off import take_off

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


# Taking the words off -------------------------------------------------------------------------------------------


def test_who_takes_the_page_off_hears_that_the_registrations_stand(client):
    page = told()
    registered(offered(page), now=timezone.now())
    html = take_off(client, page)
    assert "1件の申し込みは、そのまま有効です" in html
    assert reverse("event_workspace:overview", args=[event_of(page).pk]) in html


def test_who_takes_many_off_hears_it_of_all_together(client):
    pages = [told(), told()]
    for page in pages:
        registered(offered(page), now=timezone.now())
    assert "2件の申し込みは、そのまま有効です" in take_off(client, *pages)


def test_who_takes_a_branch_off_hears_it_of_all_below(client, index):
    pages = [told(), told()]
    for page in pages:
        registered(offered(page), now=timezone.now())
    assert "そのまま有効です" not in take_off(client, index)  # control: the events stay
    for address, more in [
        (reverse("wagtailadmin_pages:unpublish", args=[index.pk]), ""),
        (reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]), f"?next=/admin/&id={index.pk}"),
    ]:
        index.save_revision().publish()
        html = client.post(address + more, {"include_descendants": "on"}, follow=True).content.decode()
        assert "2件の申し込みは、そのまま有効です" in html


def test_many_of_which_none_was_public_are_taken_off_without_a_word(client):
    pages = [EventPageFactory(live=False), EventPageFactory(live=False)]
    assert "そのまま有効です" not in take_off(client, *pages)


def test_control_where_nobody_has_registered_or_it_is_over_nothing_is_said(client):
    over = told(days=30)
    registered(offered(over), now=timezone.now())
    Event.objects.filter(page_key=over.translation_key).update(status="finished")
    assert "そのまま有効です" not in take_off(client, over, told())
