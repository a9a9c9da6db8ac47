"""The screens on which staff translate: as an editor, and as one of those who publish."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.accounts.models import User
from cms.core.models import SiteLanguages
from plugins.multilingual.translation import services
from plugins.multilingual.translation.pieces import pieces_of

from .translating_staff import at, english_of, fields, post, rights, staff
from .translation_pages import NOW, a_page, locale, say, site, translated

pytestmark = pytest.mark.django_db


__all__ = ["rights", "staff"]


def test_the_table_says_how_each_language_stands(staff):
    page = a_page()
    client = staff("editor")
    html = client.get(at("page_languages", page)).content.decode()
    assert "tr-state--missing" in html
    translated(page)
    assert "tr-state--public" in client.get(at("page_languages", page)).content.decode()
    say(page, lead="朝9時までに出します。")
    html = client.get(at("page_languages", page)).content.decode()
    assert ">古い</span>" in html
    assert "変わったところを見る" in html


def test_beginning_makes_no_page(staff):
    page = a_page()
    response = post(staff("editor"), at("page_languages", page), language="en")
    assert response.redirect_chain[-1][0] == at("translate", page, "en")
    assert english_of(page) is None


def test_who_publishes_publishes_and_the_page_is_there(staff):
    page = a_page()
    post(staff("moderator"), at("translate", page, "en"), publish="1", **fields(page))
    assert english_of(page).live


def test_a_language_that_was_switched_off_is_gone_on_with_where_it_was_begun(staff):
    page = a_page()
    translated(page)
    page = say(page, lead="朝9時までに出します。")
    SiteLanguages.objects.create(site=site(), codes=["ja"])
    client = staff("moderator")
    html = client.get(at("translate", page, "en"), follow=True).content.decode()
    assert "停止中" in html
    answer = post(client, at("page_languages", page), language="en")
    assert answer.redirect_chain[-1][0] == at("translate", page, "en")
    assert "朝9時" in answer.content.decode()


def test_control_a_language_that_is_off_is_not_offered_where_nobody_has_begun(staff):
    page = a_page()
    SiteLanguages.objects.create(site=site(), codes=["ja"])
    client = staff("moderator")
    assert "tr-state--" not in client.get(at("page_languages", page)).content.decode()
    post(client, at("page_languages", page), language="en")
    assert not Translation.objects.exists()


def test_an_editor_hands_in_and_cannot_publish(staff):
    page = a_page()
    client = staff("editor")
    html = post(client, at("page_languages", page), language="en").content.decode()
    assert 'name="piece-' in html
    assert 'name="publish"' not in html
    post(client, at("translate", page, "en"), publish="1", **fields(page))
    english = english_of(page)
    assert not english.live
    assert english.current_workflow_state is not None


def test_a_moderator_sends_a_translation_back_with_a_remark(staff):
    page = a_page()
    address = at("translate", page, "en")
    client = staff("editor")
    post(client, address, hand_in="1", **fields(page))
    state = english_of(page).current_workflow_state
    state.current_task_state.reject(user=User.objects.get(username="editor"), comment="“Rubbish” is hard to read.")
    html = client.get(address).content.decode()
    assert "差し戻しました" in html
    assert "“Rubbish” is hard to read." in html
    post(client, address, hand_in="1", **fields(page))
    assert english_of(page).current_workflow_state.status == "in_progress"
    assert "差し戻しました" not in client.get(address).content.decode()


def test_missing_words_are_said_and_what_was_typed_is_kept(staff):
    page = a_page()
    typed = fields(page)
    emptied = min(typed)
    typed[emptied] = ""
    response = post(staff("moderator"), at("translate", page, "en"), publish="1", **typed)
    assert "まだ翻訳のない文章が1か所あります" in response.content.decode()
    assert english_of(page) is None
    kept = pieces_of(services.start(page, locale=locale("en"), now=NOW))
    assert sum(piece.is_done for piece in kept) == len(kept) - 1


def test_a_title_that_is_too_long_is_refused_at_its_text(staff):
    page = a_page()
    typed = fields(page)
    title = next(
        piece for piece in pieces_of(services.start(page, locale=locale("en"), now=NOW)) if piece.path == "title"
    )
    typed[f"piece-{title.key}"] = "x" * 300
    response = post(staff("moderator"), at("translate", page, "en"), publish="1", **typed)
    html = response.content.decode()
    assert "tr-piece--wrong" in html
    assert "x" * 300 in html
    assert english_of(page) is None


def test_the_changes_show_before_and_now(staff):
    page = a_page()
    translated(page)
    say(page, lead="朝9時までに出します。")
    html = staff("editor").get(at("translation_changes", page, "en")).content.decode()
    assert "<del>" in html
    assert "<ins>" in html
    assert "朝9時" in html


def test_a_page_that_is_right_as_it_is_is_noted(staff):
    page = a_page()
    translated(page)
    say(page, lead="朝9時までに出します。")
    client = staff("moderator")
    post(client, at("translation_changes", page, "en"))
    assert "tr-state--public" in client.get(at("page_languages", page)).content.decode()


def test_the_editor_of_wagtail_leads_to_the_screen_of_translations(staff):
    page = a_page()
    english = translated(page)
    response = staff("moderator").get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
    assert response["Location"] == at("translate", english, "en")


def test_the_japanese_page_offers_translation_among_its_actions(staff):
    page = a_page()
    html = staff("moderator").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "ほかの言語へ翻訳する" in html
    assert at("page_languages", page) in html
    assert "alias page" not in html


def test_a_page_can_be_written_by_itself_and_is_still_compared(staff):
    page = a_page()
    english = translated(page)
    client = staff("moderator")
    response = post(client, at("free_translation", page, "en"))
    assert response.status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).status_code == 200
    say(page, lead="朝9時までに出します。")
    assert ">古い</span>" in client.get(at("page_languages", page)).content.decode()


def test_without_rights_there_is_nothing_to_see(staff, client, django_user_model):
    page = a_page()
    assert client.get(at("translate", page, "en")).status_code == 302
    other = django_user_model.objects.create_user(username="guest", email="g@example.jp", password="x" * 12)
    client.force_login(other)
    assert client.get(at("page_languages", page)).status_code in (302, 403)


def test_their_screens_lead_to_ours(admin_client):
    page = a_page()
    english = translated(page)
    for path in (
        f"submit/page/{page.pk}/",
        f"page/{english.pk}/convert_to_alias/",
        "reports/translations/",
        "update/1/",
    ):
        assert admin_client.get(f"/admin/localize/{path}").status_code == 302
    post(admin_client, f"/admin/localize/page/{english.pk}/convert_to_alias/")
    english.refresh_from_db()
    assert english.alias_of_id is None


def test_the_first_screen_says_what_is_due(staff):
    page = a_page()
    translated(page)
    client = staff("editor")
    assert "古くなった翻訳" not in client.get("/admin/").content.decode()
    say(page, lead="朝9時までに出します。")
    html = client.get("/admin/").content.decode()
    assert "古くなった翻訳" in html
    assert "ごみの出し方" in html


def test_a_preview_shows_what_is_kept_and_makes_no_page(staff):
    page = a_page()
    translation = services.start(page, locale=locale("en"), now=NOW)
    title = next(piece for piece in pieces_of(translation) if piece.path == "title")
    services.keep(translation=translation, typed={title.key: services.Typed("Garbage")}, by=None, now=NOW)
    response = staff("editor").get(at("translation_preview", page, "en"))
    assert "Garbage" in response.content.decode()
    assert english_of(page) is None


@pytest.mark.parametrize("name", ["translate", "translation_preview", "page_languages", "translation_changes"])
@pytest.mark.parametrize("state", ["not begun", "begun", "changed since", "written by itself"])
def test_looking_writes_nothing(staff, name, state):
    page = a_page()
    if state != "not begun":
        translated(page)
    if state == "changed since":
        page = say(page, lead="朝9時までに出します。")
    if state == "written by itself":
        Translation.objects.update(enabled=False)
    client = staff("moderator")
    client.get(at("page_languages", page))
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(at(name, page, *([] if name == "page_languages" else ["en"])))
    assert answer.status_code in (200, 302)
    writes = [query["sql"] for query in seen if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if "wagtailusers_userprofile" not in sql] == []  # Wagtail's own, once for each person


@pytest.mark.parametrize("name", ["translate", "translation_preview"])
def test_what_is_not_taken_up_leads_to_the_table_with_its_button(staff, name):
    page = a_page()
    translated(page)
    page = say(page, lead="朝9時までに出します。")
    client = staff("moderator")
    answer = client.get(at(name, page, "en"), follow=True)
    assert answer.redirect_chain[-1][0] == at("page_languages", page)
    assert 'form="one"' in answer.content.decode()
    assert post(client, at("page_languages", page), language="en").redirect_chain[-1][0] == at("translate", page, "en")
    assert "朝9時" in client.get(at("translate", page, "en")).content.decode()


def test_a_sentence_that_stands_twice_in_one_text_is_kept(staff):
    page = a_page(body=[("text", "<p>はい、できます。</p><p>はい、できます。</p>")])
    post(staff("moderator"), at("translate", page, "en"), publish="1", **fields(page))
    assert english_of(page).live


def test_a_text_that_its_block_got_after_the_page_was_saved_is_empty():
    page = a_page(body=[{"type": "contact", "value": {"title": "相談窓口"}}])
    assert page.body[0].value["address"] is None
    pieces = pieces_of(services.start(page, locale=locale("en"), now=NOW))
    assert [piece.text for piece in pieces if piece.text == "相談窓口"] == ["相談窓口"]
