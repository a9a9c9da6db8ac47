"""What the clock of a place shows, in SQL: the day, the month and the fiscal year of a moment, as text."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Func
from django.utils import timezone

from cms.core.fiscal_year import APRIL


@cache
def minutes_ahead(name: str) -> int | None:
    """The minutes by which clocks of a zone are ahead of UTC, None where that changes in the course of a year."""
    zone = ZoneInfo(name)
    moments = [datetime(year, month, 1, tzinfo=UTC) for year in (2000, 2030) for month in (1, 7)]
    found = {moment.astimezone(zone).utcoffset() for moment in moments}
    offset = found.pop()
    return None if found or offset is None else int(offset.total_seconds() // 60)


def written(compiler: Any, template: str, **expressions: Any) -> tuple[str, list[Any]]:
    """Put expressions into SQL by name; their parameters come in the order in which the template names them."""
    compiled = {name: compiler.compile(expression) for name, expression in expressions.items()}
    order = [name for _text, name, _spec, _conversion in Formatter().parse(template) if name]
    params = [param for name in order for param in compiled[name][1]]
    return template.format(**{name: sql for name, (sql, _params) in compiled.items()}), params


def sqlite_day(connection: Any, moment: str) -> str:
    """A template for the local day of `{moment}` in `{zone}`, for SQLite."""
    anywhere = f"django_datetime_cast_date({{{moment}}}, {{zone}}, '{connection.timezone_name}')"
    return _where_it_is(anywhere, f"DATE({{{moment}}}, '{{minutes}} minutes')")


def sqlite_clock(connection: Any, moment: str) -> str:
    """A template for day and time of `{moment}` on the clock of `{zone}`, for SQLite."""
    anywhere = f"django_datetime_trunc('second', {{{moment}}}, {{zone}}, '{connection.timezone_name}')"
    return _where_it_is(anywhere, f"DATETIME({{{moment}}}, '{{minutes}} minutes')")


def _where_it_is(anywhere: str, at_home: str) -> str:
    """Functions of Django's, in Python, reckon anywhere. At home, if clocks never change there, SQLite does itself."""
    home = timezone.get_default_timezone_name()
    minutes = minutes_ahead(home)
    if minutes is None:
        return anywhere
    at_home = at_home.replace("{minutes}", f"{minutes:+d}")
    return f"(CASE WHEN {{zone}} = '{home}' THEN {at_home} ELSE {anywhere} END)"


class _LocalPart(Func):
    """A moment's day in a zone, `months_back` months earlier, as `pattern` (on SQLite) and `spelling` write it."""

    output_field = CharField()
    months_back, pattern, spelling = 0, "", ""

    def __init__(self, moment: Any, zone: Any) -> None:
        super().__init__(moment, zone)

    def as_sqlite(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        pattern = self.pattern.replace("%", "%%")  # a single one marks a parameter
        template = f"STRFTIME('{pattern}', {sqlite_day(connection, 'moment')}, '-{self.months_back} months')"
        return self._written(compiler, template)

    def as_postgresql(self, compiler: Any, connection: Any, **_extra: Any) -> Any:
        moment = f"({{moment}} AT TIME ZONE {{zone}}) - INTERVAL '{self.months_back} months'"
        return self._written(compiler, f"TO_CHAR({moment}, '{self.spelling}')")

    def _written(self, compiler: Any, template: str) -> tuple[str, list[Any]]:
        moment, zone = self.source_expressions
        return written(compiler, template, moment=moment, zone=zone)


class LocalMonth(_LocalPart):
    """As 2026-12."""

    pattern, spelling = "%Y-%m", "YYYY-MM"


class LocalFiscalYear(_LocalPart):
    """As 2026, from April 2026 to March 2027."""

    months_back, pattern, spelling = APRIL - 1, "%Y", "YYYY"
