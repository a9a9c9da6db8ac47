"""Markup that is the same for all visitors is made once, and once for each of what it depends on."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from cms.core import generations
from cms.core.shell import Shell


@pytest.fixture
def render(db):
    """Render templates as one request would: what is made once is made once for all of them."""
    with generations.one_request():

        def rendered(source: str, language: str = "ja", **values: object) -> str:
            with translation.override(language):
                shell = Shell(RequestFactory().get(f"/{language}/"))
                return Template("{% load shared_markup %}" + source).render(Context({"shell": shell, **values}))

        yield rendered


COUNTED = '{% shared "part" show=show %}{{ show.next }}{% endshared %}'


class Counter:
    """Hashable, and another text at every look."""

    def __init__(self) -> None:
        self.looks = 0

    def next(self) -> str:
        self.looks += 1
        return str(self.looks)


def test_it_is_made_once(render):
    counter = Counter()
    assert [render(COUNTED, show=counter) for _ in range(2)] == ["1", "1"]


def test_it_is_made_for_each_language(render):
    counter = Counter()
    assert [render(COUNTED, code, show=counter) for code in ("ja", "en", "ja")] == ["1", "2", "1"]


def test_it_is_made_for_each_of_what_is_given(render):
    one, other = Counter(), Counter()
    assert [render(COUNTED, show=counter) for counter in (one, one, other)] == ["1", "1", "1"]
    assert (one.looks, other.looks) == (1, 1)


def test_parts_are_told_apart_by_name(render):
    assert render('{% shared "a" %}one{% endshared %}{% shared "b" %}two{% endshared %}') == "onetwo"


def test_inside_neither_page_nor_visitor_is_known(render):
    part = '{% shared "part" %}[{{ user }}{{ page }}{{ request }}]{% endshared %}'
    assert render(part, user="somebody", page="a page", request="a request") == "[]"


@pytest.mark.parametrize("tag", ["{% shared %}", "{% shared part %}", '{% shared "part" value %}'])
def test_a_tag_that_says_too_little_is_refused(tag):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load shared_markup %}" + tag + "{% endshared %}")


def test_an_asset_has_the_address_of_the_static_file(render):
    assert render('{% asset "css/site.css" %}') == "/static/css/site.css"
