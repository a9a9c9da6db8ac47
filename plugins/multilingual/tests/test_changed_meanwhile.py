"""A page that changes, or is taken up by somebody else, while a translator writes: nothing that she typed is lost."""

import pytest
from wagtail_localize.models import StringTranslation, Translation

from plugins.multilingual.translation import services
from plugins.multilingual.translation.pieces import pieces_of

from .translating_staff import at, english_of, fields, post, rights, staff
from .translation_pages import NOW, a_page, locale, say, translated

pytestmark = pytest.mark.django_db
__all__ = ["rights", "staff"]


def test_a_page_that_changes_while_somebody_translates_costs_no_words(staff):
    page = a_page()
    typed = fields(page)
    say(page, lead="朝9時までに出します。")
    html = post(staff("moderator"), at("translate", page, "en"), publish="1", **typed).content.decode()
    assert "入力している間に日本語のページが変わりました" in html
    assert english_of(page) is None
    pieces = pieces_of(services.begun(page, locale=locale("en")))
    [lead] = [piece for piece in pieces if piece.path == "lead"]
    assert lead.is_changed
    assert lead.before_translation in {text.strip() for text in typed.values()}
    assert all(piece.is_done for piece in pieces if piece is not lead)


def changed_and_taken_up(page, **said):
    """The page is changed while somebody writes, and another translator takes it up before she keeps her words."""
    page = say(page, **said)
    services.start(page, locale=locale("en"), now=NOW)
    return page


def test_words_for_texts_that_moved_count_where_the_page_was_taken_up_by_another(staff):
    page = a_page()
    typed = fields(page, "MINE")
    body = page.body.get_prep_value()
    body[0]["value"] = "<p>はじめに。</p>" + body[0]["value"]
    page = changed_and_taken_up(page, body=body)
    post(staff("moderator"), at("translate", page, "en"), keep="1", **typed)
    pieces = pieces_of(services.begun(page, locale=locale("en")))
    assert [piece.text for piece in pieces if not piece.is_done] == ["はじめに。"]
    assert all(piece.translation.startswith("MINE") for piece in pieces if piece.is_done)


def test_words_for_texts_in_a_block_made_anew_count_where_the_page_was_taken_up_by_another(staff):
    page = a_page()
    typed = fields(page, "MINE")
    page = changed_and_taken_up(page, body=[("text", str(page.body[0].value))])
    html = post(staff("moderator"), at("translate", page, "en"), keep="1", **typed).content.decode()
    pieces = pieces_of(services.begun(page, locale=locale("en")))
    assert all(piece.translation.startswith("MINE") for piece in pieces)
    assert "tr-strays" not in html


def test_words_for_a_text_that_changed_are_offered_where_the_page_was_taken_up_by_another(staff):
    page = a_page()
    typed = fields(page, "MINE")
    page = changed_and_taken_up(page, lead="朝9時までに出します。")
    html = post(staff("moderator"), at("translate", page, "en"), publish="1", **typed).content.decode()
    assert "入力している間に日本語のページが変わりました" in html
    assert english_of(page) is None
    [lead] = [piece for piece in pieces_of(services.begun(page, locale=locale("en"))) if piece.path == "lead"]
    assert (lead.is_changed, lead.before_translation[:4]) == (True, "MINE")
    assert "tr-strays" not in html  # it stands in the field of the text as it is now


@pytest.mark.parametrize("taken_up_by", ["another", "herself"])
def test_words_for_a_text_that_is_gone_are_kept_and_shown(staff, taken_up_by):
    page = a_page()
    typed = fields(page, "MINE")
    [gone] = [piece for piece in pieces_of(services.begun(page, locale=locale("en"))) if piece.path == "lead"]
    typed[f"piece-{gone.key}"] = "By eight o'clock"
    page = changed_and_taken_up(page, lead="") if taken_up_by == "another" else say(page, lead="")
    html = post(staff("moderator"), at("translate", page, "en"), publish="1", **typed).content.decode()
    assert "tr-strays" in html
    assert "朝8時までに出します。" in html
    assert "By eight o&#x27;clock" in html
    assert english_of(page) is None
    kept = StringTranslation.objects.filter(translation_of=gone.string_id, context=gone.context_id)
    assert kept.get().data == "By eight o'clock"


def test_words_of_before_for_a_text_that_is_gone_stop_nobody(staff):
    page = a_page()
    translated(page)
    typed = {f"piece-{piece.key}": piece.translation for piece in pieces_of(Translation.objects.get())}
    page = changed_and_taken_up(page, lead="")
    post(staff("moderator"), at("translate", page, "en"), publish="1", **typed)
    assert english_of(page).specific.lead == ""


def test_a_key_that_is_none_and_one_of_another_page_write_nothing(staff):
    other = a_page("別のページ", "other")
    [title] = [each for each in pieces_of(services.start(other, locale=locale("en"), now=NOW)) if each.path == "title"]
    page = a_page()
    typed = {f"piece-{key}": "Written" for key in (title.key, "12", "0-0", "x-y", "99999-99999", "1-²", "-")}
    response = post(staff("moderator"), at("translate", page, "en"), keep="1", **typed)
    assert response.status_code == 200
    assert not StringTranslation.objects.filter(data="Written").exists()


def test_what_is_no_word_and_changes_meanwhile_stops_nobody(staff):
    page = a_page()
    typed = fields(page)
    say(page, show_in_menus=True)
    post(staff("moderator"), at("translate", page, "en"), publish="1", **typed)
    assert english_of(page).live
