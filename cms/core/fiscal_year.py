"""Fiscal years (年度): from a date, from what people type, as labels, ranges and fields.

A fiscal year is named by the calendar year it begins in. For the Japanese state and its municipalities it runs from
April to March (財政法第11条, 地方自治法第208条); other bodies may begin in any month. The era in the label is the one
in force at the end of the calendar year it begins in, which gives 2019 the name 令和元年度 that the government chose
for its budget.
"""

import calendar
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from cms.core.eras import FIRST_YEAR, EraError, era_of_year, eras_in_year, read_era_year
from cms.core.numerals import KANJI_NUMERAL_CHARS, half_width, read_integer

APRIL = 4
LAST_FISCAL_YEAR = 2100
MAX_INPUT_LENGTH = 40

_NUMERAL = rf"\d{{1,4}}|[{KANJI_NUMERAL_CHARS}]{{1,7}}|元"
_ERA = r"明治|大正|昭和|平成|令和|[明大昭平令]|[MTSHR]"
_INPUT = re.compile(
    rf"(?:FY\s*|西暦)?(?:(?P<era>{_ERA})\s*)?(?P<year>{_NUMERAL})\s*(?:年度|年|fiscal year)?"
    r"\s*(?:\(\s*(?P<again>\d{4})\s*(?:年度|年)?\s*\))?",
    re.IGNORECASE,
)


class FiscalYearError(ValidationError):
    """A fiscal year that cannot be taken; ``messages[0]`` is meant for the person who typed it."""


def _unreadable() -> FiscalYearError:
    return FiscalYearError(
        _("This cannot be read as a fiscal year. Write it like 平成31年度, H31, 令和元年度, R1 or 2019."),
        code="unreadable_fiscal_year",
    )


