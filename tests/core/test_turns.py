"""All who write on SQLite stand in one line, and each writes when it is her turn."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from cms.accounts.models import User
from cms.core.database_away import is_away
from cms.core.models import PublicAttempt
from cms.core.public_forms import limits
from cms.core.turns import locks_folder, turn_to_write
from cms.sqlite.file_locks import NotHad, file_lock

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


def until_somebody_waits() -> None:
    deadline = time.monotonic() + 60
    while not waiting():
        assert time.monotonic() < deadline, "nobody stands in the line"
        time.sleep(0.005)


def test_who_sends_a_form_stands_in_the_line_until_it_is_her_turn() -> None:
    counted: list[bool] = []
    with file_lock(locks_folder() / "write", deadline=time.monotonic() + 60):
        other = elsewhere(lambda: counted.append(hit()))
        other.__enter__()
        until_somebody_waits()
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
    with transaction.atomic(), turn_to_write(patience=0):
        assert hit()
        assert not is_free()
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


def seen() -> None:
    User.objects.filter(username="staff").update(last_login=timezone.now())


def seen_in_a_transaction() -> None:
    with transaction.atomic():
        seen()


@pytest.mark.parametrize("work", [seen, seen_in_a_transaction])
def test_whoever_writes_stands_in_the_line(work: Callable[[], None]) -> None:
    User.objects.create_user("staff")
    with file_lock(locks_folder() / "write", deadline=time.monotonic() + 60):
        other = elsewhere(work)
        other.__enter__()
        until_somebody_waits()
        assert User.objects.get().last_login is None, "who reads waits for nobody"
    other.__exit__(None, None, None)
    assert User.objects.get().last_login is not None
    assert is_free()


def test_a_line_that_breaks_off_amid_a_transaction_keeps_nobody_waiting() -> None:
    with transaction.atomic():
        seen()
        assert not is_free()
        connection.close()
        assert is_free()


def test_a_transaction_that_is_taken_back_keeps_nobody_waiting() -> None:
    with transaction.atomic():
        seen()
        transaction.set_rollback(True)
    assert is_free()


def test_where_no_line_can_be_made_sqlite_lets_one_in_at_a_time(tmp_path: Path, caplog: Any, monkeypatch: Any) -> None:
    User.objects.create_user("staff")
    (tmp_path / "file").touch()
    monkeypatch.setattr("cms.sqlite.base.locks_folder", lambda _settings: tmp_path / "file")
    seen()
    seen_in_a_transaction()
    assert User.objects.get().last_login is not None
    said = [record.getMessage() for record in caplog.records if record.name == "cms.sqlite.base"]
    assert said == ["nobody stands in line to write: NotADirectoryError"], "once, not at every write"
