"""Days and times in words."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cms.core.locales import LOCALES, Language
from cms.core.spoken_dates import date_parts, say_day, say_span, say_time

JA, EN = LOCALES["ja"], LOCALES["en"]
TOKYO = ZoneInfo("Asia/Tokyo")
SATURDAY = date(2025, 12, 6)


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 12, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "12月6日(土)"),
        ({"year": True}, "2025年12月6日(土)"),
        ({"weekday": False}, "12月6日"),
        ({"year": True, "weekday": False}, "2025年12月6日"),
    ],
)
def test_day_in_japanese(options: dict[str, bool], said: str) -> None:
    assert say_day(SATURDAY, language=JA, **options) == said


def test_day_in_english_has_weekday_and_month_in_words() -> None:
    assert say_day(SATURDAY, language=EN) == "Saturday 6 December"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("es", "sábado, 6 de diciembre"),
        ("pt-br", "sábado, 6 de dezembro"),
        ("vi", "Thứ Bảy, 6 tháng 12"),
        ("zh-hans", "12月6日星期六"),
    ],
)
def test_the_weekday_is_in_full_where_the_language_has_only_a_short_pattern(code: str, said: str) -> None:
    assert say_day(SATURDAY, language=LOCALES[code]) == said


def test_year_in_english() -> None:
    assert say_day(SATURDAY, language=EN, year=True, weekday=False) == "6 December 2025"


def test_aware_moment_is_said_in_local_time() -> None:
    assert say_day(datetime(2025, 12, 5, 20, 0, tzinfo=UTC), language=JA) == "12月6日(土)"


def test_time_has_no_leading_zero_in_hours_and_two_digits_in_minutes() -> None:
    assert say_time(tokyo(6, 9, 5)) == "9:05"


def test_span_of_one_day_says_the_day_once() -> None:
    assert say_span(tokyo(6, 14), tokyo(6, 15, 30), language=JA) == "12月6日(土)14:00〜15:30"


def test_span_over_midnight_says_both_days() -> None:
    assert say_span(tokyo(6, 22), tokyo(7, 1), language=JA) == "12月6日(土)22:00〜12月7日(日)1:00"


@pytest.mark.parametrize(
    ("language", "year", "said"),
    [
        (JA, False, "12月24日(水)18:30〜2026年1月14日(水)20:30"),
        (JA, True, "2025年12月24日(水)18:30〜2026年1月14日(水)20:30"),
        (EN, False, "Wednesday 24 December, 18:30 – Wednesday, 14 January 2026, 20:30"),
    ],
)
def test_span_into_another_year_says_which(language: Language, year: bool, said: str) -> None:
    end = datetime(2026, 1, 14, 20, 30, tzinfo=TOKYO)
    assert say_span(tokyo(24, 18, 30), end, language=language, year=year) == said


def test_span_over_the_night_of_new_year_is_told_on_the_clock_of_the_place() -> None:
    """By UTC both are of the old year."""
    start, end = (moment.astimezone(UTC) for moment in (tokyo(31, 22), tokyo(31, 22) + timedelta(hours=3)))
    assert say_span(start, end, language=JA) == "12月31日(水)22:00〜2026年1月1日(木)1:00"


def test_span_without_an_end_stays_open() -> None:
    assert say_span(tokyo(6, 14), None, language=JA) == "12月6日(土)14:00〜"


def test_span_in_english() -> None:
    assert say_span(tokyo(6, 14), tokyo(6, 15, 30), language=EN) == "Saturday 6 December, 14:00–15:30"


@pytest.mark.parametrize(("language", "said"), [(JA, ("12月", "6", "土")), (EN, ("Dec", "6", "Sat"))])
def test_parts_of_a_day(language: Language, said: tuple[str, str, str]) -> None:
    parts = date_parts(SATURDAY, language=language, at=tokyo(1, 0))
    assert (parts.year, parts.month, parts.day, parts.weekday) == ("", *said)


@pytest.mark.parametrize(("language", "said"), [(JA, "2025年"), (EN, "2025")])
def test_the_year_is_said_of_a_day_of_another_year(language: Language, said: str) -> None:
    newyear = datetime(2025, 12, 31, 15, tzinfo=UTC)
    assert date_parts(SATURDAY, language=language, at=newyear).year == said
    assert date_parts(SATURDAY, language=language, at=newyear - timedelta(seconds=1)).year == ""
    assert date_parts(newyear, language=language, at=newyear).year == "", "both are read on the clock of the place"


def test_a_month_is_of_the_language_whatever_was_said_before() -> None:
    """In a process of its own: Babel keeps what it resolved first, and Chinese is to be first."""
    codes = ("zh-hans", "pt-br", "es", "fil")
    say = f"[date_parts(then, language=LOCALES[code], at=then).month for code in {codes}]"
    code = (
        "import django; django.setup(); from datetime import datetime; from cms.core.locales import LOCALES;"
        "from django.utils.timezone import make_aware; then = make_aware(datetime(2025, 12, 6));"
        f" from cms.core.spoken_dates import date_parts; print(*{say})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["12月", "dez.", "dic", "Dis"]


def test_parts_carry_the_machine_readable_day() -> None:
    assert date_parts(SATURDAY, language=JA, at=tokyo(1, 0)).iso == "2025-12-06"


def test_a_day_and_its_time_are_parted_by_the_comma_of_the_language() -> None:
    assert "،" in say_span(tokyo(6, 14), tokyo(6, 15), language=LOCALES["ur"])
    assert "," not in say_span(tokyo(6, 14), tokyo(6, 15), language=LOCALES["ur"])