@dataclass(frozen=True, order=True)
class FiscalYear:
    """One fiscal year of a body. Years compare by their first day.

    Attributes:
        year: the calendar year it begins in, 1868 to 2100.
        start_month: the month it begins in, 1 to 12.

    Raises:
        FiscalYearError: the year is outside those bounds.
        ValueError: there is no such month.
    """

    year: int
    start_month: int = APRIL

    def __post_init__(self) -> None:
        if not 1 <= self.start_month <= 12:
            raise ValueError(f"no such month: {self.start_month}")
        if not FIRST_YEAR <= self.year <= LAST_FISCAL_YEAR:
            raise FiscalYearError(
                _("The fiscal year must be between %(first)s and %(last)s."),
                code="fiscal_year_out_of_range",
                params={"first": FIRST_YEAR, "last": LAST_FISCAL_YEAR},
            )

    @classmethod
    def of(cls, day: date, start_month: int = APRIL) -> "FiscalYear":
        """Return the fiscal year a day falls in: 2006-12-02 and 2007-03-31 are both in 2006."""
        return cls(day.year if day.month >= start_month else day.year - 1, start_month)

    @classmethod
    def parse(cls, value: "str | int | FiscalYear", start_month: int = APRIL) -> "FiscalYear":
        """Read what staff type: 平成31年度, H31, 令和元年度, R1, 2019, ２０１９年度, 平成十六年度, FY2004 or a label.

        Raises:
            FiscalYearError: it is not written like a fiscal year, there is no such year, or its two names differ.
        """
        if isinstance(value, FiscalYear):
            return value
        if isinstance(value, int):
            return cls(value, start_month)
        match = _INPUT.fullmatch(half_width(value)) if len(value) <= MAX_INPUT_LENGTH else None
        if not match:
            raise _unreadable()
        year = _read_year(match)
        if match["again"] and int(match["again"]) != year:
            raise FiscalYearError(
                _("These are two different fiscal years: %(first)s and %(second)s. Please write one."),
                code="contradicting_fiscal_years",
                params={"first": year, "second": match["again"]},
            )
        return cls(year, start_month)

    @property
    def first_day(self) -> date:
        """The first day of the fiscal year."""
        return date(self.year, self.start_month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the fiscal year."""
        month = (self.start_month - 2) % 12 + 1
        year = self.year if self.start_month == 1 else self.year + 1
        return date(year, month, calendar.monthrange(year, month)[1])

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def next(self) -> "FiscalYear":
        """Return the one after this."""
        return FiscalYear(self.year + 1, self.start_month)

    def previous(self) -> "FiscalYear":
        """Return the one before this."""
        return FiscalYear(self.year - 1, self.start_month)

    @property
    def era_label(self) -> str:
        """「平成16年度」 or 「令和元年度」."""
        return f"{era_of_year(self.year).year_label(self.year)}度"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name people use for it, as for a search index: 平成31年度, 令和元年度, 2019年度, FY2019."""
        eras = (f"{era.year_label(self.year)}度" for era in eras_in_year(self.year))
        return (*eras, f"{self.year}年度", self.label_en())

    def label_ja(self) -> str:
        """Return 「平成16年度(2004年度)」."""
        return f"{self.era_label}({self.year}年度)"

    def label_en(self) -> str:
        """Return "FY2004"."""
        return f"FY{self.year}"

    def label(self, language: str | None = None) -> str:
        """Return the Japanese label for Japanese; "FY2004" in the words of every other language.

        Args:
            language: a language code; the active one when None.
        """
        if _is_japanese(language):
            return self.label_ja()
        with nullcontext() if language is None else override(language):
            return gettext("FY%(year)s") % {"year": self.year}

    def __str__(self) -> str:
        return self.label()


def _read_year(match: re.Match[str]) -> int:
    era, numeral = match["era"], match["year"]
    if era:
        try:
            return read_era_year(era, numeral)
        except EraError as error:
            raise FiscalYearError(error.message, code=error.code, params=error.params) from error
    if numeral == "元":
        raise _unreadable()
    try:
        year = read_integer(numeral)
    except ValueError:
        raise _unreadable() from None
    # "16" could be any era's: asking is safer than guessing
    if year < 1000:
        raise FiscalYearError(
            _("%(number)s alone does not say which era is meant. Write it like 平成31年度, H31, R1 or 2019."),
            code="era_missing",
            params={"number": year},
        )
    return year


def _is_japanese(language: str | None) -> bool:
    code = get_language() if language is None else language
    return (code or "").lower().split("-")[0] == "ja"


@dataclass(frozen=True)
class FiscalYearRange:
    """From one fiscal year to another, both included; either end may be unknown.

    Attributes:
        start: the first year, None when it is unknown.
        end: the last year, None when it is unknown or the thing goes on.
        ongoing: it goes on; there is no end then.

    Raises:
        FiscalYearError: the end is before the start, or there is an end although it goes on.
    """

    start: FiscalYear | None = None
    end: FiscalYear | None = None
    ongoing: bool = False

    def __post_init__(self) -> None:
        if self.ongoing and self.end is not None:
            raise FiscalYearError(_("What goes on has no final fiscal year yet."), code="ongoing_with_end")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise FiscalYearError(
                _("The final fiscal year (%(end)s) is before the first (%(start)s)."),
                code="end_before_start",
                params={"start": self.start.year, "end": self.end.year},
            )

    @classmethod
    def of_years(
        cls, start: int | None, end: int | None = None, *, ongoing: bool = False, start_month: int = APRIL
    ) -> "FiscalYearRange":
        """Make a range from stored integers; None is unknown."""
        first = None if start is None else FiscalYear(start, start_month)
        last = None if end is None else FiscalYear(end, start_month)
        return cls(first, last, ongoing)

    @property
    def is_closed(self) -> bool:
        """Whether both ends are known."""
        return self.start is not None and self.end is not None

    def __iter__(self) -> Iterator[FiscalYear]:
        """Go through the years of a closed range; a range with an open end has to be closed first (``until``).

        Raises:
            ValueError: an end is open.
        """
        if self.start is None or self.end is None:
            raise ValueError("a range with an open end cannot be counted; use until()")
        for year in range(self.start.year, self.end.year + 1):
            yield FiscalYear(year, self.start.start_month)

    def __len__(self) -> int:
        return sum(1 for _year in self)

    def __bool__(self) -> bool:
        return self.start is not None or self.end is not None or self.ongoing

    def __contains__(self, year: FiscalYear) -> bool:
        """Whether the year is in the range; before an unknown start or after an unknown end it is taken not to be."""
        if self.start is None or self.end is None:
            if self.ongoing and self.start is not None:
                return year >= self.start
            return year in (self.start, self.end)
        return self.start <= year <= self.end

    def until(self, current: FiscalYear) -> "FiscalYearRange":
        """Return a closed range for one that goes on, ending with the current year (or its start if that is later).

        An unknown start or end becomes the known one: nothing is invented. An empty range stays empty.
        """
        start, end = self.start or self.end, self.end or self.start
        if self.ongoing:
            start = self.start or current
            end = max(start, current)
        return FiscalYearRange(start, end)

    def label_ja(self) -> str:
        """Return the Japanese label; an end that is not known is said to be unknown.

        Such as 「平成13〜17年度(2001〜2005年度)」, 「平成30年度〜令和2年度(2018〜2020年度)」 and
        「平成13年度から継続中(2001年度〜)」.
        """
        if self.start is not None and self.end is not None:
            return self.start.label_ja() if self.start == self.end else self._closed_label_ja(self.start, self.end)
        if self.start is not None:
            if self.ongoing:
                return f"{self.start.era_label}から継続中({self.start.year}年度〜)"
            return f"{self.start.era_label}〜終了年度不明({self.start.year}年度〜)"
        if self.end is not None:
            return f"開始年度不明〜{self.end.era_label}(〜{self.end.year}年度)"
        return "開始年度不明・継続中" if self.ongoing else "年度不明"

    @staticmethod
    def _closed_label_ja(start: FiscalYear, end: FiscalYear) -> str:
        first_era, last_era = era_of_year(start.year), era_of_year(end.year)
        numbers = f"({start.year}〜{end.year}年度)"
        if first_era == last_era:
            first, last = first_era.year_numeral(start.year), last_era.year_numeral(end.year)
            return f"{first_era.name}{first}〜{last}年度{numbers}"
        return f"{start.era_label}〜{end.era_label}{numbers}"

    def label_en(self) -> str:
        """Return "FY2001–2005", "FY2001 to present" and so on, in the active language where that is not Japanese."""
        if self.start is not None and self.end is not None:
            if self.start == self.end:
                return gettext("FY%(year)s") % {"year": self.start.year}
            return gettext("FY%(first)s–%(last)s") % {"first": self.start.year, "last": self.end.year}
        if self.start is not None:
            text = gettext("FY%(year)s to present") if self.ongoing else gettext("FY%(year)s to unknown")
            return text % {"year": self.start.year}
        if self.end is not None:
            return gettext("unknown to FY%(year)s") % {"year": self.end.year}
        return gettext("ongoing, first fiscal year unknown") if self.ongoing else gettext("fiscal year unknown")

    def label(self, language: str | None = None) -> str:
        """Return the Japanese label for Japanese, in every other language that of `label_en` in its words.

        Args:
            language: a language code; the active one when None.
        """
        if _is_japanese(language):
            return self.label_ja()
        with nullcontext() if language is None else override(language):
            return self.label_en()

    def __str__(self) -> str:
        return self.label()


class FiscalYearField(forms.IntegerField):
    """A form field that takes every way of writing a fiscal year and gives the year as an integer."""

    widget = forms.TextInput

    def __init__(
        self, *, min_value: int | None = FIRST_YEAR, max_value: int | None = LAST_FISCAL_YEAR, **kwargs: Any
    ) -> None:
        kwargs.setdefault("help_text", _("For example 平成31年度, H31, 令和元年度, R1 or 2019."))
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Return the year.

        Raises:
            FiscalYearError: the value is no fiscal year.
        """
        if isinstance(value, str):
            value = value.strip()
        if value in self.empty_values:
            return None
        return FiscalYear.parse(value).year

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another year was typed; another way of writing the same one is no change."""
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class FiscalYearModelField(models.PositiveSmallIntegerField):
    """A column holding the calendar year in which a fiscal year begins; ``None`` is unknown, where null is allowed."""

    description = _("Fiscal year")
    default_validators = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_FISCAL_YEAR)]

    def to_python(self, value: Any) -> int | None:
        """Return the year from anything ``FiscalYear.parse`` reads.

        Raises:
            FiscalYearError: the value is no fiscal year.
        """
        if isinstance(value, str | FiscalYear):
            return None if value == "" else FiscalYear.parse(value).year
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the integer to store or to compare with."""
        return super().get_prep_value(value.year if isinstance(value, FiscalYear) else value)

    def formfield(self, **kwargs: Any) -> Any:
        """Return a ``FiscalYearField``."""
        defaults = {"form_class": FiscalYearField, "min_value": FIRST_YEAR, "max_value": LAST_FISCAL_YEAR}
        return super().formfield(**{**defaults, **kwargs})
