"""Translated pages know what they were made from, and say so when the source says something else."""

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef
from wagtail.models import Page

from plugins.multilingual.models import SourceText, TranslatedFrom
from plugins.multilingual.translation import services
from plugins.multilingual.translation.pieces import pieces_of
from plugins.multilingual.translation.services import noting
from plugins.multilingual.translation.words import changes, words_of

from .translation_pages import NOW, a_page, in_words_of, locale, publish, say, translated

pytestmark = pytest.mark.django_db


def is_stale(page) -> bool:
    return TranslatedFrom.objects.filter(translation_key=page.translation_key, locale=page.locale).stale().exists()


def test_a_published_translation_has_the_words_the_address_and_the_build_of_its_source():
    page = a_page()
    english = translated(page)
    assert english.live
    assert english.slug == "gomi"
    assert english.title == "EN 6 "[:-1]
    html = str(english.body)
    assert "燃える" not in html
    assert 'href="https://example.jp/"' in html


def test_it_knows_the_revision_it_was_made_from():
    page = a_page()
    english = translated(page)
    made = TranslatedFrom.objects.get(translation_key=page.translation_key, locale=english.locale)
    assert made.revision_id == page.live_revision_id
    assert not is_stale(english)


def test_other_words_in_the_source_make_it_stale_at_once():
    page = a_page()
    english = translated(page)
    say(page, lead="朝9時までに出します。")
    assert is_stale(english)


def test_a_draft_of_the_source_makes_nothing_stale():
    page = a_page()
    english = translated(page)
    page.lead = "朝9時までに出します。"
    page.save_revision()
    assert not is_stale(english)


def test_what_is_no_word_makes_nothing_stale():
    page = a_page()
    english = translated(page)
    say(page, show_in_menus=True, slug="gomi-2")
    assert not is_stale(english)


def test_going_back_to_the_old_words_makes_it_current_again():
    page = a_page()
    english = translated(page)
    say(page, lead="朝9時までに出します。")
    say(page, lead="朝8時までに出します。")
    assert not is_stale(english)


def test_nothing_is_published_while_words_are_missing():
    page = a_page()
    translation = services.start(page, locale=locale("en"), now=NOW)
    typed = in_words_of(translation)
    typed.popitem()
    services.keep(translation=translation, typed=typed, by=None, now=NOW)
    with pytest.raises(services.Untranslated) as refused:
        services.publish(translation=translation, by=None, now=NOW)
    assert refused.value.number == 1
    assert not Page.objects.filter(translation_key=page.translation_key, locale__language_code="en").exists()


def test_a_changed_sentence_keeps_the_old_page_until_it_is_translated_anew():
    page = a_page()
    english = translated(page)
    before = english.lead
    page = say(page, lead="朝9時までに、決まった場所に出します。")
    translation = services.start(page, locale=english.locale, now=NOW)
    with pytest.raises(services.Untranslated):
        services.publish(translation=translation, by=None, now=NOW)
    english.refresh_from_db()
    assert english.lead == before
    services.keep(translation=translation, typed=in_words_of(translation, "NEW"), by=None, now=NOW)
    services.publish(translation=translation, by=None, now=NOW)
    english.refresh_from_db()
    assert english.lead.startswith("NEW")
    assert not is_stale(english)


def test_words_of_before_count_only_when_they_are_confirmed():
    page = a_page()
    english = translated(page)
    page = say(page, lead="朝9時までに出します。")
    translation = services.start(page, locale=english.locale, now=NOW)
    piece = next(each for each in services.keep(translation=translation, typed={}, by=None, now=NOW) if each.is_changed)
    assert piece.before == "朝8時までに出します。"
    typed = {piece.key: services.Typed(piece.before_translation)}
    after = services.keep(translation=translation, typed=typed, by=None, now=NOW)
    assert not next(each for each in after if each.key == piece.key).is_done
    typed = {piece.key: services.Typed(piece.before_translation, holds=True)}
    after = services.keep(translation=translation, typed=typed, by=None, now=NOW)
    assert next(each for each in after if each.key == piece.key).is_done


def test_a_version_that_is_handed_in_counts_when_it_is_published(django_user_model):
    page = a_page()
    english = translated(page)
    page = say(page, lead="朝9時までに出します。")
    translation = services.start(page, locale=english.locale, now=NOW)
    services.keep(translation=translation, typed=in_words_of(translation, "NEW"), by=None, now=NOW)
    somebody = django_user_model.objects.create_superuser(username="moderator", email="m@example.jp", password="x")
    services.hand_in(translation=translation, by=somebody)
    english.refresh_from_db()
    assert english.lead.startswith("EN")
    assert is_stale(english)
    publish(english, english.get_latest_revision())
    english.refresh_from_db()
    assert english.lead.startswith("NEW")
    assert not is_stale(english)


def test_a_page_written_by_hand_is_made_from_what_the_source_says_when_it_is_published_first():
    page = a_page()
    english = page.copy_for_translation(locale("en"))
    english.lead = "By eight in the morning."
    publish(english)
    assert not is_stale(english)
    say(page, lead="朝9時までに出します。")
    assert is_stale(english)
    english = say(english, lead="By eight in the morning!")
    assert is_stale(english)
    services.is_up_to_date(english, now=NOW)
    assert not is_stale(english)


