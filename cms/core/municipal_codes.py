"""Codes of prefectures and municipalities: 全国地方公共団体コード, six digits of which the last is a check digit.

The first two digits are those of JIS X 0401, the first five those of JIS X 0402 (総務省「全国地方公共団体コード」仕様).
Whether a municipality has, or had, a code with the right form only the list of the ministry knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .numerals import half_width

LENGTH = 6
MAX_INPUT_LENGTH = 20
_NAMES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県",
    "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県",
    "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip


def check_digit(base: str) -> str:
    """Return the digit that follows the five digits of a prefecture or municipality.

    They are weighed with 6 to 2 and added; the sum is divided by 11, and the last digit of 11 less the rest is it.

    Raises:
        ValueError: these are not five ASCII digits.
    """
    if not re.fullmatch(r"[0-9]{5}", base):
        raise ValueError("five digits are needed")
    total = sum(int(digit) * weight for digit, weight in zip(base, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def normalise(text: str) -> str:
    """Return the six digits of a code typed in full width, with a hyphen or without its check digit.

    Raises:
        ValidationError: these are no digits of a code, or the check digit does not fit.
    """
    code = re.sub(r"[\s\-‐‑–—―−ー]+", "", half_width(text)) if len(text) <= MAX_INPUT_LENGTH else ""
    if not re.fullmatch(r"[0-9]{5,6}", code) or not 1 <= int(code[:2]) <= len(_NAMES):
        raise ValidationError(_("Enter the five or six digits of the code, for example 221309."), code="wrong_form")
    right = code[:5] + check_digit(code[:5])
    if len(code) == LENGTH and code != right:
        raise ValidationError(
            _("The last digit does not fit the others. Look at the digits once more."), code="wrong_check_digit"
        )
    return right


@dataclass(frozen=True)
class Prefecture:
    """都道府県."""

    code: str
    name: str


PREFECTURES = tuple(
    Prefecture(base + check_digit(base), name)
    for base, name in ((f"{number:02}000", name) for number, name in enumerate(_NAMES, start=1))
)


def prefecture_of(address: str) -> Prefecture | None:
    """Return the prefecture that a Japanese address begins with; None where it does not name one.

    A postal code before it is passed over: 〒430-0929 静岡県浜松市….
    """
    rest = re.sub(r"^[〒\s\d\-‐‑–—―−ー－]+", "", address)
    return next((each for each in PREFECTURES if rest.startswith(each.name)), None)


class _CodeFormField(forms.CharField):
    """Takes what people type; cleans to the six digits or nothing."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return normalise(text) if text else ""


class MunicipalCodeField(models.CharField):
    """The code of a prefecture or municipality, or nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LENGTH, "blank": True} | kwargs)

    def to_python(self, value: Any) -> Any:
        return normalise(value) if isinstance(value, str) and value else value

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": _CodeFormField, "max_length": None} | kwargs)
