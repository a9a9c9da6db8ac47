"""Difficult words lead to their explanation."""

import pytest

from home.explanation import explain
from home.models import GlossaryTerm
from tests.factories import home as f

from . import html_of


def term(word, pk=1, **fields):
    return GlossaryTerm(pk=pk, term=word, reading="よみ", definition="説明", **fields)


def linked(html, *terms, code="ja"):
    return explain(html, terms=terms, code=code).html


def test_the_first_occurrence_only_becomes_a_link():
    html = linked("<p>協働と協働</p>", term("協働"))
    assert html == '<p><a class="term" id="word-1-text" href="#word-1">協働</a>と協働</p>'


@pytest.mark.parametrize("tag", ["a", "h2", "h3", "button", "summary", "th", "dfn"])
def test_nothing_becomes_a_link_inside(tag):
    html = f"<{tag}>これは<b>協働</b>です</{tag}>"
    assert linked(html, term("協働")) == html


def test_text_after_a_heading_with_the_word_is_still_explained():
    assert linked("<h2>協働</h2><p>協働</p>", term("協働")).startswith("<h2>協働</h2><p><a")


def test_a_term_inside_a_longer_word_is_left_alone():
    assert linked("<p>協議会</p>", term("協議")) == "<p>協議会</p>"


def test_the_longest_term_wins():
    terms = term("協議", pk=1), term("社会福祉協議会", pk=2)
    assert 'href="#word-2">社会福祉協議会</a>' in linked("<p>社会福祉協議会と</p>", *terms)


def test_a_latin_term_is_not_found_inside_a_word():
    assert "<a" not in linked("<p>RESDAY</p>", term("ESD"))


def test_another_form_leads_to_the_same_explanation():
    assert 'href="#word-1">自治会</a>' in linked("<p>自治会</p>", term("町内会・自治会", also_written="町内会, 自治会"))


def test_an_attribute_is_not_text():
    html = '<img alt="協働" src="x.png">'
    assert linked(html, term("協働")) == html


def test_english_terms_are_found_in_english_texts_whatever_their_case():
    one = term("協働", term_en="collaboration", definition_en="Working together.")
    assert 'href="#word-1">Collaboration</a>' in linked("<p>Collaboration is</p>", one, code="en")


def test_the_terms_come_in_the_order_of_the_text():
    explained = explain("<p>委託か、協働か</p>", terms=[term("協働", pk=1), term("委託", pk=2)], code="ja")
    assert [found.pk for found in explained.terms] == [2, 1]


@pytest.mark.django_db
def test_a_page_lists_its_words_with_a_way_back(client):
    one = f.GlossaryTermFactory(term="協働", plain_definition="いっしょに働くことです。")
    f.StandardPageFactory(slug="page", body=[("text", "<p>これは協働です。</p>")])
    html = html_of(client.get("/ja/page/"))
    assert f'id="word-{one.pk}-text" href="#word-{one.pk}"' in html
    assert "いっしょに働くことです。" in html
    assert f'href="#word-{one.pk}-text"' in html


@pytest.mark.django_db
def test_a_term_of_another_site_is_not_explained_here(client):
    from wagtail.models import Site

    other = Site.objects.create(hostname="other.example", root_page=f.home_page())
    f.GlossaryTermFactory(term="協働", site=other)
    f.StandardPageFactory(slug="page", body=[("text", "<p>これは協働です。</p>")])
    assert 'class="term"' not in html_of(client.get("/ja/page/"))