def test_words_written_by_hand_are_offered_side_by_side():
    page = a_page()
    english = page.copy_for_translation(locale("en"))
    english.title, english.lead = "Garbage", "By eight in the morning."
    publish(english)
    translation = services.start(page, locale=english.locale, now=NOW)
    offered = {piece.path: piece.translation for piece in pieces_of(translation)}
    assert offered["title"] == "Garbage"
    assert offered["lead"] == "By eight in the morning."


def test_what_was_published_unheard_is_made_up_for(django_capture_on_commit_callbacks):
    page = a_page()
    english = translated(page)
    SourceText.objects.all().delete()
    TranslatedFrom.objects.update(digest="other")
    site = page.get_site()
    assert services.catch_up(site=site, now=NOW) >= 1
    assert is_stale(english)
    assert services.catch_up(site=site, now=NOW) == 0


def test_a_large_site_is_made_up_for_a_part_at_a_time(monkeypatch):
    """And a page that has no source, of which nothing can be noted, keeps none of the others waiting."""
    monkeypatch.setattr(noting, "AT_ONCE", 1)
    pages = [a_page(slug=slug) for slug in ("gomi", "mizu", "denki")]
    made = [translated(page) for page in pages]
    pages[0].unpublish()
    SourceText.objects.all().delete()
    TranslatedFrom.objects.all().delete()
    site = pages[0].get_site()
    # One source and one translation each time: these two and the home page.
    assert [services.catch_up(site=site, now=NOW) for _time in range(4)] == [2, 2, 2, 0]
    noted = set(TranslatedFrom.objects.values_list("translation_key", flat=True))
    assert noted == {page.translation_key for page in (*made[1:], site.root_page)}


def test_broken_marks_are_refused_and_what_stood_there_stays():
    page = a_page()
    translation = services.start(page, locale=locale("en"), now=NOW)
    services.keep(translation=translation, typed=in_words_of(translation), by=None, now=NOW)
    linked = next(
        each for each in services.keep(translation=translation, typed={}, by=None, now=NOW) if "<a" in each.text
    )
    typed = {linked.key: services.Typed("No link at all")}
    after = services.keep(translation=translation, typed=typed, by=None, now=NOW)
    assert next(each for each in after if each.key == linked.key).error == "marks"
    again = services.keep(translation=translation, typed={}, by=None, now=NOW)
    assert "link</a>" in next(each for each in again if each.key == linked.key).translation


def test_changes_pair_sentences_that_are_alike():
    before = [("lead", "一"), ("body.x", "あ"), ("body.x", "い"), ("body.y", "消える")]
    after = [("lead", "一"), ("body.x", "あ"), ("body.x", "いろ"), ("body.x", "新しい")]
    assert [(each.before, each.after) for each in changes(before, after)] == [
        ("い", "いろ"), ("消える", "新しい"),
    ]  # fmt: skip


def test_a_paragraph_in_a_block_made_anew_has_not_changed_and_keeps_its_words():
    page = a_page()
    english = translated(page)
    text = str(page.body[0].value)
    page = say(page, body=[("text", text + "<p>水曜日は休みです。</p>")])
    made = TranslatedFrom.objects.get(translation_key=page.translation_key)
    assert [each.after for each in changes(made.words, words_of(page))] == ["水曜日は休みです。"]
    translation = services.start(page, locale=english.locale, now=NOW)
    assert [piece.text for piece in pieces_of(translation) if not piece.is_done] == ["水曜日は休みです。"]


def test_the_address_and_a_reading_are_no_words():
    page = a_page()
    assert {path.split(".")[0] for path, _text in words_of(page)} == {"title", "lead", "body"}


# What is stale, among many ---------------------------------------------------------------------------------------


def test_what_is_stale_is_found_as_a_look_at_each_says():
    current, other, without_source, never = (a_page(slug=f"page-{number}") for number in range(4))
    for page in (current, other, without_source):
        translated(page)
    say(other, lead="朝9時までに出します。")
    SourceText.objects.filter(translation_key=without_source.translation_key).delete()
    TranslatedFrom.objects.create(translation_key=never.translation_key, locale=locale("en"))
    says = dict(SourceText.objects.values_list("translation_key", "digest"))
    looked_at = {
        made.translation_key
        for made in TranslatedFrom.objects.all()
        if made.translation_key in says and says[made.translation_key] != made.digest
    }
    assert set(TranslatedFrom.objects.stale().values_list("translation_key", flat=True)) == looked_at
    assert other.translation_key in looked_at
    assert current.translation_key not in looked_at


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_what_is_stale_is_found_in_indexes_alone():
    """With 90,000 translations their rows, with all their words, took 0.8 s to read."""
    into = [locale("en").pk, locale("vi").pk]
    plan = TranslatedFrom.objects.filter(locale__in=into).stale().values("pk").explain()
    assert [step for step in plan.splitlines() if "SEARCH" in step and "COVERING INDEX" not in step] == []
    # The control: asked whether the source says something else, it reads the source.
    source = SourceText.objects.filter(translation_key=OuterRef("translation_key")).exclude(digest=OuterRef("digest"))
    plan = TranslatedFrom.objects.filter(Exists(source), locale__in=into).values("pk").explain()
    assert [step for step in plan.splitlines() if "SEARCH" in step and "COVERING INDEX" not in step] != []
