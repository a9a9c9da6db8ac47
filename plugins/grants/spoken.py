"""Dates of grants the way people say them, in the active language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cms.core.fiscal_year import FiscalYear, FiscalYearRange
from cms.core.spoken_dates import say_day
from cms.core.templatetags.kakehashi import visitors_language

from . import months
from .choices import ClosingKind
from .japan_time import days_until, japanese_day


def month(index: int) -> str:
    """Return 2027年12月, December 2027."""
    return formats.date_format(months.day_of(index), "YEAR_MONTH_FORMAT")


def day(of: date, *, now: datetime) -> str:
    """Return 12月26日(土); the year too where it is not this one."""
    return say_day(of, language=visitors_language(), year=of.year != japanese_day(now).year)


def expected(index: int | None) -> str:
    """Return 次回 2027年12月ごろ(見込み); nothing where nothing can be said. An estimate is always called one."""
    return _("Next: around %(month)s (estimate)") % {"month": month(index)} if index is not None else ""


def countdown(call: Any, *, now: datetime) -> str:
    """Return 締切まで 12日 of a call that is open; nothing without a deadline."""
    if call.closes_on is None:
        return _("No deadline: applications are taken at any time")
    left = days_until(call.closes_on, now=now)
    if left <= 0:
        return _("Closes today")
    return ngettext("%(days)s day left", "%(days)s days left", left) % {"days": left}


def deadline(call: Any, *, now: datetime) -> str:
    """Return 12月26日(土)17:00 必着; nothing without a deadline."""
    if call.closes_on is None:
        return ""
    said = day(call.closes_on, now=now)
    if call.closes_time:
        clock = f"{call.closes_time.hour}:{call.closes_time.minute:02}"
        said = pgettext("deadline", "%(day)s, %(time)s") % {"day": said, "time": clock}
    kind = str(ClosingKind(call.closing_kind).label) if call.closing_kind else ""
    return pgettext("deadline", "%(day)s (%(kind)s)") % {"day": said, "kind": kind} if kind else said


def opening(call: Any, *, now: datetime) -> str:
    """Return 12月1日(火)から; nothing where it is not known."""
    return pgettext("call", "from %(day)s") % {"day": day(call.opens_on, now=now)} if call.opens_on else ""


def decision(call: Any) -> str:
    """Return 2027年3月ごろ(令和8年度): the calendar year and the funder's fiscal year, which may differ."""
    if call.decided_month is None:
        return ""
    if call.decision_on:
        said = say_day(call.decision_on, language=visitors_language(), year=True, weekday=False)
    else:
        said = _("around %(month)s") % {"month": month(call.decided_month)}
    return pgettext("decision", "%(day)s (%(fiscal_year)s)") % {"day": said, "fiscal_year": year(call.decision_year)}


def year(of: FiscalYear | None) -> str:
    """Return 令和8年度, FY2026."""
    if of is None:
        return ""
    return of.era_label if visitors_language().code == "ja" else of.label()


def fiscal_year_of(number: int | None) -> str:
    """Return the label of a fiscal year that is kept as a number."""
    return pgettext("grant", "for %(year)s") % {"year": year(FiscalYear(number))} if number else ""


def award_years(award: Any) -> str:
    """Return in which fiscal years, or else on which day, money was given."""
    if award.from_fy:
        last = award.to_fy if award.to_fy and award.to_fy != award.from_fy else None
        return str(FiscalYearRange.of_years(award.from_fy, last or award.from_fy))
    if award.awarded_on:
        return say_day(award.awarded_on, language=visitors_language(), year=True, weekday=False)
    return ""
