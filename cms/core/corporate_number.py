"""Corporate numbers (法人番号): 13 digits of which the first is a check digit.

What is checked here is the form alone. Whether the number was ever given to anybody only the register of the National
Tax Agency knows, so no message of this module says that a number "exists".
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.numerals import half_width

LENGTH = 13
MAX_INPUT_LENGTH = 60

FORMAT_IS_RIGHT = _("The format is right. Whether the number is registered was not checked.")

# hyphens, dashes, the long vowel mark typed in their place, and white space
_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−ー]+")


class CorporateNumberError(ValidationError):
    """A text that cannot be a corporate number; ``messages[0]`` is meant for the person who typed it."""


def check_digit(base: str) -> str:
    """Return the check digit for the twelve digits after it.

    9 − ((Σ Pn × Qn, n = 1…12) mod 9), where Pn is the n-th digit counted from the right and Qn is 1 for odd and 2 for
    even n (法人番号の指定等に関する省令, 平成26年財務省令第70号, 第2条). 0 typed for 9 or 9 for 0 goes unnoticed by it.

    Args:
        base: the twelve digits, 基礎番号; for a registered company its 会社法人等番号.

    Raises:
        ValueError: these are not twelve ASCII digits.
    """
    if not re.fullmatch(r"[0-9]{12}", base):
        raise ValueError("twelve digits are needed")
    total = sum(int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(base)))
    return str(9 - total % 9)


def has_right_format(number: str) -> bool:
    """Whether these are 13 ASCII digits whose first is the check digit of the others."""
    return bool(re.fullmatch(r"[0-9]{13}", number)) and number[0] == check_digit(number[1:])


def normalise(text: str) -> str:
    """Return the 13 digits of a number typed in full width, with hyphens, spaces or the T of an invoice number.

    Raises:
        CorporateNumberError: these are not 13 digits, or the check digit does not fit.
    """
    if len(text) > MAX_INPUT_LENGTH:
        raise _wrong_length()
    number = re.sub(r"^[Tt]", "", _SEPARATORS.sub("", half_width(text)))
    if not re.fullmatch(r"[0-9]*", number):
        raise CorporateNumberError(
            _("A corporate number has digits only, such as 7000012050002. Hyphens and a leading T may be typed."),
            code="not_digits",
        )
    if len(number) == LENGTH - 1:
        raise CorporateNumberError(
            _("This has 12 digits, like the number in the company register. A corporate number has one more in front."),
            code="company_register_number",
        )
    if len(number) != LENGTH:
        raise _wrong_length()
    if not has_right_format(number):
        raise CorporateNumberError(
            _("The check digit does not fit: at least one digit is wrong. Please compare it with your document."),
            code="wrong_check_digit",
        )
    return number


def _wrong_length() -> CorporateNumberError:
    return CorporateNumberError(
        _("A corporate number has 13 digits. Please count them again."),
        code="wrong_length",
    )


def validate_corporate_number(value: str) -> None:
    """Accept a normalised number only, as it is stored.

    Raises:
        CorporateNumberError: it is not, or not normalised.
    """
    if normalise(value) != value:
        raise CorporateNumberError(_("Please write 13 digits without spaces or hyphens."), code="not_normalised")


def grouped(number: str) -> str:
    """Return "7-0000-1205-0002", in the groups of the Tax Agency's forms, for reading aloud and comparing."""
    return f"{number[0]}-{number[1:5]}-{number[5:9]}-{number[9:13]}" if len(number) == LENGTH else number


class CorporateNumberField(forms.CharField):
    """A form field that takes a corporate number however it is typed and gives its 13 digits."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("13 digits, for example 7000012050002. Only the format is checked."))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the 13 digits, or the empty value.

        Raises:
            CorporateNumberError: see ``normalise``.
        """
        text = super().to_python(value)
        return text if text in self.empty_values else normalise(str(text))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another number was typed; hyphens and full-width digits are no change."""
        if self.disabled:
            return False
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class CorporateNumberModelField(models.CharField):
    """A column of 13 digits; the empty string is unknown. Cleaning normalises what was typed or imported."""

    description = _("Corporate number (13 digits)")
    default_validators = [validate_corporate_number]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = LENGTH
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave the length out: it is the field's own."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Any:
        """Return the 13 digits.

        Raises:
            CorporateNumberError: see ``normalise``.
        """
        text = super().to_python(value)
        return text if text in self.empty_values else normalise(str(text))

    def formfield(self, **kwargs: Any) -> Any:
        """Return a ``CorporateNumberField``, which counts the digits itself: hyphens must fit in the input."""
        return super().formfield(**{"form_class": CorporateNumberField, "max_length": None, **kwargs})
