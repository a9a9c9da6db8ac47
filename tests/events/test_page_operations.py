"""What is done to pages changes no operational row; and one event has one set of facts in all languages."""

import json

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone
from wagtail.models import Locale, Page

from events.models import EventIndexPage, EventPage
from events.registration import services
from events.registration.models import Event
from tests.events import text_of
from tests.factories.event_pages import EventIndexFactory, event_of, offered, told, translated
from tests.factories.events import key, party
from tests.factories.home import StandardPageFactory

pytestmark = pytest.mark.usefixtures("index")


@pytest.fixture
def page():
    """A page with facts, an offering and somebody who has registered, and an older revision."""
    made = told()
    offering = offered(made)
    services.register(offering=offering.pk, idem_key=key(), party=party(), locale="ja", now=timezone.now())
    made.save_revision().publish()
    made.lead = "新しい文章"
    made.save_revision().publish()
    return EventPage.objects.get(pk=made.pk)


def rows() -> str:
    """Every operational row, as it is in the database."""
    models = apps.get_app_config("event_registration").get_models()
    found = [json.loads(serializers.serialize("json", model.objects.order_by("pk"))) for model in models]
    return json.dumps(found, sort_keys=True)


def publish_an_old_revision(page):
    page.revisions.order_by("created_at").first().publish()


def copy(page):
    page.copy(update_attrs={"slug": "copy", "title": "写し"})


def translate(page):
    translated(page)


def unpublish(page):
    page.unpublish()


def move(page):
    other = EventIndexFactory(slug="others", parent=StandardPageFactory())
    page.move(other, pos="last-child")


def delete(page):
    Page.objects.get(pk=page.pk).delete()


def delete_the_list(page):
    Page.objects.get(pk=EventIndexPage.objects.get().pk).delete()


@pytest.mark.parametrize(
    "operation", [publish_an_old_revision, copy, translate, unpublish, move, delete, delete_the_list]
)
def test_an_operation_on_pages_changes_no_operational_row(page, operation):
    before = rows()
    operation(page)
    assert rows() == before


def test_there_are_operational_rows_to_change(page):
    before = rows()
    Event.objects.update(edition=7)
    assert rows() != before


def test_a_translation_has_the_same_facts(page):
    assert event_of(translated(page)) == event_of(page)


def test_a_copy_has_no_facts_of_its_own(client, page):
    made = page.copy(update_attrs={"slug": "copy", "title": "写し"}, keep_live=True)
    assert EventPage.objects.get(pk=made.pk).facts is None
    assert "日時と場所はまだ決まっていません" in text_of(client.get(made.get_url()))


def test_a_page_whose_words_are_deleted_in_one_language_keeps_its_facts(client, page):
    english = translated(page)
    page.delete()
    assert event_of(english).registrations.count() == 1
    assert Locale.objects.count() == 2
