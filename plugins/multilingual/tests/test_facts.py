"""Names of slots and questions in further languages: rows, translated once by their Japanese words."""

import pytest
from django.urls import reverse
from django.utils import translation

from cms.core.models import FactText
from events.models import EventIndexPage, EventPage
from events.registration.models import Event, FormVersion, Offering
from events.registration.questions import read_schema
from plugins.multilingual.translation import facts, services

from .translation_pages import NOW, committed, locale, publish, site

pytestmark = pytest.mark.django_db
QUESTION = {
    "key": "language", "label": {"ja": "家で話す言葉", "en": "Language at home"}, "purpose": {"ja": "通訳のため"},
    "options": [["pt", {"ja": "ポルトガル語", "en": "Portuguese"}]], "type": "choice",
    "keep": "event", "sensitive": False,
}  # fmt: skip


@pytest.fixture
def page() -> EventPage:
    index = EventIndexPage.objects.filter(locale__language_code="ja").first()
    if index is None:
        index = site().root_page.add_child(instance=EventIndexPage(title="イベント", slug="events"))
    page = index.add_child(instance=EventPage(title="進路ガイダンス", slug="guidance"))
    publish(page)
    return EventPage.objects.get(pk=page.pk)


@pytest.fixture
def offering(page: EventPage) -> Offering:
    event = Event.objects.create(page_key=page.translation_key, site=site(), kind="course")
    FormVersion.objects.create(event=event, number=1, schema=[QUESTION], created_at=NOW)
    return Offering.objects.create(event=event, name="午前の部", name_en="Morning")


def say(page, japanese: str, text: str, held: bool = False) -> None:
    pieces = facts.facts_of(page, "vi", site())
    piece = next(each for each in pieces if each.text == japanese)
    with committed():
        facts.keep_facts(
            pieces, {piece.key: text}, {piece.key} if held else set(), code="vi", site=site(), now=NOW
        )  # fmt: skip


def test_the_words_of_an_events_facts_are_listed_once(page, offering):
    Offering.objects.create(event=offering.event, name="午前の部")
    texts = [piece.text for piece in facts.facts_of(page, "vi", site())]
    assert sorted(texts) == sorted(["午前の部", "家で話す言葉", "通訳のため", "ポルトガル語"])


def test_english_is_written_in_the_rows(page, offering):
    assert facts.facts_of(page, "en", site()) == []


def test_a_slot_is_called_in_the_visitors_language(page, offering):
    say(page, "午前の部", "Buổi sáng")
    said = {}
    for code in ("ja", "en", "vi", "es"):
        with translation.override(code):
            said[code] = offering.display_name
    assert said == {"ja": "午前の部", "en": "Morning", "vi": "Buổi sáng", "es": "Morning"}


def test_questions_and_choices_are_asked_in_the_visitors_language(page, offering):
    say(page, "家で話す言葉", "Ngôn ngữ ở nhà")
    say(page, "ポルトガル語", "Tiếng Bồ Đào Nha")
    question = read_schema(FormVersion.objects.get().schema)[0]
    with translation.override("vi"):
        assert question.display_label == "Ngôn ngữ ở nhà"
        assert question.display_options == [("pt", "Tiếng Bồ Đào Nha")]
        assert question.display_purpose == "通訳のため"


def test_changed_japanese_is_not_said_with_the_old_words(page, offering):
    say(page, "午前の部", "Buổi sáng")
    Offering.objects.filter(pk=offering.pk).update(name="午後の部", name_en="")
    offering.refresh_from_db()
    with translation.override("vi"):
        assert offering.display_name == "午後の部"
    piece = next(each for each in facts.facts_of(page, "vi", site()) if each.text == "午後の部")
    assert (piece.before, piece.before_translation) == ("午前の部", "Buổi sáng")
    say(page, "午後の部", "Buổi sáng")
    assert FactText.objects.count() == 1
    say(page, "午後の部", "Buổi sáng", held=True)
    assert FactText.objects.count() == 2


def test_all_words_of_a_language_cost_one_query_in_a_request(page, offering, django_assert_num_queries):
    from cms.core import generations, memory

    say(page, "午前の部", "Buổi sáng")
    others = [Offering(event=offering.event, name=f"{number}回目") for number in range(5)]
    memory.forget_everything()
    with generations.one_request(), translation.override("vi"):
        generations.current()
        with django_assert_num_queries(1):
            said = [each.display_name for each in (offering, *others)]
        with django_assert_num_queries(0):
            assert [each.display_name for each in (offering, *others)] == said
    assert said[0] == "Buổi sáng"


def test_staff_translate_facts_beside_the_page(admin_client, page, offering):
    locale("vi")
    home = site().root_page
    if not home.get_translations().filter(locale__language_code="vi").exists():
        home.copy_for_translation(locale("vi"))
    url = reverse("plugins_admin:multilingual:translate", args=[page.pk, "vi"])
    services.start(page, locale=locale("vi"), now=NOW)
    html = admin_client.get(url).content.decode()
    assert "午前の部" in html
    piece = next(each for each in facts.facts_of(page, "vi", site()) if each.text == "午前の部")
    assert f'name="fact-{piece.key}"' in html
    admin_client.post(url, {f"fact-{piece.key}": "Buổi sáng", "keep": "1"})
    assert FactText.objects.get().text == "Buổi sáng"
