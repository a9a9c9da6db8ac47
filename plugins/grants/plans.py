"""締切逆算: from the deadline of a call back to the day on which one has to begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from icalendar import Event as Entry

from cms.core import calendar_files

from . import calendars
from .cards import Words
from .choices import ClosingKind
from .working_days import working_day_before


@dataclass(frozen=True)
class Step:
    """Something to do, and the working days that it takes."""

    label: Any
    days: int


@dataclass(frozen=True)
class Planned:
    """A step on its days. is_late: its days are over already."""

    label: str
    first: date
    last: date
    is_late: bool


@dataclass(frozen=True)
class Plan:
    """The steps in their order. is_late: one would have had to begin before today."""

    steps: Sequence[Planned]
    is_late: bool


#: Papers that have to have arrived travel by post.
ON_THE_WAY = {ClosingKind.RECEIVED.value: 3}


def usual_steps(programme: Any, *, closing_kind: str = "") -> list[Step]:
    """Return the steps that most applications need, for a grant that staff have written none for."""
    steps = [Step(_("Read the guidelines and decide whether to apply"), 3)]
    if programme.talk_first:
        steps.append(Step(_("Talk with the section in charge"), 5))
    return [
        *steps,
        Step(_("Write the application and the budget"), 10),
        Step(_("Get the papers together: rules of the group, accounts, estimates"), 5),
        Step(_("Let the board decide on it"), 5),
        Step(_("Check everything and hand it in"), ON_THE_WAY.get(closing_kind, 1)),
    ]


def steps_of(call: Any) -> list[Step]:
    """Return the steps before the deadline of a call: those of its grant, else the usual ones."""
    own = [Step(row.display_label, row.days) for row in call.programme.plan_steps.all()]
    return own or usual_steps(call.programme, closing_kind=call.closing_kind)


def plan(steps: Iterable[Step], *, last_day: date, today: date) -> Plan:
    """Put the steps on working days, one after the other, so that all are done before the last day."""
    planned: list[Planned] = []
    before = last_day
    for step in reversed(list(steps)):
        last = first = working_day_before(before)
        for _day in range(step.days - 1):
            first = working_day_before(first)
        planned.append(Planned(str(step.label), first, last, is_late=last < today))
        before = first
    planned.reverse()
    return Plan(planned, is_late=bool(planned) and planned[0].first < today)


def as_calendar(call: Any, words: Words, url: str, *, now: datetime, today: date) -> bytes:
    """Return the plan as a file: each step as whole days, and the deadline under the identifier that it always has."""
    made = calendar_files.begun(product=calendars.PRODUCT, name=words.title)
    for number, step in enumerate(plan(steps_of(call), last_day=call.closes_on, today=today).steps, start=1):
        entry = Entry()
        entry.add("uid", f"{call.uuid}-{number}@kakehashi")
        entry.add("sequence", calendars.sequence_of(call))
        entry.add("dtstamp", now.astimezone(UTC))
        calendars.add_days(entry, step.first, step.last)
        entry.add("summary", f"{step.label} ({words.title})")
        entry.add("transp", "TRANSPARENT")
        entry.add("url", url)
        made.add_component(entry)
    made.add_component(calendars.deadline_of(call, words, url, now=now))
    return bytes(made.to_ical())
