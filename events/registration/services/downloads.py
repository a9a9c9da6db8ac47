"""Lists with persons that leave the site."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from events.registration.choices import Action, ActorKind
from events.registration.models import Event, RegistrationEvent


def note_download(
    *, event: Event, what: Literal["roster", "everybody"], file: str, rows: int, by: Any, now: datetime,
    session: int | None = None,
) -> RegistrationEvent:  # fmt: skip
    """Write down that somebody took a list with persons away: who, which, when and how many; no person.

    file: its kind, as "csv". rows: how many persons. session: of a roster.
    """
    data = {"list": what, "file": file, "rows": rows} | ({"session": session} if session is not None else {})
    return RegistrationEvent.objects.create(
        event=event, at=now, action=Action.DOWNLOADED, actor=ActorKind.STAFF, user=by, data=data
    )
