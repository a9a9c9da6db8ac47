"""Columns that hold short lists of facts in one row, so that reading an activity costs no further query."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.core import choice_lists

_PARTIAL_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")


class ChoiceListField(choice_lists.ChoiceListField):
    """The core's, under the name that this app's migrations know."""


def validate_partial_date(value: str) -> None:
    """Refuse what is not a year, a month or a day of the calendar."""
    match = _PARTIAL_DATE.fullmatch(value)
    try:
        if not match:
            raise ValueError(value)
        date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    except ValueError:
        raise ValidationError(
            _("Write a year, a month or a day, for example: 2001-11"), code="unreadable_partial_date"
        ) from None


class PartialDateField(models.CharField):
    """A day, or only the month or the year of it where that is all that is known: "2001-11"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_partial_date]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs


def partial_date_label(value: str) -> str:
    """Return 「2001年11月」 or "November 2001" for "2001-11"; an unreadable value comes back as it is."""
    match = _PARTIAL_DATE.fullmatch(value)
    if not match:
        return value
    if match["day"]:
        return formats.date_format(date(int(match["year"]), int(match["month"]), int(match["day"])), "DATE_FORMAT")
    if match["month"]:
        day = date(int(match["year"]), int(match["month"]), 1)
        return formats.date_format(day, "YEAR_MONTH_FORMAT")
    return gettext("the year %(year)s") % {"year": match["year"]}


def lines(text: str) -> list[str]:
    """Return the lines of a text field that holds one thing per line, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
