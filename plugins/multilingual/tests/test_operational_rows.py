"""Translations are words: nothing that is done with them changes a row of an event or of what people sent in."""

from typing import Any

import pytest
from django.apps import apps
from django.test import TestCase
from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from events.registration.models import Event
from plugins.multilingual.translation import services

from .translation_pages import NOW, in_words_of, locale, publish, say, site, translated

pytestmark = pytest.mark.django_db
OPERATIONAL = ("event_registration", "mail", "organisations")


def rows() -> dict[str, list[Any]]:
    """Everything that is no page: by model, all rows with all their values."""
    models = [model for label in OPERATIONAL for model in apps.get_app_config(label).get_models()]
    kept = [model for model in models if not issubclass(model, Page)]
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in kept}


@pytest.fixture
def event_page() -> EventPage:
    index = EventIndexPage.objects.filter(locale__language_code="ja").first()
    if index is None:
        index = site().root_page.add_child(instance=EventIndexPage(title="イベント", slug="events"))
    page = index.add_child(instance=EventPage(title="進路ガイダンス", slug="guidance", lead="高校の話をします。"))
    publish(page)
    Event.objects.create(page_key=page.translation_key, site=site(), kind="course")
    return EventPage.objects.get(pk=page.pk)


def test_translating_publishing_unpublishing_and_deleting_change_no_row(event_page: EventPage) -> None:
    before = rows()
    assert before["event_registration.Event"]
    english = translated(event_page)
    assert rows() == before
    changed = say(event_page, lead="高校と受験の話をします。")
    translation = services.start(changed, locale=locale("en"), now=NOW)
    services.keep(translation=translation, typed=in_words_of(translation, "NEW"), by=None, now=NOW)
    services.publish(translation=translation, by=None, now=NOW)
    assert rows() == before
    with TestCase.captureOnCommitCallbacks(execute=True):
        Page.objects.get(pk=english.pk).unpublish()
    assert rows() == before
    with TestCase.captureOnCommitCallbacks(execute=True):
        Page.objects.get(pk=english.pk).delete()
    assert rows() == before


def test_an_event_in_two_languages_is_one_event(event_page: EventPage) -> None:
    english = translated(event_page)
    assert Event.objects.filter(page_key=english.translation_key).count() == 1
    assert english.translation_key == event_page.translation_key
