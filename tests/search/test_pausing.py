"""Indexing can be left for later."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from cms.search.pausing import indexing_paused

pytestmark = pytest.mark.django_db


def found():
    return [page.title for page in Page.objects.search("竹あかり")]


def test_what_is_saved_while_indexing_is_paused_is_found_after_the_update():
    home = Site.objects.get(is_default_site=True).root_page
    with indexing_paused():
        home.add_child(instance=Page(title="竹あかりの夕べ", slug="bamboo"))
    assert found() == []
    call_command("update_index", verbosity=0)
    assert found() == ["竹あかりの夕べ"]


def test_what_is_saved_afterwards_is_indexed_at_once():
    home = Site.objects.get(is_default_site=True).root_page
    with indexing_paused():
        pass
    home.add_child(instance=Page(title="竹あかりの夕べ", slug="bamboo"))
    assert found() == ["竹あかりの夕べ"]
