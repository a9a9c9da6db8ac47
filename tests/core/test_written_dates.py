"""Dates and times that Django writes for us, on screens and in mails."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

AFTERNOON = datetime(2026, 12, 7, 17, 5)
FORMATS = ("TIME_FORMAT", "DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
def test_times_are_on_the_24_hour_clock(code: str) -> None:
    with translation.override(code):
        assert all("17:05" in date_format(AFTERNOON, name) for name in FORMATS)


def test_english_says_the_day_before_the_month() -> None:
    with translation.override("en"):
        said = [date_format(AFTERNOON, name) for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT")]
    assert said == ["7 December 2026", "7 Dec 2026", "7 Dec 2026, 17:05"]
