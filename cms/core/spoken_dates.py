"""Days and times the way people say them: 12月6日(土)14:00〜15:30, Saturday 6 December, 14:00–15:30."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    DateTimePattern,
    format_date,
    format_skeleton,
    get_day_names,
    get_month_names,
    get_timezone_location,
    match_skeleton,
    parse_pattern,
)
from django.utils.timezone import is_aware, localtime

from .locales import Language

# Brackets stand as in the rest of the site's words.
_NARROW_BRACKETS = str.maketrans("\uff08\uff09", "()")
# The fields of a pattern; a month in figures (M) stays one.
_WEEKDAY, _MONTH = re.compile("E+"), re.compile("MMM+")


@dataclass(frozen=True, slots=True)
class DateParts:
    """A day taken apart for a tear-off calendar, in the words of one language. year: empty in the year that is."""

    iso: str
    year: str
    month: str
    day: str
    weekday: str


def on_its_clock(moment: datetime) -> datetime:
    """Return an aware moment as people read it: on the clock of the place that it carries, else in the present zone.

    What comes from the database is in UTC and carries no place.
    """
    place = moment.tzinfo
    return moment if isinstance(place, ZoneInfo) and place.key != "UTC" else localtime(moment)


def _local(moment: date) -> date:
    return on_its_clock(moment) if isinstance(moment, datetime) and is_aware(moment) else moment


def say_day(moment: date, *, language: Language, year: bool = False, weekday: bool = True) -> str:
    """Return the day with its weekday; `year` says the year too. Aware datetimes are read `on_its_clock`."""
    day = _local(moment)
    if language.is_japanese:
        name = get_day_names("abbreviated", locale=language.babel)[day.weekday()]
        said = f"{day.month}月{day.day}日" + (f"({name})" if weekday else "")
        return f"{day.year}年{said}" if year else said
    if year:
        return format_date(day, "full" if weekday else "long", locale=language.babel)
    return _day_and_month(language.babel, weekday).apply(day, language.babel)


@lru_cache(maxsize=64)
def _day_and_month(locale: str, weekday: bool) -> DateTimePattern:
    """The pattern of a day without its year, weekday and month in full.

    Where a language has no such pattern, Babel takes the nearest and leaves its fields as short as they are there;
    "desde el mar, 8 de diciembre" then begins at the sea. UTS #35 has them widened.
    """
    skeletons = Locale.parse(locale).datetime_skeletons
    nearest = match_skeleton("MMMMEEEEd" if weekday else "MMMMd", skeletons)
    assert nearest is not None
    return parse_pattern(_WEEKDAY.sub("EEEE", _MONTH.sub("MMMM", skeletons[nearest].pattern)))


def say_time(moment: datetime) -> str:
    """Return the time on the 24-hour clock, as 9:00, whatever the language (ADR 72)."""
    local = _local(moment)
    assert isinstance(local, datetime)
    return f"{local.hour}:{local.minute:02}"


def say_span(start: datetime, end: datetime | None, *, language: Language, year: bool = False) -> str:
    """Return day and times of a session; of one that ends on another day, both days, and the year that it ends in."""
    dash, comma = ("〜", "") if language.is_japanese else ("–", language.comma)
    said = f"{say_day(start, language=language, year=year)}{comma}{say_time(start)}"
    if end is None:
        return f"{said}〜" if language.is_japanese else said
    if _days(start) == _days(end):
        return f"{said}{dash}{say_time(end)}"
    spaced = dash if language.is_japanese else f" {dash} "
    last_day = say_day(end, language=language, year=_local(end).year != _local(start).year)
    return f"{said}{spaced}{last_day}{comma}{say_time(end)}"


def say_zone(zone: ZoneInfo, *, language: Language) -> str:
    """Return whose time it is, as 日本時間 or ブラジル(サンパウロ)時間, Japan Time."""
    return get_timezone_location(zone, locale=language.babel).translate(_NARROW_BRACKETS)


def _days(moment: datetime) -> int:
    return _local(moment).toordinal()


def date_parts(moment: date, *, language: Language, at: datetime) -> DateParts:
    """Return the parts of a day for the date block, with the year where it is not that of the moment `at`."""
    day = _local(moment)
    year, month, weekday = _in_words(day.date() if isinstance(day, datetime) else day, language.babel)
    year = "" if day.year == _local(at).year else year
    iso = day.isoformat(timespec="minutes") if isinstance(day, datetime) else day.isoformat()
    return DateParts(iso=iso, year=year, month=month, day=str(day.day), weekday=weekday)


@lru_cache(maxsize=1024)
def _in_words(day: date, locale: str) -> tuple[str, str, str]:
    """Year, month and weekday; lists say the same days again and again."""
    weekday = get_day_names("abbreviated", locale=locale)[day.weekday()]
    # Not the skeleton "MMM": its stand-alone names are an alias that Babel keeps for all languages once one has used
    # it, and Portuguese read "9月" on a site that had shown Japanese.
    month = get_month_names("abbreviated", context="format", locale=locale)[day.month]
    return format_skeleton("y", day, locale=locale), month, weekday
