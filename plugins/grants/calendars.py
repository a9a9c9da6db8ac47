"""Deadlines as iCalendar (RFC 5545): those of a visitor's choice, to subscribe to. An estimate is never among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Event as Entry

from cms.core import calendar_files

from . import spoken
from .cards import Words
from .japan_time import LAST_MINUTE

PRODUCT = "-//Kakehashi//Grants//EN"
#: A deadline at a time of day is shown as the half-hour that ends with it.
SHOWN = timedelta(minutes=30)


def of_deadlines(
    told: Iterable[tuple[Any, Words, str]], *, name: str, now: datetime, to_subscribe: bool = False
) -> bytes:
    """Return the file. told: (call, words about its grant, address of their page) of each call with a deadline."""
    made = calendar_files.begun(product=PRODUCT, name=name, to_subscribe=to_subscribe)
    for call, words, url in told:
        made.add_component(deadline_of(call, words, url, now=now))
    return bytes(made.to_ical())


def deadline_of(call: Any, words: Words, url: str, *, now: datetime) -> Entry:
    """Return the entry of a deadline. It keeps its identifier when the day moves, and its sequence grows (3.8.7.4).

    A day alone is an entry for the whole day, whatever clock the calendar keeps; so is 23:59, by which people mean the
    same. Any other time is a moment in Japan.
    """
    made = Entry()
    made.add("uid", f"{call.uuid}@kakehashi")
    made.add("sequence", sequence_of(call))
    made.add("dtstamp", now.astimezone(UTC))
    made.add("last-modified", call.updated_at.astimezone(UTC))
    if _is_whole_day(call):
        add_days(made, call.closes_on, call.closes_on)
    else:
        made.add("dtstart", (call.closes_at - SHOWN).astimezone(UTC))
        made.add("dtend", call.closes_at.astimezone(UTC))
    title = f"{words.title} {call.display_label}".strip()
    made.add("summary", _("Deadline: %(grant)s") % {"grant": title})
    made.add("transp", "TRANSPARENT")
    made.add("url", call.guidelines_url or url)
    made.add("description", "\n".join(line for line in _lines(call, words, url) if line))
    return made


def sequence_of(call: Any) -> int:
    """Return a number that grows whenever the call is changed: the seconds since it was entered."""
    return int((call.updated_at - call.created_at).total_seconds())


def add_days(entry: Entry, first: date, last: date) -> None:
    """Make an entry that fills whole days: its end is the day after the last (RFC 5545, 3.6.1)."""
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))


def _is_whole_day(call: Any) -> bool:
    time = call.closes_time
    return time is None or time.replace(second=0, microsecond=0) == LAST_MINUTE


def _lines(call: Any, words: Words, url: str) -> Iterable[str]:
    # The day is said with its year: a calendar is read long after it was written.
    last = spoken.deadline(call, now=call.closes_at - timedelta(days=800))
    yield pgettext("calendar", "Last day: %(day)s (Japan time)") % {"day": last}
    yield call.programme.funder.display_name
    yield call.spoken_amount
    yield words.summary
    yield _("Please check the funder’s own page before you apply.")
    yield url
