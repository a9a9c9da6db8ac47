"""A lock between processes: in turn, in time, and never kept by the dead."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from pathlib import Path

import pytest

from cms.sqlite.file_locks import NotHad, file_lock

FORK = multiprocessing.get_context("fork")


def later(seconds: float = 60.0) -> float:
    return time.monotonic() + seconds


def line(path: Path) -> list[str]:
    return sorted(os.listdir(path.with_name(f"{path.name}.line")))


def until(is_so) -> None:  # type: ignore[no-untyped-def]
    deadline = later()
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_who_came_first_is_served_first(tmp_path: Path) -> None:
    path, served = tmp_path / "7", []

    def wait(number: int) -> None:
        with file_lock(path, deadline=later()):
            served.append(number)

    people = [threading.Thread(target=wait, args=(number,)) for number in range(12)]
    with file_lock(path, deadline=later()):
        for number, person in enumerate(people, start=1):
            person.start()
            until(lambda number=number: len(line(path)) == number)
    for person in people:
        person.join()
    assert served == list(range(12))


def test_a_lock_that_is_held_is_not_had_in_time(tmp_path: Path) -> None:
    path = tmp_path / "7"
    with file_lock(path, deadline=later()), pytest.raises(NotHad), file_lock(path, deadline=later(0.05)):
        pass
    assert line(path) == []


def hold(path: Path) -> None:
    with file_lock(path, deadline=later()):
        path.with_name("had").touch()
        time.sleep(60)


def killed(path: Path, *, when) -> None:  # type: ignore[no-untyped-def]
    """Let another process ask for the lock, and kill it as soon as it is so far."""
    process = FORK.Process(target=hold, args=(path,), daemon=True)
    process.start()
    until(when)
    process.kill()
    process.join()


def test_a_process_that_is_killed_with_the_lock_keeps_nobody_waiting(tmp_path: Path) -> None:
    path = tmp_path / "7"
    killed(path, when=path.with_name("had").exists)
    with file_lock(path, deadline=later(20)):
        assert line(path) == []


def test_a_process_that_is_killed_while_it_waits_keeps_nobody_waiting(tmp_path: Path) -> None:
    path = tmp_path / "7"
    with file_lock(path, deadline=later()):
        killed(path, when=lambda: line(path))
        assert len(line(path)) == 1, "control: its place is still there"
    with file_lock(path, deadline=later(20)):
        assert line(path) == []


def stand_in_line(path: Path) -> None:
    with file_lock(path, deadline=later()), pytest.raises(NotHad), file_lock(path, deadline=later(0.05)):
        pass


def owners(folder: Path) -> set[int]:
    return {found.stat().st_uid for found in (folder, *folder.rglob("*"))}


@pytest.fixture
def of_the_service(tmp_path: Path) -> Path:
    """A folder of another account, which the test, as root, may write into."""
    os.chown(tmp_path, 65534, 65534)
    return tmp_path


ROOT_ONLY = pytest.mark.skipif("os.getuid() != 0", reason="only root makes files that others may not write")


@ROOT_ONLY
def test_what_root_makes_belongs_to_the_account_around_it(of_the_service: Path) -> None:
    stand_in_line(of_the_service / "locks" / "7")
    assert owners(of_the_service) == {65534}


@ROOT_ONLY
def test_root_gives_away_nothing_that_a_link_leads_to(of_the_service: Path) -> None:
    lock, other = of_the_service / "locks" / "7", of_the_service.parent / "of-root"
    stand_in_line(lock)
    other.touch()
    lock.unlink()
    lock.symlink_to(other)
    with pytest.raises(OSError, match="symbolic"):
        stand_in_line(lock)
    lock.unlink()
    os.link(other, lock)
    stand_in_line(lock)
    assert other.stat().st_uid == 0


@ROOT_ONLY
def test_root_gives_away_nothing_that_has_something_in_it(of_the_service: Path) -> None:
    lock = of_the_service / "7"
    lock.write_text("of root")
    stand_in_line(lock)
    assert lock.stat().st_uid == 0
