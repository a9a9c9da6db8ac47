"""Events about a grant: on its page, and the panel by which staff say so."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from events.models import EventIndexPage
from plugins.grants.admin.event_form import EventGrantForm
from plugins.grants.contributions import contribute
from plugins.grants.models import EventGrant, Funder, GrantProgramme
from tests.factories.event_pages import told

pytestmark = pytest.mark.usefixtures("events_index")


@pytest.fixture
def events_index(site):
    home = Page.objects.get(pk=site.root_page_id).specific
    index = EventIndexPage(title="イベント", slug="events", locale=home.locale)
    home.add_child(instance=index)
    return index


@pytest.fixture
def programme(grant, call):
    made = grant("はじめの一歩")
    call(made, closes_on=timezone.localdate() + timedelta(days=20))
    return made


def briefing(programme, **facts):
    page = told(**facts)
    EventGrant.objects.create(event=page.translation_key, programme=programme)
    return page


def test_the_page_of_a_grant_names_the_events_about_it_that_are_to_come(client, programme):
    briefing(programme, page={"title": "助成金の説明会"})
    briefing(programme, days=-9, page={"title": "去年の説明会"})
    told(page={"title": "ほかの講座"})
    words = client.get("/ja/grants-here/grant-1/").content.decode()
    assert "この助成金のイベント" in words
    assert "助成金の説明会" in words
    assert "去年の説明会" not in words
    assert "ほかの講座" not in words


def test_without_events_nothing_is_said_of_them(client, programme):
    assert "この助成金のイベント" not in client.get("/ja/grants-here/grant-1/").content.decode()


def test_the_number_of_queries_does_not_depend_on_how_many(client, programme):
    def count():
        client.get("/ja/grants-here/grant-1/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/ja/grants-here/grant-1/")
        return len(queries)

    briefing(programme)
    few = count()
    for _number in range(4):
        briefing(programme)
    assert count() == few


def test_only_grants_of_the_events_own_site_are_offered(programme, site):
    other = Site.objects.create(hostname="other.example", root_page_id=site.root_page_id)
    funder = Funder.objects.create(site=other, name="よその財団")
    foreign = GrantProgramme.objects.create(site=other, funder=funder, name="よその助成")
    page = told()
    (panel,) = [each for each in contribute() if type(each).__name__ == "EventPanel"]
    form_class = panel.panel.bind_to_model(EventGrant).get_form_class()
    assert issubclass(form_class, EventGrantForm)
    form = form_class(instance=EventGrant(event=page.translation_key))
    assert list(form.fields["programme"].queryset) == [programme]
    refused = form_class({"programme": foreign.pk}, instance=EventGrant(event=page.translation_key))
    assert "programme" in refused.errors
