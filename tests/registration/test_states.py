"""The table of moves."""

from itertools import product

import pytest

from events.registration.exceptions import MoveNotAllowed
from events.registration.states import ACTIVE, FIRST, MOVES, TERMINAL, State, check_move

ALLOWED = {
    ("unverified", "confirmed"), ("unverified", "waitlisted"), ("unverified", "applied"),
    ("unverified", "expired"), ("unverified", "cancelled"),
    ("applied", "confirmed"), ("applied", "waitlisted"), ("applied", "not_selected"), ("applied", "rejected"),
    ("applied", "cancelled"),
    ("waitlisted", "confirmed"), ("waitlisted", "offered"), ("waitlisted", "cancelled"),
    ("offered", "confirmed"), ("offered", "declined"), ("offered", "expired"), ("offered", "cancelled"),
    ("confirmed", "cancelled"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), sorted(product(State.values, State.values)))
def test_a_move_is_allowed_exactly_when_it_is_in_the_table(before: str, after: str) -> None:
    if (before, after) in ALLOWED:
        check_move(State(before), State(after))
    else:
        with pytest.raises(MoveNotAllowed):
            check_move(State(before), State(after))


def test_every_state_has_a_row_in_the_table() -> None:
    assert set(MOVES) == set(State)


def test_every_active_registration_can_be_cancelled() -> None:
    assert all(State.CANCELLED in MOVES[state] for state in ACTIVE)


def test_a_registration_begins_active() -> None:
    assert FIRST <= ACTIVE


def test_active_and_terminal_states_are_all_states() -> None:
    assert set(ACTIVE) | set(TERMINAL) == set(State)
