"""Many processes at once, some of them killed in the middle of what they do."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections

from events.registration import services
from events.registration.models import CapacityPool
from events.registration.services import entry
from events.registration.services.ledger import Ledger

FORK = multiprocessing.get_context("fork")
MOST_KILLS = 12  # on a slow machine a crowd that is killed for ever comes to no end
Job = Callable[[int, Path], None]


class Crowd:
    """`size` processes that each do `job(number, acknowledgements)`; who is killed begins again with the same number.

    acknowledgements: a file to which a process adds a line when somebody was told something.
    """

    def __init__(self, job: Job, *, size: int, folder: Path) -> None:
        self.job, self.size, self.folder = job, size, folder
        self.kills = 0

    def run(self, *, kill_every: float | None = None, patience: float = 240.0) -> list[str]:
        """Let all do their work, killing one every so many seconds; return what was acknowledged."""
        connections.close_all()  # a connection must not be shared by two processes
        running = {number: self._start(number) for number in range(self.size)}
        deadline, next_kill = time.monotonic() + patience, time.monotonic() + (kill_every or patience)
        while running:
            assert time.monotonic() < deadline, "the crowd did not come to an end"
            for number, process in list(running.items()):
                process.join(0.01)
                if process.exitcode == 0:
                    del running[number]
                elif process.exitcode == -signal.SIGKILL:
                    running[number] = self._start(number)
                elif process.exitcode is not None:
                    raise AssertionError((self.folder / f"{number}.error").read_text())
            if kill_every is not None and running and self.kills < MOST_KILLS and time.monotonic() >= next_kill:
                victim = random.choice(list(running.values()))
                if victim.pid and victim.exitcode is None:
                    os.kill(victim.pid, signal.SIGKILL)
                    self.kills += 1
                next_kill = time.monotonic() + kill_every
        return self.acknowledged()

    def acknowledged(self) -> list[str]:
        files = sorted(self.folder.glob("*.acknowledged"))
        return [line for file in files for line in lines(file)]

    def _start(self, number: int) -> Any:
        process = FORK.Process(target=self._work, args=(number,), daemon=True)
        process.start()
        return process

    def _work(self, number: int) -> None:
        try:
            random.seed(os.getpid())
            self.job(number, self.folder / f"{number}.acknowledged")
            code = 0
        except BaseException:
            (self.folder / f"{number}.error").write_text(traceback.format_exc())
            code = 1
        connections.close_all()
        os._exit(code)  # pytest's own endings are not for this process


def lines(file: Path) -> list[str]:
    """Return the whole lines of a file of acknowledgements."""
    written = file.read_text().splitlines() if file.exists() else []
    return [line for line in written if line.endswith(".")]


def acknowledge(file: Path, *words: object) -> None:
    """Add a line that survives the process, on a line of its own and ended, so that half a line is known as such."""
    with file.open("a") as written:
        written.write("\n" + " ".join(map(str, words)) + ".\n")


@contextmanager
def no_lock(ids: Any, **options: Any) -> Iterator[Ledger]:
    """Stand in for `locked_pools` with the lock switched off: read, dawdle, write."""
    ledger = Ledger(CapacityPool.objects.filter(pk__in=list(ids)))
    time.sleep(random.uniform(0.005, 0.02))
    yield ledger
    ledger.write()


def without_lock(job: Job) -> Job:
    """Return the job as it is done in a process where nothing is locked: the control of every test here."""

    def work(number: int, file: Path) -> None:
        entry.locked_pools = no_lock  # type: ignore[assignment] # in this process only
        job(number, file)

    return work


def holds(now: Any) -> list[Any]:
    """Return the invariants that do not hold."""
    return list(services.reconcile(now=now))
