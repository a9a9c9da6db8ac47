"""Forms of the admin that keep what was typed: no date is changed and no text cut before the server has seen it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from wagtail import blocks
from wagtail.admin.forms.models import register_form_field_override, registry
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


class DateInput(AdminDateInput):
    """Wagtail's, which on leaving the field would make 2 March of a typed 30 February, without a word."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class DateTimeInput(AdminDateTimeInput):
    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class WholePastes:
    """A text field without `maxlength`, with which browsers drop the end of a long paste in silence.

    What is too long is refused by the server, at the field, with what was typed kept.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs: dict[str, Any] = super().widget_attrs(widget)  # type: ignore[misc]
        attrs.pop("maxlength", None)
        return attrs


class CharField(WholePastes, forms.CharField):
    pass


class EmailField(WholePastes, forms.EmailField):
    pass


class SlugField(WholePastes, forms.SlugField):
    pass


class URLField(WholePastes, forms.URLField):
    pass


TEXT_FIELDS = {
    models.CharField: CharField, models.TextField: CharField, models.EmailField: EmailField,
    models.SlugField: SlugField, models.URLField: URLField,
}  # fmt: skip
TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.EmailBlock, blocks.URLBlock, blocks.RegexBlock)


def use_in_admin_forms() -> None:
    """Call before forms are made from models; rows of lists within a form have the same fields."""
    register_form_field_override(models.DateField, override={"widget": DateInput})
    register_form_field_override(models.DateTimeField, override={"widget": DateTimeInput})
    for db_field, form_class in TEXT_FIELDS.items():
        override = {**(registry.get_by_type(db_field) or {}), "form_class": form_class}
        # Kinds of our own know their form fields themselves.
        register_form_field_override(db_field, override=override, exact_class=True)


def take_whole_pastes(form: forms.BaseForm) -> None:
    """Let people paste more than fits into the fields that a form has besides those of its model."""
    for field in form.fields.values():
        field.widget.attrs.pop("maxlength", None)


def take_whole_pastes_in(children: Iterable[blocks.Block]) -> None:
    """The same for the blocks of a stream, and for those inside them."""
    for block in children:
        if isinstance(block, TEXT_BLOCKS):
            block.field.widget.attrs.pop("maxlength", None)
        elif isinstance(block, blocks.ListBlock):
            take_whole_pastes_in([block.child_block])
        elif isinstance(block, blocks.BaseStructBlock | blocks.BaseStreamBlock):
            take_whole_pastes_in(block.child_blocks.values())
