"""イベントカレンダー: one month with its days and what takes place on each."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from babel.dates import get_day_names
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.spoken_dates import on_its_clock, say_day, say_time
from cms.core.statements import Statement
from cms.core.templatetags.kakehashi import in_visitors_language
from events import days, rows
from events.asking import Asked, ask
from events.narrowing import Question, Shape
from events.spoken_months import say_month
from events.statuses import Status, of_event
from events.visible import Visible, visitors_code

# So far the arrows lead; nobody plans further, and robots would follow them for ever.
MONTHS_BACK, MONTHS_AHEAD = 36, 24
ONE_DAY = timedelta(days=1)
SUNDAY_FIRST = calendar.Calendar(firstweekday=calendar.SUNDAY)


@dataclass(frozen=True)
class Entry:
    """An event on one day."""

    title: str
    url: str
    lang: str
    time: str
    status: Status
    is_cancelled: bool


@dataclass(frozen=True)
class MonthDay:
    """A day of the grid; of the months beside it, without entries."""

    day: date
    is_in_month: bool
    is_today: bool
    said: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Month:
    """The whole view. before, after: first days of the months beside it, None where the arrows end."""

    first: date
    said: str
    weekdays: Sequence[str]
    days: Sequence[MonthDay]
    before: date | None
    after: date | None
    before_said: str
    after_said: str
    total: int
    query: str
    asked: Asked


def months_between(first: date, second: date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month


def is_reachable(first: date, *, today: date) -> bool:
    """Whether there is a page for a month."""
    return -MONTHS_BACK <= months_between(today, first) <= MONTHS_AHEAD


def read(*, first: date, query: QueryDict, request: HttpRequest, site: Site, now: datetime) -> Month:
    """Return the month that begins with `first`, narrowed as the list would be. Two queries."""
    asked = ask(query)
    language = language_of(get_language() or SOURCE_LANGUAGE)
    today = timezone.localdate(now)
    entries, total = _entries(first, asked, request=request, site=site, now=now)
    weeks = SUNDAY_FIRST.monthdatescalendar(first.year, first.month)
    before, after = _next(first, -1), _next(first)
    return Month(
        first=first,
        said=say_month(first, language=language),
        weekdays=[language_weekday(day, language) for day in weeks[0]],
        days=[
            MonthDay(day, day.month == first.month, day == today, say_day(day, language=language), entries.get(day, ()))
            for week in weeks
            for day in week
        ],
        before=before if is_reachable(before, today=today) else None,
        after=after if is_reachable(after, today=today) else None,
        before_said=say_month(before, language=language),
        after_said=say_month(after, language=language),
        total=total,
        query=query.urlencode(),
        asked=asked,
    )


def language_weekday(day: date, language: Any) -> str:
    return str(get_day_names("abbreviated", locale=language.babel)[day.weekday()])


def _next(first: date, step: int = 1) -> date:
    number = first.year * 12 + first.month - 1 + step
    return date(number // 12, number % 12 + 1, 1)


def _entries(
    first: date, asked: Asked, *, request: HttpRequest, site: Site, now: datetime
) -> tuple[Mapping[date, Sequence[Entry]], int]:
    """Return what takes place by day, and how many events that are."""
    question = Question(Visible.on(site), asked, now)
    last = _next(first) - ONE_DAY
    # A day longer at both ends: on the clock of its place an event may be in this month, and in Japan in another.
    begin, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in (first - ONE_DAY, last + 2 * ONE_DAY))
    events = _in_month(question.shape)(**question.values, begin=begin, end=end)
    read = [row for row in rows.read(events, site=site, with_pages=True, free_at=now) if row.page is not None]
    found: dict[date, list[tuple[datetime, Entry]]] = {}
    shown = set()
    for row in read:
        status = of_event(row.event, row.free, now=now)
        for each in row.days:
            if taken := _days(each, first, last):
                shown.add(row.event.pk)
                entry = _entry(row, each, status, request)
                for day in taken:
                    found.setdefault(day, []).append((each.starts_at, entry))
    ordered = {day: [entry for _start, entry in sorted(each, key=lambda pair: pair[0])] for day, each in found.items()}
    return ordered, len(shown)


@lru_cache(maxsize=128)
def _in_month(shape: Shape) -> Statement:
    def build(*, begin: Any, end: Any, **marks: Any) -> Any:
        return shape.narrowed(shape.visible.marked(marks).events().between(begin, end), marks)

    return Statement(build, begin=datetime, end=datetime, **shape.kinds() | shape.visible.kinds)


def _days(span: days.Day, first: date, last: date) -> list[date]:
    """The days from `first` to `last` on which it takes place, by the clock of its place."""
    begin = max(on_its_clock(span.starts_at).date(), first)
    # What ends at midnight does not take place on the next day.
    end = min(on_its_clock(span.ends_at - timedelta(seconds=1)).date(), last)
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


def _entry(row: rows.Row, span: days.Day, status: Status, request: HttpRequest) -> Entry:
    page = row.page
    written_in = language_of(page.locale.language_code)
    return Entry(
        title=page.title,
        url=in_visitors_language(page.get_url(request) or ""),
        lang="" if written_in.code == visitors_code() else written_in.bcp47,
        time=say_time(span.starts_at),
        status=status,
        is_cancelled=span.is_cancelled or row.event.is_cancelled,
    )
