"""A lock between processes that is had in the order in which it was asked for, and ends with the process that held it.

`flock` tells nobody whose turn it is: of those who ask again and again, the one who happens to ask at the right moment
is next, and on a busy machine somebody is overtaken by thirty others. So who has to wait stands in a line: a file for
each, named by the time at which it came, and locked as long as its process lives. Only the first of the line asks.

What root makes here belongs to whom the folder around it belongs to, as SQLite does with the files beside a database: a
command that was once run as root keeps nobody out of the line.
"""

from __future__ import annotations

import fcntl
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

# Seconds between two looks: of the first of the line, and for each who stands before one, so that a long line costs no
# more than a short one.
FIRST, FOR_EACH_BEFORE, LONGEST = 0.0005, 0.002, 0.02


class NotHad(Exception):
    """The lock was not had in time."""


@contextmanager
def file_lock(path: Path, *, deadline: float) -> Iterator[None]:
    """Hold the lock of the file at `path`, made where there is none.

    deadline: of `time.monotonic`. Raises NotHad when it passes.
    """
    line = path.with_name(f"{path.name}.line")
    _make(line)
    handle = _open(path)
    try:
        if any(line.iterdir()) or not _take(handle):
            _wait(line, handle, deadline)
        yield
    finally:
        os.close(handle)  # and with it the lock


def _make(folder: Path) -> None:
    try:
        folder.mkdir()
    except FileNotFoundError:
        _make(folder.parent)
        _make(folder)
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        if os.geteuid() == 0:
            around = folder.parent.stat()
            os.chown(folder, around.st_uid, around.st_gid, follow_symlinks=False)


def _open(path: Path) -> int:
    # No links: root gives away what stands here, and whoever owns the folder could have it lead anywhere.
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        made, around = os.fstat(handle), path.parent.stat()
        if made.st_uid != around.st_uid and made.st_uid == made.st_size == 0 and made.st_nlink == 1:
            os.fchown(handle, around.st_uid, around.st_gid)
    return handle


def _wait(line: Path, handle: int, deadline: float) -> None:
    with _place_in(line) as place:
        while (before := _before(line, place)) or not _take(handle):
            if time.monotonic() >= deadline:
                raise NotHad
            pause = min(before * FOR_EACH_BEFORE, LONGEST) or FIRST
            time.sleep(random.uniform(pause / 2, pause))


@contextmanager
def _place_in(line: Path) -> Iterator[str]:
    """Stand in the line, under a name that sorts by the time of coming, until the block ends or the process does."""
    name = f"{time.monotonic_ns():020}-{uuid4().hex}"
    waiting = line.with_name(f"{name}.coming")
    mine = _open(waiting)
    try:
        fcntl.flock(mine, fcntl.LOCK_EX)
        # Locked before it is seen: an unlocked file in the line is one of a process that has died.
        waiting.rename(line / name)
        yield name
    finally:
        for left in (line / name, waiting):
            left.unlink(missing_ok=True)
        os.close(mine)


def _before(line: Path, place: str) -> int:
    """Return how many stand before a place, and clear away the first of them when its process has died."""
    before = sorted(entry.name for entry in line.iterdir() if entry.name < place)
    if before:
        with suppress(FileNotFoundError):  # it was served in the meantime
            other = os.open(line / before[0], os.O_RDWR | os.O_CLOEXEC)
            try:
                if _take(other):
                    (line / before[0]).unlink(missing_ok=True)
            finally:
                os.close(other)
    return len(before)


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
