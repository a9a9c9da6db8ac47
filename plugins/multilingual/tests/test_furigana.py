"""Furigana on public pages: asked for by a link, kept by a cookie, looked up and never worked out for a visitor."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page, Site

from home.models import StandardPage
from plugins.multilingual import contributions, services
from plugins.multilingual.models import AnnotatedText, Reading
from plugins.multilingual.switch import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def page(site) -> Page:
    page = StandardPage(title="小杉町の相談会", slug="kosugi", body=[("text", "<p>会議を行った方へ。</p>")])
    home = Page.objects.get(pk=site.root_page_id).get_children().first() or site.root_page
    home.add_child(instance=page)
    return page


@pytest.fixture
def reading(client):
    """A visitor who reads with furigana."""
    client.cookies[COOKIE] = "on"
    return client


def shown(client, page) -> str:
    response = client.get(page.get_url())
    assert response.status_code == 200
    return response.content.decode()


def test_without_the_wish_nothing_is_changed_or_noted(client, page):
    assert "<ruby>" not in shown(client, page)
    assert not AnnotatedText.objects.exists()


def test_the_first_visit_asks_and_the_next_is_answered(reading, page):
    assert "<ruby>" not in shown(reading, page)
    assert "<ruby>行<rp>(</rp><rt aria-hidden=true>おこな</rt>" in shown(reading, page)


def test_title_and_address_have_no_ruby(reading, page):
    shown(reading, page)
    html = shown(reading, page)
    head = html[: html.index("</head>")]
    assert "<ruby>" not in head
    assert "小杉町の相談会" in head


def test_the_style_comes_with_furigana_only(client, page):
    assert "furigana.css" not in shown(client, page)
    client.cookies[COOKIE] = "on"
    assert "furigana.css" in shown(client, page)


def furigana(wish: str, back: str) -> str:
    return reverse("plugins:multilingual:furigana", args=[wish, back])


def test_the_link_keeps_the_wish_and_leads_back(client, page):
    response = client.get(furigana("on", page.get_url().lstrip("/")))
    assert (response.status_code, response.headers["Location"]) == (302, page.get_url())
    assert client.cookies[COOKIE].value == "on"
    assert client.cookies[COOKIE]["httponly"]


def test_the_link_leads_back_to_what_was_searched_for(client):
    found = client.get("/ja/search/", {"q": "川", "page": "1"}).content.decode()
    link = re.search(r'furigana-switch" rel="nofollow" href="([^"]+)"', found)
    response = client.get(unescape(link[1]))
    assert response.headers["Location"] == "/ja/search/?q=%E5%B7%9D&page=1"


@pytest.mark.parametrize("elsewhere", ["/example.com/", "\\example.com", "%5Cexample.com/"])
def test_the_link_leads_nowhere_else(client, elsewhere):
    location = client.get(furigana("on", "x")[:-1] + elsewhere).headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_an_unknown_wish_is_not_found(client):
    assert client.get(furigana("loud", "ja/")).status_code == 404


def test_made_up_addresses_are_not_kept(reading, site):
    """What a search repeats of a visitor's words must not fill the database."""
    reading.get("/ja/search/", {"q": "個人的な言葉"})
    assert [text for text in noted() if "個人的" in text] == []


def noted() -> list[str]:
    return list(AnnotatedText.objects.values_list("text", flat=True))


class OfAForm:
    """What stands on a page that is kept by nobody, as a form or what it answers."""

    def __init__(self, rf, *, method="get", status=200) -> None:
        self.request = getattr(rf, method)("/ja/registrations/new/1/")
        self.request.LANGUAGE_CODE = "ja"
        self.request.COOKIES[COOKIE] = "on"
        self.response = HttpResponse(status=status, headers={"Cache-Control": "private, no-store"})

    def with_furigana(self, *said: str) -> str:
        page = "<html><head></head><body>" + "".join(f"<h2>\n  {text}\n</h2>" for text in said) + "</body></html>"
        return contributions.furigana(self.request, self.response, page)


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 200), ("post", 422)])
def test_of_a_form_the_words_of_the_screen_are_noted_and_nothing_else(rf, site, method, status):
    form = OfAForm(rf, method=method, status=status)
    said = (gettext("Your name"), "見本花子様のお申し込み")
    assert said[0] == "お名前", "control: it is a message with kanji"
    assert "<ruby>" not in form.with_furigana(*said)
    assert [text.strip() for text in noted()] == ["お名前"]
    services.annotate_waiting()
    html = form.with_furigana(*said)
    assert "お<ruby>名前<rp>(</rp><rt aria-hidden=true>なまえ</rt>" in html
    assert "見本花子様のお申し込み" in html


def test_staff_who_look_at_a_form_leave_nothing_behind(rf, site):
    form = OfAForm(rf)
    form.request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    form.with_furigana(gettext("Your name"))
    assert noted() == []


