"""Lists of who comes and who waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.registration.models import Registration, Session
from events.registration.outcomes import RosterRow, Waiting


def roster(*, session: Session) -> Sequence[RosterRow]:
    """Return the people who have a place at a date, in the order of their readings."""
    raise NotImplementedError


def queue_of(*, event: int) -> Sequence[Waiting]:
    """Return who waits, per offering in the order of the queue, with why."""
    raise NotImplementedError


def export(*, event: int) -> tuple[Sequence[str], Sequence[Sequence[Any]]]:
    """Return headings and rows of all registrations of an event, one row per person; dates are aware, texts are as
    typed.

    Who writes them to a file guards against formulas.
    """
    raise NotImplementedError


def my_data(*, registration: Registration) -> dict[str, Any]:
    """Return all that is kept about a registration, for the person it is about."""
    raise NotImplementedError
