"""The whole stack as a person starts it: `python -m cms.stack`."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

from cms.stack.processes import free_port
from cms.stack.supervisor import Options, Supervisor
from tests import databases


class Stack:
    """A running `python -m cms.stack` with a `var/` of its own."""

    def __init__(self, var: Path, port: int):
        environment = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DATABASE_URL"}}
        environment |= {"KAKEHASHI_VAR": str(var), "DJANGO_SETTINGS_MODULE": "cms.settings.development"}
        self.output = var / "output.txt"
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cms.stack", "--port", str(port)],
                cwd=databases.ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + 300
        while "Ctrl-C stops everything" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, *words: str) -> psutil.Process:
        own = psutil.Process(self.process.pid).children()
        return next(process for process in own if set(words) <= set(process.cmdline()))

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A `var/` whose database has the demo already."""
    template = databases.sqlite_template(databases.DEMO)
    shutil.copyfile(template / "database.sqlite3", tmp_path / "kakehashi.sqlite3")
    return tmp_path


@pytest.fixture
def start(var: Path) -> Iterator[Callable[..., Stack]]:
    stacks: list[Stack] = []

    def run(port: int | None = None) -> Stack:
        stacks.append(Stack(var, port or free_port(first=42000)))
        return stacks[-1]

    yield run
    for stack in stacks:
        stack.end()


def all_gone(processes: list[psutil.Process], *, within: float) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=within)
    return not [process for process in alive if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def test_it_serves_on_the_next_free_port_and_ends_whole_at_ctrl_c(start: Callable[..., Stack]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        stack = start(wanted)
        stack.wait_until_up()
    address = re.search(r"Site +(http://127\.0\.0\.1:(\d+)/)", stack.said())
    assert address
    assert int(address[2]) > wanted
    assert urlopen(address[1] + "-/ready").read() == b'{"ready": true, "degraded": []}'
    assert "kept: the database has content" in stack.said()
    assert {listener.laddr.ip for process in stack.family() for listener in process.net_connections("inet")} <= {
        "127.0.0.1"
    }
    second = start()
    assert second.process.wait(timeout=120) == 1
    assert "already running" in second.said()
    family = stack.family()
    assert len(family) >= 4
    stack.process.send_signal(signal.SIGINT)
    assert stack.process.wait(timeout=20) == 0
    assert all_gone(family, within=0.5)


def test_its_processes_keep_their_bytecode(start: Callable[..., Stack], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    stack = start()
    stack.wait_until_up()
    asked = {
        process.environ().get("PYTHONDONTWRITEBYTECODE") for process in psutil.Process(stack.process.pid).children()
    }
    assert asked <= {"", None}
    assert psutil.Process(stack.process.pid).environ()["PYTHONDONTWRITEBYTECODE"] == "1", "control: it was told not to"


def test_a_child_that_dies_takes_the_others_along_and_says_why(start: Callable[..., Stack]) -> None:
    stack = start()
    stack.wait_until_up()
    family = stack.family()
    stack.child("celery", "worker").kill()
    assert stack.process.wait(timeout=20) == 1
    assert "worker ended with signal SIGKILL" in stack.said()
    assert all_gone(family, within=0.5)


def test_kill_9_of_the_supervisor_leaves_no_orphan(start: Callable[..., Stack]) -> None:
    stack = start()
    stack.wait_until_up()
    family = stack.family()
    stack.process.kill()
    stack.process.wait()
    assert all_gone(family, within=20)


def test_a_database_that_cannot_be_prepared_ends_it_with_the_reason(var: Path, start: Callable[..., Stack]) -> None:
    (var / "kakehashi.sqlite3").write_bytes(b"this is not a database, it only has the name of one" * 100)
    stack = start()
    assert stack.process.wait(timeout=240) == 1
    assert "the database could not be prepared (exit code 1)" in stack.said()
    assert "file is not a database" in stack.said()


def test_a_web_server_that_ends_while_the_demo_is_loaded_ends_the_loading(
    start: Callable[..., Stack], var: Path
) -> None:
    shutil.copyfile(databases.sqlite_template(databases.EMPTY) / "database.sqlite3", var / "kakehashi.sqlite3")
    stack = start()
    deadline = time.monotonic() + 120
    while not any("granian" in process.cmdline() for process in psutil.Process(stack.process.pid).children()):
        assert stack.process.poll() is None, stack.said()
        assert time.monotonic() < deadline, stack.said()
        time.sleep(0.01)
    family = stack.family()
    stack.child("granian").kill()
    assert stack.process.wait(timeout=60) == 1
    assert "web ended with signal SIGKILL" in stack.said()
    assert "demo loaded" not in re.sub(r" +", " ", stack.said())
    assert all_gone(family, within=0.5)


def test_preparing_that_has_ended_well_is_no_death(var: Path) -> None:
    """It is one of the children while it is waited for, and may end while the web server is being started."""
    environment = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "DATABASE_URL"}}
    supervisor = Supervisor(Options(), environment | {"KAKEHASHI_VAR": str(var)})

    def until_it_has_ended() -> None:
        [preparing] = supervisor.children
        assert preparing.process is not None
        preparing.process.wait(timeout=120)

    supervisor.prepare_database(migrated=until_it_has_ended)
    assert supervisor.children == []
