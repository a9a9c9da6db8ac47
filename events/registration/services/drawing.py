"""Draws that anybody can check."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from events.registration.models import Draw, Registration
from events.registration.outcomes import DrawCheck


def commit_draw(*, offering: int, now: datetime) -> Draw:
    """Fix the seed of the draw and publish its hash; a second call returns the first draw.

    Raises: NotALottery.
    """
    raise NotImplementedError


def run_draw(*, offering: int, by: Any, now: datetime) -> list[Registration]:
    """Draw: rank all who applied, give places down the list, put the others on the waiting list, or tell them.

    Raises: NotALottery, StillOpen, AlreadyDrawn, PoolsBusy.
    """
    raise NotImplementedError


def check_draw(*, offering: int) -> DrawCheck:
    """Work the draw out once more from what is published.

    Raises: NotALottery (there was no draw).
    """
    raise NotImplementedError
