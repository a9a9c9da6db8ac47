"""What a process did with its batch, written where `kill -9` cannot take it back, and a lock that says it is alive.

A database lock alone is no fence: the server may end the session of a process that goes on sending. The kernel gives
an flock up when the process ends and never before, also while it is stopped.
"""

import errno
import fcntl
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from cms.mail.outcomes import Outcome, Result
from cms.mail.states import Reason

ENDING = ".journal"
INTENT, RESULT = "I", "R"
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
    """One batch's journal, locked. Each line is one write to the kernel, which outlives the process."""

    def __init__(self, descriptor: int, path: Path):
        self._descriptor = descriptor
        self._path = path

    def intend(self, pk: int) -> None:
        """Note that the final dot of this delivery is about to be sent. Raises OSError when that cannot be noted."""
        self._write(b"I %d\n" % pk)

    def conclude(self, pk: int, outcome: Outcome) -> None:
        """Note what came of a delivery."""
        if outcome.result is Result.SENT:
            self._write(b"R %d %d\n" % (pk, outcome.code or 0))
            return
        reason = str(Reason(outcome.reason).value)
        told = [outcome.result.value, reason, outcome.code, outcome.reply[:500], outcome.no_such_mailbox]
        self._write(f"R {pk} {json.dumps(told)}\n".encode())

    def _write(self, line: bytes) -> None:
        if os.write(self._descriptor, line) != len(line):
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


def _take(line: bytes, account: Account) -> None:
    kind, _space, rest = line.decode("utf-8", "replace").partition(" ")
    number, _space, told = rest.rstrip("\n").partition(" ")
    if not number.isdecimal():
        return
    if kind == INTENT:
        account.doubtful.add(int(number))
    elif kind == RESULT and line.endswith(b"\n"):
        account.results[int(number)] = _outcome(told)
        account.doubtful.discard(int(number))


def _outcome(told: str) -> Outcome:
    if told.isdecimal():
        return Outcome(Result.SENT, code=int(told) or None)
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
    return _name_in(str(folder()))


def _name_in(path: str) -> str:
    file = Path(path) / "name"
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


@contextmanager
def begin(token: str) -> Iterator[Journal]:
    """Make a batch's journal and hold its lock. What is not removed is left for recovery to read."""
    path = folder() / f"{token}{ENDING}"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Journal(descriptor, path)
    finally:
        os.close(descriptor)


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
