"""Times of day the way people write them: 17:00, 17時, 17時30分, 正午, 24:00."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.numerals import half_width

_TIME = re.compile(r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::00)?|時(?:(?P<minute_ja>\d{1,2})分|(?P<half>半))?)")


class ClosingTimeField(forms.CharField):
    """A time of day; None for none, and for 24:00, which is the end of the day that a day alone means too."""

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        if isinstance(value, time):
            return value
        written = half_width(str(value or "")).strip()
        if not written:
            return None
        if written == "正午":
            return time(12)
        found = _TIME.fullmatch(written)
        minute = int(found["minute"] or found["minute_ja"] or (30 if found["half"] else 0)) if found else 0
        if found and (int(found["hour"]), minute) == (24, 0):
            return None
        if not found or int(found["hour"]) > 23 or minute > 59:
            raise ValidationError(_("Write the time like 17:00."), code="unreadable_time")
        return time(int(found["hour"]), minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}:{value.minute:02}" if isinstance(value, time) else value

    def run_validators(self, value: Any) -> None:
        """What a text's validators ask does not apply."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True
