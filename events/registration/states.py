"""What a registration can be, and which moves there are. Having come on the day is attendance, not a state."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .exceptions import MoveNotAllowed


class State(models.TextChoices):
    """Where a registration stands."""

    UNVERIFIED = "unverified", _("address not yet confirmed")
    APPLIED = "applied", pgettext_lazy("registration", "applied")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "confirmed")
    WAITLISTED = "waitlisted", _("waiting for a place")
    OFFERED = "offered", _("a place is offered")
    NOT_SELECTED = "not_selected", _("not selected in the draw")
    REJECTED = "rejected", _("not accepted")
    DECLINED = "declined", _("offer declined")
    EXPIRED = "expired", _("time ran out")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")


# No way leads back from a terminal state: coming again is a new registration with a new place in the queue.
MOVES: Mapping[State, frozenset[State]] = {
    State.UNVERIFIED: frozenset({State.CONFIRMED, State.WAITLISTED, State.APPLIED, State.EXPIRED, State.CANCELLED}),
    State.APPLIED: frozenset({State.CONFIRMED, State.WAITLISTED, State.NOT_SELECTED, State.REJECTED, State.CANCELLED}),
    State.WAITLISTED: frozenset({State.CONFIRMED, State.OFFERED, State.CANCELLED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.DECLINED, State.EXPIRED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.CANCELLED}),
    State.NOT_SELECTED: frozenset(),
    State.REJECTED: frozenset(),
    State.DECLINED: frozenset(),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
}
# What a registration may be when it is made.
FIRST = frozenset({State.UNVERIFIED, State.APPLIED, State.CONFIRMED, State.WAITLISTED})
ACTIVE = frozenset(state for state, moves in MOVES.items() if moves)
TERMINAL = frozenset(State) - ACTIVE


def check_move(before: State, after: State) -> None:
    """Refuse a move that is not in the table.

    Raises:
        MoveNotAllowed: with both states.
    """
    if after not in MOVES[before]:
        raise MoveNotAllowed(before=before, after=after)
