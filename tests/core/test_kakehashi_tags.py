"""Tags and filters that templates share."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings

from cms.core.shell import Shell
from cms.core.templatetags.kakehashi import page_numbers, tel


def render(source: str, **context: object) -> str:
    return Template("{% load kakehashi %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("number", "dialled"), [("053-000-0000", "0530000000"), ("+81 53 000 0000", "+81530000000"), ("", "")]
)
def test_telephone_is_dialled_with_digits_only(number: str, dialled: str) -> None:
    assert tel(number) == dialled


def test_long_list_of_pages_is_shortened() -> None:
    assert list(page_numbers(Paginator(range(230), 10).page(12))) == [1, "…", 11, 12, 13, "…", 23]


def test_phrases_are_escaped() -> None:
    assert "<b>" not in render("{{ words|phrases }}", words="<b>助成金")


def test_facts_leave_out_rows_without_a_value() -> None:
    html = render('{% include "components/facts.html" with rows=rows only %}', rows=[("いつ", "明日"), ("どこ", "")])
    assert "どこ" not in html


def test_facet_keeps_what_was_chosen() -> None:
    facet = {
        "name": "pillar",
        "label": "柱",
        "options": [{"value": "1", "label": "自主事業", "count": 3, "selected": True}],
    }
    html = render('{% include "components/facets.html" with facets=facets only %}', facets=[facet])
    assert 'value="1" checked' in html


def test_facet_without_options_is_left_out() -> None:
    facet = {"name": "pillar", "label": "柱", "options": []}
    assert "柱" not in render('{% include "components/facets.html" with facets=facets only %}', facets=[facet])


def test_language_links_keep_address_and_query(db: None) -> None:
    request = RequestFactory().get("/ja/activities/", {"q": "子ども"})
    assert [link.url for link in Shell(request).languages][1] == "/en/activities/?q=%E5%AD%90%E3%81%A9%E3%82%82"


def test_home_is_the_present_page_on_itself_alone(db: None) -> None:
    shell = Shell(RequestFactory().get("/ja/activities/"))
    assert (shell._here("/ja/"), shell._here("/ja/activities/")) == ("", "page")


@override_settings(CMS_SHOW_PATTERN_PAGE=False)
def test_pattern_page_is_hidden_where_it_is_not_wanted(db: None, client: Client) -> None:
    assert client.get("/pattern/", follow=True).status_code == 404


@pytest.mark.parametrize("language", ["ja", "en", "xx"])
def test_pattern_page_shows_every_component(db: None, client: Client, language: str) -> None:
    assert client.get("/pattern/", {"language": language}).status_code == 200
