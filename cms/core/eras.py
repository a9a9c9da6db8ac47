"""Japanese eras (元号) from Meiji to Reiwa and dates that may lack a month or a day.

Boundaries: Meiji was proclaimed on 23 October 1868 and counted from the first day of that lunar year, 25 January 1868
(改元の詔). Taisho and Showa began on the day the emperor died, which therefore belongs to two eras; it is counted to
the newer one here. Heisei began on the day after the order of 7 January 1989 (昭和64年政令第1号), Reiwa on 1 May 2019
(平成31年政令第143号). Days before 1873, when Japan took over the Gregorian calendar, are taken as Gregorian.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.numerals import KANJI_NUMERAL_CHARS, half_width, read_integer

MAX_INPUT_LENGTH = 60
LAST_YEAR = 2200


class EraError(ValidationError):
    """A date or year that cannot be taken; ``messages[0]`` is meant for the person who typed it."""


class UnreadableDate(EraError):
    """The text is not written like a date."""

    def __init__(self) -> None:
        super().__init__(
            _("This cannot be read as a date. Write it like 平成16年3月31日, H16.3.31 or 2004-03-31."),
            code="unreadable_date",
        )


class ImpossibleDate(EraError):
    """The text is written like a date, but there is no such day, month or year."""


@dataclass(frozen=True)
class Era:
    """One era.

    Attributes:
        name: in kanji, as in 平成.
        english: romanised, as in Heisei.
        letter: the abbreviation used on forms, as in H.
        first_day: the first day of year 1.
        last_day: the last day, None while the era goes on.
    """

    name: str
    english: str
    letter: str
    first_day: date
    last_day: date | None

    def gregorian_year(self, era_year: int) -> int:
        """Return the Gregorian year of a year of this era, without asking whether the era lasted that long."""
        return self.first_day.year + era_year - 1

    def year_label(self, gregorian_year: int) -> str:
        """Return 「平成16年」 or 「令和元年」 for a Gregorian year, without asking whether the era covers it."""
        return f"{self.name}{self.year_numeral(gregorian_year)}年"

    def year_numeral(self, gregorian_year: int) -> str:
        """Return 「16」 or 「元」: the number of the year as written between the era and 年."""
        era_year = gregorian_year - self.first_day.year + 1
        return "元" if era_year == 1 else str(era_year)

    def last_year(self) -> int:
        """Return the last Gregorian year with a day in this era; ``LAST_YEAR`` while it goes on."""
        return self.last_day.year if self.last_day else LAST_YEAR


MEIJI = Era("明治", "Meiji", "M", date(1868, 1, 25), date(1912, 7, 29))
TAISHO = Era("大正", "Taisho", "T", date(1912, 7, 30), date(1926, 12, 24))
SHOWA = Era("昭和", "Showa", "S", date(1926, 12, 25), date(1989, 1, 7))
HEISEI = Era("平成", "Heisei", "H", date(1989, 1, 8), date(2019, 4, 30))
REIWA = Era("令和", "Reiwa", "R", date(2019, 5, 1), None)
ERAS = (MEIJI, TAISHO, SHOWA, HEISEI, REIWA)
FIRST_YEAR = MEIJI.first_day.year

_BY_NAME = {name: era for era in ERAS for name in (era.name, era.name[0], era.letter, era.english.upper())}


def era_of(day: date) -> Era:
    """Return the era a day belongs to.

    Raises:
        ImpossibleDate: the day is before Meiji.
    """
    for era in reversed(ERAS):
        if day >= era.first_day:
            return era
    raise ImpossibleDate(_("Dates before 25 January 1868 (明治元年) are not accepted."), code="before_meiji")


def era_of_year(gregorian_year: int) -> Era:
    """Return the era in force at the end of a year, which gives the year its name: 2019 is 令和元年.

    Raises:
        ImpossibleDate: the year is before 1868.
    """
    return era_of(date(gregorian_year, 12, 31))


def eras_in_year(gregorian_year: int) -> tuple[Era, ...]:
    """Return every era with a day in the year, oldest first: 2019 has 平成 (31) and 令和 (1)."""
    return tuple(era for era in ERAS if era.first_day.year <= gregorian_year <= era.last_year())


def read_era_year(era_name: str, numeral: str) -> int:
    """Return the Gregorian year of an era's year.

    A year is taken when the era has a day in it, so 昭和64 and 平成31 are and 昭和65 is not.

    Args:
        era_name: 平成, 平, H, h or Heisei.
        numeral: ASCII digits, a kanji numeral or 元.

    Raises:
        UnreadableDate: no such era, or not a number.
        ImpossibleDate: the era has no such year; the message names the era the year belongs to.
    """
    era = _BY_NAME.get(era_name.upper())
    if era is None:
        raise UnreadableDate
    try:
        era_year = 1 if numeral == "元" else read_integer(numeral)
    except ValueError:
        raise UnreadableDate from None
    if era_year < 1:
        raise ImpossibleDate(
            _("%(era)s has no year 0. Its first year is %(era)s元年 (%(year)s)."),
            code="year_zero",
            params={"era": era.name, "year": era.first_day.year},
        )
    year = era.gregorian_year(era_year)
    if year > era.last_year():
        raise _past_the_end(era, era_year, year)
    return year


def _out_of_range() -> ImpossibleDate:
    return ImpossibleDate(
        _("The year must be between %(first)s and %(last)s."),
        code="year_out_of_range",
        params={"first": FIRST_YEAR, "last": LAST_YEAR},
    )


def _past_the_end(era: Era, era_year: int, year: int) -> ImpossibleDate:
    if year > LAST_YEAR and era.last_day is not None:
        return _out_of_range()
    if year > LAST_YEAR:
        return ImpossibleDate(
            _("There is no %(era)s%(number)s年 yet."),
            code="far_future",
            params={"era": era.name, "number": era_year},
        )
    return ImpossibleDate(
        _("There was no %(era)s%(number)s年: %(era)s ended with %(last)s. If you mean %(year)s, write %(other)s."),
        code="after_era",
        params={
            "era": era.name,
            "number": era_year,
            "last": era.year_label(era.last_year()),
            "year": year,
            "other": era_of_year(year).year_label(year),
        },
    )


_NUMERAL = rf"(?:\d{{1,4}}|[{KANJI_NUMERAL_CHARS}]{{1,7}})"
_SMALL = rf"(?:\d{{1,2}}|[{KANJI_NUMERAL_CHARS}]{{1,4}})"
_ERA_NAMES = "|".join(sorted((re.escape(name) for name in _BY_NAME), key=len, reverse=True))
_DATE = re.compile(
    rf"(?:西暦)?(?:(?P<era>{_ERA_NAMES})\s*)?(?P<year>{_NUMERAL}|元)"
    rf"(?:\s*年\s*(?:(?P<month>{_SMALL})\s*月\s*(?:(?P<day>{_SMALL})\s*日)?)?"
    rf"|\s*[./-]\s*(?P<dotted_month>{_SMALL})(?:\s*[./-]\s*(?P<dotted_day>{_SMALL}))?)?"
    r"\s*(?:\([日月火水木金土](?:曜日?)?\))?",
    re.IGNORECASE,
)


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A day, a month or a year, as precisely as it is known; a less precise one sorts before those inside it.

    Attributes:
        year: Gregorian, from 1868.
        month: 1 to 12, or None.
        day: of that month, or None; never without a month.

    Raises:
        ImpossibleDate: there is no such day, month or year.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ImpossibleDate(_("A day needs a month."), code="day_without_month")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise _out_of_range()
        if self.month is not None and not 1 <= self.month <= 12:
            raise ImpossibleDate(_("There is no month %(month)s."), code="no_such_month", params={"month": self.month})
        if self.day is not None and not 1 <= self.day <= self._month_length():
            raise ImpossibleDate(
                _("There is no such day: month %(month)s of %(year)s has %(days)s days."),
                code="no_such_day",
                params={"month": self.month, "year": self.year, "days": self._month_length()},
            )
        era_of(self.last_day)

    @classmethod
    def of(cls, day: date) -> "PartialDate":
        """Return a full date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read a date in Japanese or Gregorian style, with or without day and month.

        Taken are 平成16年3月31日, 平成十六年, H31.5.1, S64.1.7, Ｒ元/5/1, 2004年3月, 2004-03-31 and the like, in
        full or half width, with a weekday in brackets. A day just outside the era written before it, such as
        H31.5.1 or 令和元年4月1日, is taken as the day it means: the era's year must have at least one day in it.

        Raises:
            UnreadableDate: the text is not written like a date.
            ImpossibleDate: there is no such date (昭和99年, 平成0年, H31.2.30).
        """
        if len(text) > MAX_INPUT_LENGTH:
            raise UnreadableDate
        match = _DATE.fullmatch(half_width(text).translate(_SEPARATORS))
        if not match:
            raise UnreadableDate
        year = _read_year(match)
        month, day = match["month"] or match["dotted_month"], match["day"] or match["dotted_day"]
        return cls(year, _read_small(month), _read_small(day))

    @property
    def first_day(self) -> date:
        """The first day this can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day this can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def era(self) -> Era:
        """The era in force at the end of it, by which a year or month of change is named."""
        return era_of(self.last_day)

    def label(self, *, gregorian: bool = False) -> str:
        """Return 「平成26年11月」, or 「平成26年(2014年)11月」 when ``gregorian`` is set."""
        text = self.era.year_label(self.year)
        if gregorian:
            text += f"({self.year}年)"
        if self.month is not None:
            text += f"{self.month}月"
        if self.day is not None:
            text += f"{self.day}日"
        return text

    def iso(self) -> str:
        """Return 「2014」, 「2014-11」 or 「2014-11-03」, for ``<time datetime>``."""
        parts = [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    def __str__(self) -> str:
        return self.label()

    def __lt__(self, other: "PartialDate") -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return (self.year, self.month or 0, self.day or 0) < (other.year, other.month or 0, other.day or 0)

    def _month_length(self) -> int:
        return calendar.monthrange(self.year, self.month or 1)[1]


_SEPARATORS = str.maketrans({"・": ".", "。": ".", "、": ".", "‐": "-", "−": "-", "–": "-"})


def _read_year(match: re.Match[str]) -> int:
    if match["era"]:
        return read_era_year(match["era"], match["year"])
    if match["year"] == "元":
        raise UnreadableDate
    try:
        year = read_integer(match["year"])
    except ValueError:
        raise UnreadableDate from None
    # "16" or "31.5.1" could be any era's: asking is safer than guessing
    if year < 1000:
        raise UnreadableDate
    return year


def _read_small(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return read_integer(text)
    except ValueError:
        raise UnreadableDate from None


def parse_day(text: str) -> date:
    """Read a full date; see ``PartialDate.parse``.

    Raises:
        UnreadableDate, ImpossibleDate: as there.
        ImpossibleDate: month or day is missing.
    """
    parsed = PartialDate.parse(text)
    if parsed.day is None:
        raise ImpossibleDate(_("Please write the month and the day too."), code="incomplete")
    return parsed.first_day


def format_era(year: int, month: int | None = None, day: int | None = None, **options: Any) -> str:
    """Return 「平成26年11月」 for 2014, 11; the options are those of ``PartialDate.label``."""
    return PartialDate(year, month, day).label(**options)
