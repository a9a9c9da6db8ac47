"""Two versions of a page beside each other: what is empty is empty, days and ticks are in words.

Wagtail writes what Python calls such a value, "None", "True", "2026-06-01", whatever the language of the staff.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import models
from django.template.defaultfilters import yesno
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.compare import FieldComparison, M2MFieldComparison, register_comparison_class
from wagtail.admin.panels import FieldPanel

Choices = Sequence[tuple[Any, Any]]


class ComparisonInWords(FieldComparison):
    def __init__(self, field: models.Field[Any, Any], obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a: Any = in_words(field.value_from_object(obj_a))
        self.val_b: Any = in_words(field.value_from_object(obj_b))


class ChoicesInWords(M2MFieldComparison):
    """Which choices of a field that holds a list of them went and came. Wagtail takes it for a field of one choice.

    choices: as Django writes them; without any, those of a `ChoiceListField`.
    """

    def __init__(self, field: models.Field[Any, Any], obj_a: Any, obj_b: Any, *, choices: Choices = ()) -> None:
        super().__init__(field, obj_a, obj_b)
        self.labels = dict(choices or self.field.flatchoices)

    def get_items(self) -> tuple[list[str], list[str]]:
        before, after = (
            [str(self.labels.get(value, value)) for value in values] for values in (self.val_a, self.val_b)
        )
        return before, after


class ChoiceListPanel(FieldPanel):
    """The panel of a field that holds a list of choices: two versions of it can be compared.

    choices: as for `ChoicesInWords`.
    """

    def __init__(self, field_name: str, *args: Any, choices: Choices = (), **kwargs: Any) -> None:
        super().__init__(field_name, *args, **kwargs)
        self.choices = choices

    def clone_kwargs(self) -> dict[str, Any]:
        return super().clone_kwargs() | {"choices": self.choices}

    def get_comparison_class(self) -> Callable[..., FieldComparison]:
        return partial(ChoicesInWords, choices=self.choices)


def in_words(value: Any) -> Any:
    """Return what staff read for the value of a field; numbers stay as they are."""
    match value:
        case None:
            return ""
        case bool():
            return yesno(value)
        case datetime():
            shown = timezone.localtime(value) if timezone.is_aware(value) else value
            return date_format(shown, "SHORT_DATETIME_FORMAT")
        case date():
            return date_format(value, "SHORT_DATE_FORMAT")
    return value


def register() -> None:
    """Use it for the kinds of fields for which Wagtail has nothing of its own."""
    for kind in (models.IntegerField, models.DecimalField, models.BooleanField, models.DateField):
        register_comparison_class(kind, comparison_class=ComparisonInWords)
