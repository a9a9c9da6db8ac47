"""Incidents noted inside a transaction that may yet be rolled back: what is lost with it is written again.

They are written inside at once, so that they count there; when the transaction commits they are sure. What is still
unsure when a request or a job ends, or when the next call into a plugin is made outside of a transaction, was rolled
back.
"""

import logging
import threading
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, transaction

from . import incidents
from .incidents import Noted

logger = logging.getLogger(__name__)


#: Of one transaction, so many incidents are remembered.
MOST = 100


class _Kept(threading.local):
    def __init__(self) -> None:
        self.noted: list[Noted] = []


_kept = _Kept()


def keep(noted: Noted) -> None:
    """Remember an incident until its transaction has committed. To be called inside the transaction."""
    if len(_kept.noted) < MOST:
        _kept.noted.append(noted)

    def is_sure() -> None:  # no partial: Django names a robust hook that failed by its name
        _is_sure(noted)

    transaction.on_commit(is_sure, robust=True)


def write_lost(**_signal: Any) -> None:
    """Write what a transaction that was rolled back has taken with it; nothing inside a transaction."""
    if not _kept.noted or connection.in_atomic_block:
        return
    lost, _kept.noted = _kept.noted, []
    for noted in lost:
        try:
            incidents.write(noted)
        except DatabaseError as error:
            logger.error("an incident could not be recorded: %s", type(error).__qualname__)


def forget() -> None:
    """Forget what is unsure; for tests, whose transactions are all rolled back."""
    _kept.noted = []


def _is_sure(noted: Noted) -> None:
    _kept.noted = [each for each in _kept.noted if each is not noted]
