"""Languages: the registry knows all, a site shows some; the browser is asked once, nobody is trapped."""

from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import get_language_info, gettext, ngettext
from wagtail.models import Locale, Site

from cms.core.languages_on import languages_on, nearest_on
from cms.core.locales import LOCALES, language_of
from cms.core.models import SiteLanguages
from tests.factories import home as f

pytestmark = pytest.mark.django_db
ALL = list(LOCALES)


@pytest.fixture
def everything_on(db):
    return SiteLanguages.objects.create(site=Site.objects.get(), codes=ALL)


def html(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.get("Location")
    return response.content.decode()


# What is on --------------------------------------------------------------------------------------------------


def test_an_empty_site_shows_japanese_and_english():
    assert [language.code for language in languages_on(Site.objects.get())] == ["ja", "en"]


def test_the_choice_is_made_per_site(everything_on):
    other = Site.objects.create(hostname="other.test", root_page=Site.objects.get().root_page)
    assert [language.code for language in languages_on(everything_on.site)] == ALL
    assert [language.code for language in languages_on(other)] == ["ja", "en"]


def test_japanese_cannot_be_taken_away():
    with pytest.raises(ValidationError) as refusal:
        SiteLanguages(site=Site.objects.get(), codes=["en"]).full_clean()
    assert list(refusal.value.message_dict) == ["codes"]


def test_staff_can_write_in_a_language_that_was_switched_on(everything_on):
    assert set(Locale.objects.values_list("language_code", flat=True)) == set(ALL)


def test_a_language_that_is_off_hands_over_to_the_nearest_that_is_on():
    site = Site.objects.get()
    assert nearest_on(site, "vi").code == "en"
    assert nearest_on(site, "ja-simple").code == "ja"
    on = SiteLanguages.objects.create(site=site, codes=["ja"])
    assert nearest_on(Site.objects.get(), "vi").code == "ja"
    on.codes = ["ja", "ja-simple", "en"]
    on.save()
    assert nearest_on(Site.objects.get(), "vi").code == "ja-simple"


# Addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ALL)
def test_every_language_has_its_address_and_says_what_it_is(client, everything_on, code):
    language = LOCALES[code]
    page = html(client, f"/{code}/")
    assert f' lang="{language.bcp47}" dir="{language.dir}">' in page


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("tl", "fil"),
        ("tl-ph", "fil"),
        ("ja-easy", "ja-simple"),
        ("pt-BR", "pt-br"),
        ("pt", "pt-br"),
        ("zh-CN", "zh-hans"),
    ],
)
def test_another_way_to_write_a_language_leads_to_its_address_for_good(client, everything_on, alias, code):
    response = client.get(f"/{alias}/about/?q=1")
    assert (response.status_code, response["Location"]) == (301, f"/{code}/about/?q=1")


def test_a_language_that_is_off_leads_to_the_same_page_in_one_that_is_on(client):
    f.StandardPageFactory(slug="about")
    response = client.get("/vi/about/?q=1")
    assert (response.status_code, response["Location"]) == (302, "/en/about/?q=1")
    assert client.get(response["Location"]).status_code == 200


def test_what_is_sent_in_a_language_that_was_just_taken_away_is_not_lost(client):
    assert client.post("/vi/").status_code != 302


def test_switching_off_and_on_brings_everything_back(client, everything_on):
    Locale.objects.get(language_code="vi")
    f.StandardPageFactory(slug="about", title="日本語のページ")
    everything_on.codes = ["ja", "en"]
    everything_on.save()
    assert client.get("/vi/about/").status_code == 302
    everything_on.codes = ALL
    everything_on.save()
    assert "日本語のページ" in html(client, "/vi/about/")


# The switch --------------------------------------------------------------------------------------------------


def test_the_switch_names_each_language_that_is_on_in_itself(client):
    SiteLanguages.objects.create(site=Site.objects.get(), codes=["ja", "vi", "ur"])
    f.StandardPageFactory(slug="about")
    page = html(client, "/ja/about/")
    assert 'lang="vi" hreflang="vi" href="/vi/about/">Tiếng Việt</a>' in page
    assert 'lang="ur" hreflang="ur" href="/ur/about/"' in page
    assert ">English</a>" not in page


def test_a_page_that_is_missing_is_shown_in_the_nearest_language_and_says_so(client, everything_on):
    page = f.StandardPageFactory(slug="about", title="日本語のページ")
    shown = html(client, "/vi/about/")
    assert "日本語のページ" in shown
    assert '<div lang="ja" dir="ltr">' in shown
    assert 'rel="canonical" href="http://testserver/ja/about/"' in shown
    simple = page.copy_for_translation(Locale.objects.get(language_code="ja-simple"), copy_parents=True)
    simple.title = "やさしい ページ"
    simple.save_revision().publish()
    shown = html(client, "/vi/about/")
    assert "やさしい ページ" in shown
    assert '<div lang="ja-simple" dir="ltr">' in shown


def test_words_of_a_language_that_is_off_stand_in_for_none(client, everything_on):
    page = f.StandardPageFactory(slug="about", title="日本語のページ")
    simple = page.copy_for_translation(Locale.objects.get(language_code="ja-simple"), copy_parents=True)
    simple.title = "やさしい ページ"
    simple.save_revision().publish()
    everything_on.codes = ["ja", "vi"]
    everything_on.save()
    assert "やさしい ページ" not in html(client, "/vi/about/")


