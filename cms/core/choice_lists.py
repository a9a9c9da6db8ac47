"""A column that holds a short list out of a closed set, so that reading it costs no further query."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

SEPARATOR = ","


class ChoiceListField(models.CharField):
    """Some of a closed set of choices, stored as ",a,b," so that `contains=",a,"` finds the rows with one of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> list[str]:
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list | tuple):
            return list(value)
        return [item for item in (value or "").split(SEPARATOR) if item]

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        return f"{SEPARATOR}{SEPARATOR.join(value)}{SEPARATOR}" if value else ""

    def value_to_string(self, obj: Any) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def get_default(self) -> list[str]:
        return []

    def validate(self, value: Any, model_instance: Any) -> None:
        known = {choice for choice, _label in self.choices or ()}
        if set(value) - known:
            raise ValidationError(_("Choose from the list."), code="invalid_choice")

    def run_validators(self, value: Any) -> None:
        """The choices bound the length; a list has none of a text's validators."""

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            choices=self.choices,  # type: ignore[arg-type]
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
