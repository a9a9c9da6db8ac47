"""The judge sees what it is there for."""

import pytest
from django import forms
from django.http import HttpResponse
from django.utils import translation

from . import judging


class NameForm(forms.Form):
    name = forms.CharField(max_length=3)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>",
        f"<p>{judging.RECKONED}</p>",
    ],
)  # fmt: skip
def test_what_no_page_may_have_is_found(html: str) -> None:
    assert list(judging.of_any(HttpResponse(html)))


def test_a_page_that_shows_what_was_typed_as_text_is_clean() -> None:
    assert list(judging.of_any(HttpResponse("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"))) == []


@pytest.mark.parametrize(
    ("location", "is_away"),
    [
        ("/ja/events/", False), ("/admin/login/?next=/ja//x.example", False), ("/ja/?q=https://x.example", False),
        ("//x.example", True), ("https://x.example/ja/", True), ("/\\x.example", True), ("javascript:alert(1)", True),
        ("/admin/login/?next=//x.example", True), ("/admin/login/?next=https%3A//x.example/", True),
        ("///x.example", True), ("/ja/" + "a" * 3000, False), ("http://testserver/ja/", False),
    ],
)  # fmt: skip
def test_who_is_led_away_is_found(location: str, is_away: bool) -> None:
    answer = HttpResponse(status=302, headers={"Location": location})
    assert bool(list(judging.of_any(answer))) is is_away


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="#id_name"></a><input name="name" id="id_name" value="<b>&">', None),
        ('<a href="#id_name"></a><textarea name="name" id="id_name">\n&lt;b&gt;&amp;</textarea>', None),
        ('<a href="#id_name"></a><input name="name" id="id_name" value="">', "name shows ['']"),
        ('<input name="name" id="id_name" value="<b>&">', "no link leads to name"),
        ('<a href="#id_name"></a><input name="name" value="<b>&">', "no link leads to name"),
    ],
)
def test_a_refusal_is_judged_by_its_page(html: str, fault: str | None) -> None:
    with translation.override("en"):
        form = NameForm({"name": "<b>&"})
        assert form.errors
        assert list(judging.of_a_form(form, {"name": "<b>&"}, html, "en")) == ([fault] if fault else [])


def test_a_refusal_in_another_language_is_found() -> None:
    with translation.override("en"):
        form = NameForm({"name": "long"})
        assert form.errors
    html = '<a href="#id_name"></a><input name="name" id="id_name" value="long">'
    assert list(judging.of_a_form(form, {"name": "long"}, html, "ja")) != []