# Search engines ----------------------------------------------------------------------------------------------


def test_hreflang_is_the_same_on_all_translations_and_names_where_all_others_go(client, everything_on):
    page = f.StandardPageFactory(slug="about")
    fil = page.copy_for_translation(Locale.objects.get(language_code="fil"), copy_parents=True)
    fil.save_revision().publish()
    heads = [
        [line for line in html(client, f"/{code}/about/").splitlines() if 'rel="alternate" hreflang' in line]
        for code in ("ja", "fil")
    ]
    assert heads[0] == heads[1]
    told = "".join(heads[0])
    assert 'hreflang="tl" href="http://testserver/fil/about/"' in told
    assert 'hreflang="x-default" href="http://testserver/about/"' in told
    assert 'hreflang="vi"' not in told


def test_the_sitemap_leaves_out_languages_that_are_off(client, everything_on):
    page = f.StandardPageFactory(slug="about")
    page.copy_for_translation(Locale.objects.get(language_code="vi"), copy_parents=True).save_revision().publish()
    assert "/vi/about/" in client.get("/sitemap.xml").content.decode()
    everything_on.codes = ["ja", "en"]
    everything_on.save()
    body = client.get("/sitemap.xml").content
    ElementTree.fromstring(body)
    assert "/vi/" not in body.decode()


# The first visit ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "leads_to"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.5", "/vi/#by-browser"),
        ("de,pt;q=0.8", "/pt-br/#by-browser"),
        ("zh-TW", "/zh-hans/#by-browser"),
        ("tl-PH", "/fil/#by-browser"),
        ("ja-JP", "/ja/"),
        ("de", "/ja/"),
    ],
)
def test_the_front_door_finds_each_language(client, everything_on, accepts, leads_to):
    for code in ("vi", "pt-br", "zh-hans", "fil"):
        home = Site.objects.get().root_page
        home.copy_for_translation(Locale.objects.get(language_code=code)).save_revision().publish()
    assert client.get("/", headers={"accept-language": accepts})["Location"] == leads_to


def test_a_language_that_the_page_has_goes_before_one_that_only_the_frame_has(client, everything_on):
    """The home page is there in English and not in Vietnamese."""
    assert client.get("/", headers={"accept-language": "vi,en;q=0.5"})["Location"] == "/en/#by-browser"
    assert client.get("/", headers={"accept-language": "vi"})["Location"] == "/vi/#by-browser"


def test_an_address_without_a_language_asks_the_browser_too(client, everything_on):
    f.StandardPageFactory(slug="about")
    f.StandardPageFactory(slug="about", code="en")
    response = client.get("/about/", headers={"accept-language": "vi,en;q=0.5"})
    assert (response.status_code, response["Location"]) == (302, "/en/about/#by-browser")
    assert client.get("/about/")["Location"] == "/ja/about/"


def test_who_opens_a_language_gets_it_whatever_the_browser_says(client):
    assert client.get("/ja/", headers={"accept-language": "en"}).status_code == 200


def test_the_page_that_the_browser_chose_says_so_and_leads_to_the_others(client):
    assert 'id="by-browser"' in html(client, "/en/")
    assert 'id="by-browser"' not in html(client, "/ja/")


# Words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for code in ALL if not LOCALES[code].is_japanese])
def test_a_word_that_is_missing_is_english_and_never_japanese(code):
    with translation.override(code):
        said = [gettext("Leave Japanese on: the other languages fall back to it."), gettext("Fiscal year %(y)s?")]
        many = ngettext("%(count)s page", "%(count)s pages", 2)
    assert said[0].startswith("Leave")
    assert not any("\u3040" < letter < "\u9fff" for letter in said[0] + said[1]), said
    assert many


def test_plain_japanese_falls_back_to_japanese():
    with translation.override("ja-simple"):
        assert gettext("Leave Japanese on: the other languages fall back to it.").startswith("日本語")


@pytest.mark.parametrize("code", ALL)
def test_django_knows_each_language_as_itself(code):
    assert get_language_info(code)["name_local"] == LOCALES[code].name
    with translation.override(code):
        assert translation.get_language() == code
        assert translation.get_language_bidi() == (LOCALES[code].dir == "rtl")


def test_a_code_that_nobody_knows_is_the_source_language():
    assert (language_of("xx").code, language_of("TL").code) == ("ja", "fil")


# Mixed phrases -----------------------------------------------------------------------------------------------


def test_the_frame_of_a_list_is_in_the_visitors_language_and_its_own_words_in_theirs(client, everything_on):
    f.NewsIndexPageFactory(title="お知らせ")
    page = html(client, "/ur/news/")
    assert '<h1 lang="ja" dir="auto">お知らせ</h1>' in page
    assert '<div lang="ja"' not in page
    assert 'class="notice"' in page


def test_the_words_of_a_page_are_marked_as_a_whole(client, everything_on):
    f.StandardPageFactory(slug="about", title="日本語のページ")
    assert '<div lang="ja" dir="ltr">' in html(client, "/ur/about/")
