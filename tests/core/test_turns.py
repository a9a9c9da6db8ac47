"""What many visitors write on SQLite stands in one line, and each writes when it is her turn."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cms.core.database_away import is_away
from cms.core.file_locks import NotHad, file_lock
from cms.core.models import PublicAttempt
from cms.core.public_forms import limits
from cms.core.turns import locks_folder, turn_to_write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has lines of its own"),
]


@contextmanager
def elsewhere(work: Callable[[], object]) -> Iterator[None]:
    """Let a thread with a connection of its own do something meanwhile, and wait for its end."""

    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def hit() -> bool:
    return limits.hit(scope="test", address="192.0.2.1", limit=5, per=timedelta(hours=1), now=timezone.now())


def is_free() -> bool:
    """Whether nobody has the turn."""
    try:
        with file_lock(locks_folder() / "write", deadline=time.monotonic()):
            return True
    except NotHad:
        return False


def waiting() -> int:
    return len(os.listdir(locks_folder() / "write.line"))


def test_who_sends_a_form_stands_in_the_line_until_it_is_her_turn() -> None:
    counted: list[bool] = []
    with file_lock(locks_folder() / "write", deadline=time.monotonic() + 60):
        other = elsewhere(lambda: counted.append(hit()))
        other.__enter__()
        deadline = time.monotonic() + 60
        while not waiting():
            assert time.monotonic() < deadline, "nobody stands in the line"
            time.sleep(0.005)
        assert (counted, PublicAttempt.objects.count()) == ([], 0)
    other.__exit__(None, None, None)
    assert (counted, PublicAttempt.objects.count(), waiting()) == ([True], 1, 0)


def test_a_turn_lasts_until_the_commit_and_no_longer() -> None:
    seen: list[bool] = []
    with turn_to_write():
        with elsewhere(lambda: seen.append(is_free())):
            pass
        transaction.on_commit(lambda: seen.append(is_free()))
    assert seen == [False, True]


def test_a_turn_ends_when_what_was_to_be_written_fails() -> None:
    def fail() -> None:
        with turn_to_write():
            hit()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (is_free(), PublicAttempt.objects.count()) == (True, 0)


def test_inside_a_transaction_the_turn_is_had_already() -> None:
    with transaction.atomic(), file_lock(locks_folder() / "write", deadline=time.monotonic()):
        assert hit()
    assert PublicAttempt.objects.count() == 1


def test_a_turn_that_does_not_come_is_a_database_that_is_away_for_a_moment() -> None:
    with (
        file_lock(locks_folder() / "write", deadline=time.monotonic()),
        pytest.raises(OperationalError) as error,
        turn_to_write(patience=0.05),
    ):
        pass
    assert is_away(error.value)
    assert waiting() == 0
