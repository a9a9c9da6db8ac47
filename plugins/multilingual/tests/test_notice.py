"""What visitors of a page in another language are told when its source has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.core.memory import forget_everything
from cms.plugin_host import services as plugins
from plugins.multilingual.models import SourceText, TranslatedFrom

from .translation_pages import a_page, committed, say, translated

pytestmark = pytest.mark.django_db
NOTE = "This translation is older."


def shown(client, page) -> str:
    response = client.get(Page.objects.get(pk=page.pk).get_url())
    assert response.status_code == 200
    return response.content.decode()


def test_no_note_while_the_source_is_as_it_was(client):
    assert NOTE not in shown(client, translated(a_page()))


def test_a_note_leads_to_the_current_words(client):
    page = a_page()
    english = translated(page)
    say(page, lead="朝9時までに出します。")
    html = shown(client, english)
    assert NOTE in html
    assert '<a href="/ja/gomi/" hreflang="ja" lang="ja">日本語</a>' in html


def test_the_page_in_the_source_language_has_no_note(client):
    page = a_page()
    translated(page)
    say(page, lead="朝9時までに出します。")
    html = shown(client, page)
    assert "older" not in html
    assert "翻訳" not in html


def test_only_the_language_that_is_behind_has_the_note(client):
    page = a_page()
    english = translated(page)
    page = say(page, lead="朝9時までに出します。")
    assert NOTE in shown(client, english)
    english = translated(page, mark="NEW")
    assert NOTE not in shown(client, english)


def test_the_note_costs_one_query_until_something_is_published_and_none_in_japanese(client):
    page = a_page()
    with committed():
        english = translated(page)

    def asked(which) -> int:
        with CaptureQueriesContext(connection) as seen:
            shown(client, which)
        return sum("multilingual_translatedfrom" in query["sql"] for query in seen.captured_queries)

    forget_everything()
    assert asked(page) == 0
    assert asked(english) == 1
    assert asked(english) == 0
    say(page, lead="朝9時までに出します。")
    assert asked(english) == 1
    assert asked(english) == 0


def test_off_leaves_no_note_and_on_again_it_is_back(client, django_capture_on_commit_callbacks):
    page = a_page()
    english = translated(page)
    say(page, lead="朝9時までに出します。")
    site = page.get_site()
    with django_capture_on_commit_callbacks(execute=True):
        plugins.disable(slug="multilingual", site=site, by=None)
    assert NOTE not in shown(client, english)
    assert SourceText.objects.exists()
    assert TranslatedFrom.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        plugins.enable(slug="multilingual", site=site, by=None)
    assert NOTE in shown(client, english)
