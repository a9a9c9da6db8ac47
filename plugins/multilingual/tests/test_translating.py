"""The screens on which staff translate: as an editor, and as one of those who publish."""

import sqlite3
from collections import Counter
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.accounts.models import User
from cms.core.models import SiteLanguages
from plugins.multilingual.models import AgreedTerm
from plugins.multilingual.translation import report, services
from plugins.multilingual.translation.pieces import pieces_of
from plugins.multilingual.translation.standing import Standing, locales, standings
from plugins.multilingual.views import report as report_view

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


def test_the_report_lists_what_is_out_of_date_and_writes_files(staff):
    page = a_page()
    translated(page)
    say(page, lead="朝9時までに出します。")
    client = staff("editor")
    url = reverse("plugins_admin:multilingual:translations")
    html = client.get(url).content.decode()
    assert "ごみの出し方" in html
    assert ">古い</span>" in html
    csv = client.get(reverse("plugins_admin:multilingual:translations_file", args=["csv"]) + "?state=stale")
    assert "ごみの出し方" in csv.content.decode("utf-8-sig")
    assert client.get(reverse("plugins_admin:multilingual:translations_file", args=["xlsx"])).status_code == 200
    assert client.get(f"{url}?language=en&state=missing").status_code == 200


def test_the_report_does_not_ask_more_for_more_pages(staff, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = staff("editor"), reverse("plugins_admin:multilingual:translations") + "?state=all"

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)

    translated(a_page())
    few = asked()
    for number in range(4):
        translated(a_page(f"ページ{number}", f"page-{number}"))
    assert asked() <= few


def test_the_report_reads_the_pages_of_one_screen_alone(staff, monkeypatch):
    read = Counter()
    monkeypatch.setattr(report_view, "PER_PAGE", 2)
    keys = [translated(a_page(f"ページ{number}", f"page-{number}")).translation_key for number in range(5)]
    client, url = staff("editor"), reverse("plugins_admin:multilingual:translations")

    def note(sender, instance, **_signal):
        if instance.translation_key in keys:
            read[instance.translation_key] += 1

    post_init.connect(note, sender=Page)
    try:
        html = client.get(f"{url}?state=public&language=en&words=ページ").content.decode()
    finally:
        post_init.disconnect(note, sender=Page)
    assert "5件" in html
    assert len(read) == 2


def _at_each_place(into):
    """How each page stands in each language, from the pages themselves."""
    found = {}
    for page in Page.objects.filter(locale__language_code="ja", live=True, depth__gt=1, alias_of=None):
        for stands in standings([page.translation_key], into)[page.translation_key]:
            found[page.pk, stands.locale.pk] = stands.standing
    return found


@pytest.mark.parametrize("wanted", [*([each] for each in Standing), [Standing.STALE, Standing.DRAFT], list(Standing)])
def test_the_report_says_of_many_pages_what_is_said_of_each(admin_user, wanted):
    made = {name: translated(a_page(name, name)) for name in ("public", "stale", "hidden", "hidden-alias")}
    say(made["stale"].get_translation(locale("ja")), lead="朝9時までに出します。")
    made["hidden"].unpublish()
    begun = a_page("begun", "begun")
    services.start(begun, locale=locale("en"), now=NOW)
    alias = made["hidden-alias"]
    Page.objects.filter(pk=alias.pk).update(alias_of=alias.get_translation(locale("ja")).pk)
    a_page("missing", "missing")
    into = locales(site())
    expected = _at_each_place(into)
    assert set(expected.values()) == set(Standing)
    pages = report.sources(admin_user, site()).order_by("path")
    found = report.places(pages, into, states=set(wanted), lacking={})
    assert {(place.page, place.locale.pk) for place in found} == {
        place for place, standing in expected.items() if standing in wanted
    }
    assert [line.at.standing in wanted for line in report.lines(found, lacking={})] == [True] * len(found)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases take more values")
def test_the_report_asks_for_few_pages_by_their_keys(admin_user):
    """Of all sites they may be more than SQLite takes in one query."""
    page, into = a_page(lead="まちづくりセンターに出します。"), locales(site())
    translated(page)
    pages = report.sources(admin_user, site()).order_by("path")
    lacking = {locale("en").pk: {page.translation_key: 1} | {uuid4(): 1 for _other in range(1200)}}
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 1000)
    try:
        found = report.places(pages, into, states={Standing.STALE}, lacking=lacking)
        # The control: so many keys are too many.
        with transaction.atomic(), pytest.raises(OperationalError):
            list(pages.filter(translation_key__in=lacking[locale("en").pk]))
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)
    assert found == [report.Place(page.pk, locale("en"))]


@pytest.mark.parametrize("number", [1, 1200])
def test_terms_are_found_however_many_are_agreed(number):
    page = a_page(lead="まちづくりセンターに出します。")
    AgreedTerm.objects.bulk_create(
        AgreedTerm(site=site(), term=f"ことば{n}番", language="en", translation=f"word {n}") for n in range(number)
    )
    AgreedTerm.objects.create(site=site(), term="まちづくりセンター", language="en", translation="Machizukuri Center")
    translated(page)
    assert report.lacking_terms(locale("en"), site()) == {page.translation_key: 1}


def test_the_first_screen_says_what_is_due(staff):
    page = a_page()
    translated(page)
    client = staff("editor")
    assert "古くなった翻訳" not in client.get("/admin/").content.decode()
    say(page, lead="朝9時までに出します。")
    html = client.get("/admin/").content.decode()
    assert "古くなった翻訳" in html
    assert "ごみの出し方" in html


def test_an_agreed_term_that_is_missing_is_said_in_the_editor_and_the_report(staff):
    page = a_page(lead="まちづくりセンターに出します。")
    AgreedTerm.objects.create(site=site(), term="まちづくりセンター", language="en", translation="Machizukuri Center")
    translated(page)
    client = staff("editor")
    said = "「まちづくりセンター」の訳語は「Machizukuri Center」と決めてあります。"
    assert said in client.get(at("translate", page, "en")).content.decode()
    report = reverse("plugins_admin:multilingual:translations") + "?state=terms"
    assert "ごみの出し方" in client.get(report).content.decode()
    translation = services.start(page, locale=locale("en"), now=NOW)
    lead = next(piece for piece in pieces_of(translation) if piece.path == "lead")
    typed = {lead.key: services.Typed("Bring it to the machizukuri center.")}
    services.keep(translation=translation, typed=typed, by=None, now=NOW)
    assert said not in client.get(at("translate", page, "en")).content.decode()
    assert "ごみの出し方" not in client.get(report).content.decode()


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
