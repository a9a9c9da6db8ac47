"""Child processes that never outlive the process that started them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Looked up before any fork: between fork and exec nothing may be imported.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(parent: int, with_signal: int = signal.SIGTERM) -> Callable[[], None]:
    """Return what a child runs before exec: the kernel sends it `with_signal` when the process `parent` ends.

    Covers `kill -9` of the parent, where no Python code of ours runs any more. Linux only; elsewhere it does nothing.
    """

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
            if os.getppid() != parent:  # it ended before the line above
                os._exit(1)

    return prepare


def group_alive(leader: int) -> bool:
    """Say whether any process of the process group `leader` is left."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass
class Child:
    """One child in a process group of its own, with its output in a log file."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    directory: Path
    user: int | None = None
    group: int | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    log_begins_at: int = field(default=0, init=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.log_begins_at = output.tell()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                env=dict(self.environment),
                process_group=0,  # Ctrl-C in the terminal reaches the supervisor alone
                user=self.user,
                group=self.group,
                extra_groups=[] if self.user is not None else None,
                preexec_fn=die_with_parent(os.getpid()),
            )

    @property
    def exit_code(self) -> int | None:
        """Return the exit code, negative for a signal; None while running or before the start."""
        return self.process.poll() if self.process else None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def output(self) -> str:
        """Return what this run, and not an earlier one, wrote to the log."""
        with self.log.open("rb") as lines:
            lines.seek(self.log_begins_at)
            return lines.read().decode(errors="replace")

    def tail(self, lines: int = 15) -> list[str]:
        return [line for line in self.output().splitlines() if line.strip()][-lines:]

    def ask_to_stop(self) -> None:
        if self.is_running and self.process:
            os.killpg(self.process.pid, signal.SIGTERM)

    def stop(self, *, grace: float = 8.0) -> None:
        """Ask the whole group to end, wait up to `grace` seconds, then kill what is left of it."""
        if self.process is None:
            return
        self.ask_to_stop()
        deadline = time.monotonic() + grace
        while time.monotonic() < deadline and (self.process.poll() is None or group_alive(self.process.pid)):
            time.sleep(0.05)
        if group_alive(self.process.pid):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def how_it_ended(exit_code: int) -> str:
    """Put an exit code as `subprocess` gives it into words."""
    if exit_code >= 0:
        return f"exit code {exit_code}"
    return f"signal {signal.Signals(-exit_code).name}"


def free_port(*, first: int, tries: int = 50) -> int:
    """Return the first port from `first` on that nobody listens on at 127.0.0.1.

    Raises OSError when all `tries` are taken.
    """
    for port in range(first, first + tries):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port on 127.0.0.1 between {first} and {first + tries - 1}")
