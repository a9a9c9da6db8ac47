"""What `StraightRenderer` writes is what Django's own templates write."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import ChoiceWidget
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from cms.core.public_forms.rendering import _WRITERS, StraightRenderer

ODD = "<b>\"1\" & '2'</b>"
CHOICES = [("", "—"), (1, ODD), ("2", mark_safe("<i>safe</i>")), ("group", [("3", gettext_lazy("required"))])]
ATTRS = {"id": "id_x", "class": 'a "b"', "required": True, "disabled": False, "aria-describedby": "y z", "rows": 4}
WIDGETS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.TelInput, forms.SearchInput,
    forms.ColorInput, forms.PasswordInput, forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput,
    forms.CheckboxInput, forms.Textarea, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.Select,
    forms.SelectMultiple,
]  # fmt: skip


def without_gaps(html):
    """The markup without spaces and line breaks after tags; `assertHTMLEqual` would not see what is not escaped."""
    return re.sub(r">\s+", ">", html)


def made(widget):
    return widget(choices=CHOICES) if issubclass(widget, ChoiceWidget) else widget()


@pytest.mark.parametrize("attrs", [{}, ATTRS], ids=["plain", "attributes"])
@pytest.mark.parametrize(
    "value", [None, "", ODD, "1", 3, mark_safe("&amp;")], ids=["none", "empty", "odd", "1", "3", "safe"]
)
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: widget.__name__)
def test_a_widget_is_written_as_by_django(widget, value, attrs):
    straight, django = (
        made(widget).render("na<me", value, attrs, renderer=each()) for each in (StraightRenderer, DjangoTemplates)
    )
    assert without_gaps(straight) == without_gaps(django)


def test_every_writer_is_of_a_widget_that_is_compared():
    assert set(_WRITERS) <= {widget.template_name for widget in WIDGETS} | {forms.Select.template_name}


def test_widgets_that_are_not_known_are_left_to_their_templates():
    split = forms.SplitDateTimeWidget()
    assert split.render("when", None, renderer=StraightRenderer()).count("<input") == 2


def test_other_markup_would_be_noticed():
    text = forms.TextInput().render("name", ODD, renderer=StraightRenderer())
    assert without_gaps(text.replace("&lt;", "<")) != without_gaps(
        forms.TextInput().render("name", ODD, renderer=DjangoTemplates())
    )
