"""What a process did with its batch, written where `kill -9` cannot take it back, and a lock that says it is alive.

A journal has a line for each delivery of the batch, with a mark that goes from untouched to under way to sent. The
file is mapped into memory: setting a mark is one byte, costs no call to the kernel, and is the kernel's to keep from
then on. What a server said besides yes is added behind, and counts more than the marks.

A database lock alone is no fence: the server may end the session of a process that goes on sending. The kernel gives
an flock up when the process ends and never before, also while it is stopped.
"""

import errno
import fcntl
import json
import mmap
import os
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cms.mail.outcomes import Outcome, Result
from cms.mail.states import Reason

ENDING = ".journal"
# A line of a delivery: its number, the code it was taken with, and the mark.
LINE, LINE_READ = b"%19d 250 -\n", re.compile(rb" *(\d+) (\d{3}) ([-IS])")
LENGTH, CODE_AT, MARK_AT = 26, 20, 24
USUAL_CODE = 250
UNDER_WAY, SENT = ord("I"), ord("S")
RESULT = b"R "
TAKEN = Result.SENT
# So long a file that no batch knows is left alone: it may belong to a claim that is just being committed.
STRAY_AFTER = 3600.0  # seconds


class Missing(Exception):
    """There is no journal: nobody can tell what was handed over."""


class Held(Exception):
    """The process that writes it is alive."""


@dataclass
class Account:
    """What a journal tells: results by the delivery's number, and the deliveries whose result nobody wrote down."""

    results: dict[int, Outcome] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)


class Journal:
    """One batch's journal, locked."""

    def __init__(self, descriptor: int, path: Path):
        self._descriptor = descriptor
        self._path = path
        self._marks: Any = None
        self._lines: dict[int, int] = {}

    def enter(self, pks: Sequence[int]) -> None:
        """Enter the batch's deliveries, before the first is handed over. Raises OSError when there is no room."""
        self._write(b"".join([LINE % pk for pk in pks]))
        self._lines = {pk: number * LENGTH for number, pk in enumerate(pks)}
        self._marks = mmap.mmap(self._descriptor, len(pks) * LENGTH)

    def intend(self, pk: int) -> None:
        """Note that the final dot of this delivery is about to be sent."""
        self._marks[self._lines[pk] + MARK_AT] = UNDER_WAY

    def conclude(self, pk: int, outcome: Outcome) -> None:
        """Note what came of a delivery. Raises OSError when that cannot be noted."""
        if outcome.result is TAKEN:
            line = self._lines[pk]
            if outcome.code != USUAL_CODE:
                self._marks[line + CODE_AT : line + CODE_AT + 3] = b"%03d" % (outcome.code or 0)
            # Last, and one byte: the process may end between any two.
            self._marks[line + MARK_AT] = SENT
            return
        reason = str(Reason(outcome.reason).value)
        told = [outcome.result.value, reason, outcome.code, outcome.reply[:500], outcome.no_such_mailbox]
        self._write(f"R {pk} {json.dumps(told)}\n".encode())

    def _write(self, text: bytes) -> None:
        if os.write(self._descriptor, text) != len(text):
            raise OSError(errno.ENOSPC, "the journal cannot be written")

    def read(self) -> Account:
        """Return what it tells; a line that was cut off by the end of the process counts as far as it goes."""
        account = Account()
        with open(os.dup(self._descriptor), "rb") as file:
            file.seek(0)
            for line in file:
                _take(line, account)
        return account

    def remove(self) -> None:
        """Remove the file; everything it tells is in the database."""
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the lock up. What was not removed is left for recovery to read."""
        if self._marks is not None:
            self._marks.close()
        os.close(self._descriptor)

    def __enter__(self) -> "Journal":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _take(line: bytes, account: Account) -> None:
    if line.startswith(RESULT):
        number, _space, told = line[len(RESULT) :].partition(b" ")
        try:
            account.results[int(number)] = _outcome(told)
        except ValueError:  # cut off
            return
        account.doubtful.discard(int(number))
        return
    match = LINE_READ.match(line)
    if match is None:
        return
    pk, mark = int(match[1]), ord(match[3])
    if mark == SENT:
        account.results[pk] = Outcome(Result.SENT, code=int(match[2]) or None)
    elif mark == UNDER_WAY:
        account.doubtful.add(pk)


def _outcome(told: bytes) -> Outcome:
    result, reason, code, reply, unknown = json.loads(told)
    return Outcome(Result(result), Reason(reason), code, reply, unknown)


# The folder -------------------------------------------------------------------------------------------------


def folder() -> Path:
    """Return the folder of this machine's journals, made if need be and closed to others."""
    path = Path(settings.CMS_MAIL_JOURNAL_DIR)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def folder_name() -> str:
    """Return what batches call this folder: machines that do not share it cannot tell what is in it."""
    file = folder() / "name"
    try:
        return _name_in(str(file), file.stat().st_ino)
    except FileNotFoundError:
        return _make_name(file)


@lru_cache(maxsize=8)
def _name_in(path: str, inode: int) -> str:
    return _make_name(Path(path))


def _make_name(file: Path) -> str:
    while True:
        try:
            if name := file.read_text().strip():
                return name
        except FileNotFoundError:
            pass
        draft = file.with_name(f"name-{uuid.uuid4().hex}")
        draft.write_text(uuid.uuid4().hex)
        try:
            os.link(draft, file)  # the first one wins, and is complete
        except FileExistsError:
            pass
        finally:
            draft.unlink()


@cache
def boot() -> str:
    """Return a name for the present run of this machine; empty where the system has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def begin(token: str) -> Journal:
    """Make a batch's journal and hold its lock, until it is closed."""
    path = folder() / f"{token}{ENDING}"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return Journal(descriptor, path)


@contextmanager
def take_over(token: str) -> Iterator[Journal]:
    """Hold the journal of a batch whose process is gone. Raises Held while it is alive, Missing without a file."""
    path = folder() / f"{token}{ENDING}"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Missing from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
                raise Held from None
            raise
        yield Journal(descriptor, path)
    finally:
        os.close(descriptor)


def stray(known: set[str], *, now: float) -> Iterator[str]:
    """Yield the batches of old files that no batch in the database stands for."""
    for path in folder().glob(f"*{ENDING}"):
        try:
            is_old = now - path.stat().st_mtime > STRAY_AFTER
        except FileNotFoundError:  # its process has finished
            continue
        if is_old and path.stem not in known:
            yield path.stem
