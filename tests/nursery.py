"""Processes for tests, each forked from one that has loaded the site already.

What is killed, or meets another, has to be a process of its own with connections of its own. To start one by its
command takes more than two seconds of CPU, nearly all of it for what is the same in each: Django, Wagtail, our apps.
So each process of tests has one other, the nursery, which loads them once, opens nothing, has no thread, and forks a
child whenever it is asked. A child reads environment and settings anew, as if it had been started with them, and finds
its own way to the database. Some test of each kind of process starts it by its command all the same.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from cms.stack.processes import die_with_parent, group_alive

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0  # seconds, for loading everything on a machine however busy
LARGEST = 1 << 18  # bytes of one order: a program and an environment
READY = b"ready"


class Nursery:
    """Forks children. One for all tests of a process: `nursery()`."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._orders.settimeout(PATIENCE)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery", str(theirs.fileno())], cwd=ROOT, stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], process_group=0, preexec_fn=die_with_parent(os.getpid(), signal.SIGKILL),
            )  # fmt: skip
        assert self._orders.recv(LARGEST) == READY, "the nursery did not come up"

    def start(
        self, program: str, *arguments: str, environment: Mapping[str, str], log: Path | None = None
    ) -> Forked:  # fmt: skip
        """Let a child run `program`, Python, with `arguments` in `sys.argv[1:]` and an environment of its own.

        It leads a process group. log: where what it says is added to; else it says it to `says()`.
        """
        order = {"program": program, "arguments": arguments, "environment": dict(environment)}
        their_input, our_input = os.pipe()
        if log is None:
            our_output, their_output = os.pipe()
        else:
            log.parent.mkdir(parents=True, exist_ok=True)
            our_output, their_output = -1, os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        begins_at = os.fstat(their_output).st_size
        # Only what goes to a log has its errors there, too: what is read line by line must not be mixed with them.
        passed = [their_input, their_output] + ([their_output] if log else [])
        socket.send_fds(self._orders, [json.dumps(order).encode()], passed)
        for end in (their_input, their_output):
            os.close(end)
        pid = int(self._orders.recv(LARGEST))
        output = None if log else os.fdopen(our_output, "r")
        return Forked(pid, self, os.fdopen(our_input, "w"), output, log, begins_at)

    def bury(self, pid: int) -> int:
        """Wait for a child that has ended, or is about to; return its exit code, negative for a signal."""
        self._orders.send(json.dumps({"bury": pid}).encode())
        return int(self._orders.recv(LARGEST))

    def stop(self) -> None:
        """End the nursery, and with it whoever is left of its children."""
        self._orders.close()
        self._process.wait()


@dataclass
class Forked:
    """A child of the nursery."""

    pid: int
    nursery: Nursery
    _input: IO[str]
    _output: IO[str] | None
    log: Path | None
    _log_begins_at: int
    exit_code: int | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        # Stays the name of this process even after its end: until it is buried its number is nobody else's.
        self._handle = os.pidfd_open(self.pid)

    def tell(self, line: str = "") -> None:
        """Write a line to its standard input."""
        self._input.write(f"{line}\n")
        self._input.flush()

    def says(self) -> str:
        """Wait for the next line that it writes; nothing once it has ended."""
        assert self._output is not None
        return self._output.readline().strip()

    def output(self) -> str:
        """Return what it wrote to its log."""
        assert self.log is not None
        return self.log.read_bytes()[self._log_begins_at :].decode(errors="replace")

    @property
    def is_running(self) -> bool:
        return self.exit_code is None and not self._has_ended(0)

    def wait(self, patience: float = PATIENCE) -> int:
        """Wait until it has ended; return its exit code, negative for a signal."""
        if self.exit_code is None:
            assert self._has_ended(patience), f"process {self.pid} has not ended"
            self.exit_code = self.nursery.bury(self.pid)
            os.close(self._handle)
            self._input.close()
            if self._output is not None:
                self._output.close()
        return self.exit_code

    def kill(self) -> None:
        """kill -9 it with all its children, and wait until it is gone."""
        if self.exit_code is None:
            os.killpg(self.pid, signal.SIGKILL)
            self.wait()

    def stop(self, *, grace: float = 8.0) -> None:
        """Ask the whole group to end, wait up to `grace` seconds, then kill what is left of it."""
        if self.exit_code is not None:
            return
        os.killpg(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + grace
        if self._has_ended(grace):
            self.wait()
        while group_alive(self.pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        if group_alive(self.pid):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()

    def _has_ended(self, patience: float) -> bool:
        return bool(select.select([self._handle], [], [], patience)[0])


@cache
def nursery() -> Nursery:
    """Return the nursery of this process of tests, brought up for whoever asks first."""
    return Nursery()


# In the nursery and in its children ------------------------------------------------------------------------------


def attend(orders: socket.socket) -> dict[str, Any] | None:
    """Fork whenever asked. Return in each child what it has to do, and nothing in the nursery once that is over."""
    while True:
        content, ends, _flags, _address = socket.recv_fds(orders, LARGEST, 3)
        if not content:
            return None
        order = json.loads(content)
        if "bury" in order:
            _pid, status = os.waitpid(order["bury"], 0)
            orders.send(str(os.waitstatus_to_exitcode(status)).encode())
            continue
        assert threading.active_count() == 1, "a process with threads cannot be forked safely"
        nursery_pid, pid = os.getpid(), os.fork()
        if not pid:
            orders.close()
            os.setpgid(0, 0)
            die_with_parent(nursery_pid, signal.SIGKILL)()
            for number, end in enumerate(ends):
                os.dup2(end, number)
                os.close(end)
            return order
        os.setpgid(pid, pid)  # whoever comes first: it can be killed as a group from now on
        for end in ends:
            os.close(end)
        orders.send(str(pid).encode())


def load() -> None:
    """Load what takes long and is the same for all; open nothing."""
    import django

    django.setup()
    from django.db import connections
    from django.urls import get_resolver

    from cms.celery import app

    for name in ("celery.bin.celery", "celery.apps.worker", "celery.concurrency.prefork", "kombu.transport.redis"):
        import_module(name)
    assert get_resolver().url_patterns
    assert not app.configured, "Celery has read its settings"
    assert not any(each.connection for each in connections.all(initialized_only=True)), "a connection is open"
    # No child has to look through what it got from here for garbage; nor does it get a copy of all of it by looking.
    gc.collect()
    gc.freeze()


def read_settings_anew() -> None:
    """Have the settings that the environment says by now, and nothing that was made by others."""
    from asgiref.local import Local
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connections
    from django.utils.functional import empty

    loaded = settings.INSTALLED_APPS
    for name in [name for name in sys.modules if name.startswith("cms.settings.")]:
        del sys.modules[name]
    settings._wrapped = empty
    assert loaded == settings.INSTALLED_APPS, "it needs a site with other apps than the nursery has loaded"
    for handler in (connections, caches):
        handler.__dict__.pop("settings", None)
        handler._settings = None
        handler._connections = Local(handler.thread_critical)


def main(orders: socket.socket) -> None:
    load()
    orders.send(READY)
    order = attend(orders)
    if order is not None:
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv[1:] = order["arguments"]
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        read_settings_anew()
        exec(compile(order["program"], "<forked>", "exec"), {"__name__": "__main__"})


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
