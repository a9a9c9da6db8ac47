"""Topics, areas and the sender in further languages: written on their screens, read on pages and in letters."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from cms.core.models import FactText, SiteLanguages
from plugins.newsletters.letter.composing import compose
from plugins.newsletters.models import Area

from .letters import issue_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 3, tzinfo=UTC)
FORM = "/vi/newsletters/"


@pytest.fixture
def languages(site):
    SiteLanguages.objects.update_or_create(site=site, defaults={"codes": ["ja", "en", "vi"]})


@pytest.fixture
def topic(topics, languages):
    found = topics["events"]
    found.description, found.description_en = "これからのイベントです。", "What is coming."
    found.save()
    return found


@pytest.fixture
def said(editor, topic):
    """The topic has its words in Vietnamese, written on its screen."""
    url = reverse("newsletter_topics:edit", args=[topic.pk])
    fields = ("name", "name_en", "description", "description_en", "slug", "position")
    typed = {name: getattr(topic, name) for name in fields} | {"is_offered": "on"}
    words = {"words-name-vi": "Tin sự kiện", "words-description-vi": "Sự kiện sắp tới."}
    answer = editor.post(url, typed | words)
    assert answer.status_code == 302
    return url


def test_a_reader_reads_topics_in_her_language(client, said):
    page = client.get(FORM).content.decode()
    assert '<b dir="auto">Tin sự kiện</b><span dir="auto">Sự kiện sắp tới.</span>' in page


def test_without_words_in_her_language_it_says_in_which_they_are(client, topic):
    page = client.get(FORM).content.decode()
    assert '<span lang="en">Events</span>' in page
    assert '<span lang="en">What is coming.</span>' in page


def test_the_screen_shows_what_was_written(client, editor, said):
    page = editor.get(said).content.decode()
    assert ('value="Tin sự kiện"' in page, 'lang="vi"' in page) == (True, True)


def test_a_letter_names_its_topic_in_the_readers_language(site, topic, said):
    letter = compose(issue_of(topic), site=site, locale="vi", since=NOW, until=NOW + timedelta(days=1))
    assert "“Tin sự kiện”" in letter.text
    assert "Tin sự kiện" in letter.html


def test_a_letter_marks_the_name_of_a_topic_that_is_in_another_language(site, topic):
    letter = compose(issue_of(topic), site=site, locale="vi", since=NOW, until=NOW + timedelta(days=1))
    assert '<span lang="en">Events</span>' in letter.html
    assert "“Events”" in letter.text


def test_areas_and_the_sender_have_their_words_too(client, editor, site, topic):
    area = Area.objects.create(site=site, name="北区", name_en="Kita Ward")
    url = reverse("newsletter_areas:edit", args=[area.pk])
    editor.post(url, {"name": "北区", "name_en": "Kita Ward", "position": 1, "words-name-vi": "Quận Kita"})
    assert ">Quận Kita</option>" in client.get(FORM).content.decode()
    assert FactText.objects.get().place == f"newsletters.area.{area.pk}.name"
