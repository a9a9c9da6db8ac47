"""Which share of the costs a grant pays: 4/5, 80%, 10/10."""

from __future__ import annotations

import re
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.numerals import half_width

_FRACTION = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})")
_PARTS = re.compile(r"(\d{1,3})分の(\d{1,3})")
_PERCENT = re.compile(r"(\d{1,3})\s*%")


def read_rate(text: str) -> Fraction:
    """Read 4/5, 5分の4, 80% or 全額, in either width.

    Raises:
        ValidationError: it is not written like a share, or it is none or more than everything.
    """
    written = half_width(text).strip()
    if written == "全額":
        return Fraction(1)
    if found := _FRACTION.fullmatch(written):
        above, below = int(found[1]), int(found[2])
    elif found := _PARTS.fullmatch(written):
        above, below = int(found[2]), int(found[1])
    elif found := _PERCENT.fullmatch(written):
        above, below = int(found[1]), 100
    else:
        above, below = 0, 0
    if not 0 < above <= below:
        raise ValidationError(_("Write the share of the costs like 4/5 or 80%."), code="unreadable_rate")
    return Fraction(above, below)


class RateField(models.CharField):
    """A share of the costs as it was written, with half-width digits; empty is not known."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self, value: object, model_instance: models.Model | None) -> str:
        written = half_width(str(super().clean(value, model_instance))).strip()
        if written:
            read_rate(written)
        return written


def spoken_rate(rate: str) -> str:
    """Return the share as people read it; nothing where it is not known."""
    if not rate:
        return ""
    if read_rate(rate) == 1:
        return str(_("All of the costs; no share of your own is needed"))
    return str(_("Up to %(rate)s of the costs") % {"rate": rate})
