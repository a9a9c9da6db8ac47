"""What is done to pages changes no operational row; and one event has one set of facts in all languages."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page

from events.models import EventIndexPage, EventPage
from events.registration import services
from events.registration.models import Event
from tests.events import text_of
from tests.factories.event_pages import EventIndexFactory, event_of, offered, told, translated
from tests.factories.events import key, party
from tests.factories.home import StandardPageFactory
from tests.factories.operational_rows import operational_rows

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


def publish_an_old_revision(page):
    page.revisions.order_by("created_at").first().publish()


def copy(page):
    page.copy(update_attrs={"slug": "copy", "title": "写し"})


def translate(page):
    translated(page)


def unpublish(page):
    page.unpublish()


def publish_again(page):
    page.unpublish()
    page.save_revision().publish()


def publish_at_a_time(page):
    now = timezone.now()
    page.go_live_at, page.expire_at = now - timedelta(minutes=2), now - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    call_command("publish_scheduled")


def copy_the_list_with_all_below(page):
    EventIndexPage.objects.get().copy(recursive=True, update_attrs={"slug": "copies", "title": "写し"})


def make_an_alias_and_a_page_of_its_own_of_it(page):
    alias = page.create_alias(update_slug="alias")
    alias.alias_of = None
    alias.save()


def unpublish_and_delete_a_translation(page):
    english = translated(page)
    english.unpublish()
    Page.objects.get(pk=english.pk).delete()


def delete_drafts_and_revisions(page):
    page.title = "下書き"
    page.save_revision()
    page.revisions.exclude(pk=page.live_revision_id).delete()


def move(page):
    other = EventIndexFactory(slug="others", parent=StandardPageFactory())
    page.move(other, pos="last-child")


def delete(page):
    Page.objects.get(pk=page.pk).delete()


def delete_the_list(page):
    Page.objects.get(pk=EventIndexPage.objects.get().pk).delete()


@pytest.mark.parametrize(
    "operation",
    [
        publish_an_old_revision,
        copy,
        translate,
        unpublish,
        publish_again,
        publish_at_a_time,
        copy_the_list_with_all_below,
        make_an_alias_and_a_page_of_its_own_of_it,
        unpublish_and_delete_a_translation,
        delete_drafts_and_revisions,
        move,
        delete,
        delete_the_list,
    ],
)
def test_an_operation_on_pages_changes_no_operational_row(page, operation):
    before = operational_rows()
    operation(page)
    assert operational_rows() == before


def test_there_are_operational_rows_to_change(page):
    before = operational_rows()
    Event.objects.update(edition=7)
    assert operational_rows() != before


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