def test_a_message_with_a_gap_is_not_noted():
    assert not services.is_of_the_screen("見本花子")
    assert services.is_of_the_screen("\n  お名前 "), "control"
    filled_in = gettext("Your personal data will be erased on %(day)s.")
    assert not services.is_of_the_screen(filled_in)


def test_staff_who_look_leave_nothing_behind(reading, page, admin_user):
    reading.force_login(admin_user)
    shown(reading, page)
    assert not AnnotatedText.objects.exists()


def test_the_centres_reading_holds_on_pages_that_are_there(reading, page, site):
    shown(reading, page)
    assert "こすぎまち" in shown(reading, page)
    Reading.objects.create(site=site, word="小杉町", reading="こすぎちょう")
    services.work_out_again(site.pk, "小杉町")
    html = shown(reading, page)
    assert "こすぎちょう" in html
    assert "こすぎまち" not in html


def test_a_published_page_is_read_before_anybody_comes(page):
    services.read_page(page.pk, timezone.now())
    assert AnnotatedText.objects.filter(text__contains="会議", spans__isnull=False).exists()


def test_reading_with_furigana_costs_one_query(reading, page, query_count):
    shown(reading, page)
    with_furigana = query_count(lambda: shown(reading, page), cold=False)
    reading.cookies[COOKIE] = "off"
    assert with_furigana == query_count(lambda: shown(reading, page), cold=False) + 1


def test_readings_written_into_words_are_never_shown(client, site, page):
    page.title = "水窪《みさくぼ》の会"
    page.save_revision().publish()
    html = shown(client, page)
    assert "《" not in html
    client.cookies[COOKIE] = "on"
    assert "<ruby>水窪<rp>(</rp><rt aria-hidden=true>みさくぼ</rt>" in shown(client, page)


def test_a_reading_written_into_a_page_wins_over_the_dictionary(reading, page):
    page.title = "小杉《おすぎ》の会"
    page.save_revision().publish()
    assert "おすぎ" in shown(reading, page)
    assert "こすぎ<" not in shown(reading, page)


def test_old_texts_are_forgotten(site):
    old = timezone.now() - timedelta(days=31)
    AnnotatedText.objects.create(site=site, key="a", text="市民", spans=[], wanted_at=old)
    services.erase_unseen(now=timezone.now(), site=site)
    assert not AnnotatedText.objects.exists()


def test_caches_are_told_that_the_page_hangs_on_the_cookie(client, page):
    assert "Cookie" in client.get(page.get_url()).headers["Vary"]


@pytest.mark.parametrize(("method", "has_switch"), [("GET", True), ("POST", False)])
def test_a_page_that_answers_a_form_has_no_switch(rf, method, has_switch):
    """Whoever followed the link there would lose what she typed."""
    request = rf.generic(method, "/ja/events/")
    request.LANGUAGE_CODE = "ja"
    assert ("furigana-switch" in contributions.button({"request": request})) is has_switch


def test_a_page_without_a_request_has_no_switch():
    assert contributions.button({}) == ""


def test_english_pages_have_no_switch(client, page):
    assert "furigana" not in client.get("/en/").content.decode()
    assert "ふりがなをつける" in client.get("/ja/").content.decode()


def test_a_word_without_kanji_is_refused_at_its_field(client, admin_user):
    client.force_login(admin_user)
    url = reverse("wagtailsnippets_multilingual_reading:add")
    response = client.post(url, {"word": "すくらむ", "reading": "すくらむ", "note": "控え"})
    html = response.content.decode()
    assert "漢字がないので、ふりがなは要りません。" in html
    assert "控え" in html


def test_a_reading_that_staff_enter_holds_at_once(client, admin_user, site, page):
    client.cookies[COOKIE] = "on"
    shown(client, page)
    client.force_login(admin_user)
    url = reverse("wagtailsnippets_multilingual_reading:add")
    response = client.post(url, {"word": "小杉町", "reading": "コスギチョウ", "note": ""})
    assert response.status_code == 302
    assert Reading.objects.get(site=site, word="小杉町").reading == "こすぎちょう"
    assert "こすぎちょう" in shown(client, page)


def test_a_reading_that_staff_take_back_holds_no_more(site, reading, page):
    row = Reading.objects.create(site=site, word="小杉町", reading="こすぎちょう")
    shown(reading, page)
    assert "こすぎちょう" in shown(reading, page)
    row.delete()
    assert "こすぎまち" in shown(reading, page)


def test_staff_try_a_sentence(client, admin_user):
    client.force_login(admin_user)
    url = reverse("plugins_admin:multilingual:try_furigana")
    html = client.post(url, {"text": "<b>会議</b>を行った方"}).content.decode()
    assert "<rt aria-hidden=true>おこな</rt>" in html
    assert "&lt;b&gt;" in html


def test_visitors_cannot_try(client):
    assert client.get(reverse("plugins_admin:multilingual:try_furigana")).status_code == 302
