"""Forms of the admin that keep what was typed: no date is changed and no text cut before the server has seen it."""

from typing import Any

from django.db import models
from django.forms import BaseForm
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput


class DateInput(AdminDateInput):
    """Wagtail's, which on leaving the field would make 2 March of a typed 30 February, without a word."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


class DateTimeInput(AdminDateTimeInput):
    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "validateOnBlur": False}


def use_in_admin_forms() -> None:
    """Call before forms are made from models."""
    register_form_field_override(models.DateField, override={"widget": DateInput})
    register_form_field_override(models.DateTimeField, override={"widget": DateTimeInput})


def take_whole_pastes(form: BaseForm) -> None:
    """Let people paste more than fits, and tell them: with `maxlength` browsers drop the rest in silence."""
    for field in form.fields.values():
        field.widget.attrs.pop("maxlength", None)
