"""On English pages of the demo every Japanese word says that it is Japanese (WCAG 3.1.2), and languages have names."""

import re

import pytest
from bs4 import BeautifulSoup, Comment
from django.test import RequestFactory
from django.utils import translation
from django.utils.html import escape
from wagtail.models import Page, get_page_models

from activities.organisations import addresses
from activities.organisations.legal_forms import LEGAL_FORMS, spoken
from activities.organisations.models import Organisation
from cms.core.locales import LOCALES
from cms.core.untranslated import in_words, untranslated

pytestmark = pytest.mark.written
JAPANESE = re.compile(r"[\u3005\u3041-\u30fa\u3400-\u9fff]")
#: Languages that are written with these letters; the switch of languages names Chinese in Chinese.
SAID_SO = ("ja", "zh")
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder")
MODELS = sorted(get_page_models(), key=lambda model: model._meta.label)


def language_of_node(node):
    holder = node.find_parent(lang=True)
    return holder["lang"] if holder else ""


def unmarked(html):
    """The Japanese words, as text or in an attribute that is read aloud, that are said to be in another language."""
    soup = BeautifulSoup(html, "html.parser")
    texts = [text for text in soup.find_all(string=JAPANESE) if not isinstance(text, Comment)]
    texts = [text for text in texts if text.parent.name not in ("script", "style")]
    found = [str(text) for text in texts if not language_of_node(text).startswith(SAID_SO)]
    for name in SPOKEN_ATTRIBUTES:
        for element in soup.find_all(attrs={name: JAPANESE}):
            if not (element.get("lang") or language_of_node(element)).startswith(SAID_SO):
                found.append(f"{name}={element[name]}")
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.django_db
def test_pages_mark_what_is_japanese(client, demo_db, model):
    pages = model.objects.live().filter(locale__language_code="ja", depth__gt=1).order_by("path")[:6]
    assert pages
    for page in pages:
        address = re.sub("^/ja/", "/en/", page.get_url() or "")
        assert unmarked(client.get(address).content.decode()) == [], address


@pytest.mark.parametrize(
    "slug", ["n-pocket", "okayama-city", "hamamatsu-city", "mmc-committee", "ikuta-management", "npo-akane", "socokana"]
)
@pytest.mark.django_db
def test_organisations_mark_what_is_japanese(client, demo_db, slug):
    with translation.override("en"):
        address = addresses.public_url(Organisation.objects.get(slug=slug), RequestFactory().get("/en/"))
    answer = client.get(address)
    assert answer.status_code == 200
    assert unmarked(answer.content.decode()) == []


def test_the_search_for_unmarked_words_finds_them():
    html = (
        '<html lang="en"><p>浜松市</p><p lang="ja">岡山市</p><img alt="川崎市"><i lang="ja" title="架橋市"></i></html>'
    )
    assert unmarked(html) == ["浜松市", "alt=川崎市"]


@pytest.mark.parametrize(("around", "shown"), [("en", '<span lang="ja">事務局</span>'), ("ja", "事務局")])
def test_a_japanese_word_is_marked_on_other_pages_only(around, shown):
    with translation.override(around):
        assert str(untranslated("事務局")) == shown


def test_what_is_no_japanese_is_left_alone():
    with translation.override("en"):
        assert untranslated("N-Pocket") == "N-Pocket"


def test_what_is_marked_is_escaped():
    with translation.override("en"):
        assert str(untranslated("<b>会</b>")) == f'<span lang="ja">{escape("<b>会</b>")}</span>'


@pytest.mark.parametrize(("around", "name"), [("en", "Japanese"), ("ja", "日本語")])
def test_a_language_is_named_in_the_words_of_the_page(around, name):
    with translation.override(around):
        assert in_words(LOCALES["ja"]) == name


@pytest.mark.parametrize("legal_form", LEGAL_FORMS)
def test_a_legal_form_has_an_english_name(legal_form):
    with translation.override("en"):
        assert not JAPANESE.search(str(spoken(legal_form)))


def test_a_legal_form_that_is_not_known_is_marked():
    with translation.override("en"):
        assert str(spoken("公益財団法人(記載による)")) == '<span lang="ja">公益財団法人(記載による)</span>'


@pytest.mark.django_db
def test_a_page_that_is_missing_names_the_language_it_is_shown_in(client, demo_db):
    page = Page.objects.get(slug="kawasaki-guideline-2001")
    html = client.get(re.sub("^/ja/", "/en/", page.get_url() or "")).content.decode()
    assert "You are reading it in Japanese." in html
    assert '<title lang="ja">' in html
