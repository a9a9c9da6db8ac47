"""Giving a whole registration back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.choices import Action, ActorKind, MessageKind
from events.registration.exceptions import HasBegun
from events.registration.letter_rows import sessions_of
from events.registration.models import Registration
from events.registration.news import News
from events.registration.states import State

from .attendance import take_back_check_ins
from .finding import check_version, locked_registration
from .journal import move_to, record
from .ledger import Ledger
from .placement import has_begun, release_all, serve


def cancel(
    *, registration: int, now: datetime, by: Any = None, reason: str = "", version: int | None = None
) -> Registration:
    """Cancel a registration and give what it held to who waits. Cancelling a cancelled one changes nothing.

    version: what the person saw; another one refuses with `ChangedMeanwhile`. reason: told in the mail when staff
    cancel, in the registrant's language.

    Raises: HasBegun (when people themselves cancel after the start), MoveNotAllowed, ChangedMeanwhile, Erased,
    PoolsBusy.
    """
    with locked_registration(registration) as (ledger, row):
        if row.state == State.CANCELLED:
            return row
        check_version(row, version)
        if by is None and has_begun(row.offering, now=now):
            raise HasBegun
        take_back(ledger, row, now=now, by=by, reason=reason)
        serve(ledger, now=now)
    return row


def take_back(
    ledger: Ledger, row: Registration, *, now: datetime, by: Any, reason: str = "",
    tells: str = MessageKind.CANCELLED, actor: str = ActorKind.CITIZEN,
) -> None:  # fmt: skip
    """Cancel one registration, free what it held and take back check-ins ahead of time. The caller serves the queue."""
    had_place = row.state == State.CONFIRMED
    sessions = sessions_of(row, cancelled=True)
    before = move_to(row, State.CANCELLED, now=now)
    release_all(ledger, row)
    news = News(reason=reason, had_place=had_place, by_staff=by is not None, sessions=sessions)
    record(
        registration=row, action=Action.CANCELLED, now=now, by=by, actor=actor, before=before, tells=tells, news=news
    )
    if had_place:
        take_back_check_ins(registration=row, now=now, by=by)
