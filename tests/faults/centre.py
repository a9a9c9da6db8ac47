"""A whole centre in processes of its own: web, worker, beat, Redis, a database, and a mail server that a test leads."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from cms.core.models import ScheduleRun
from cms.mail.models import Delivery
from cms.mail.states import State
from cms.stack.processes import Child, free_port
from tests.mail import rig
from tests.mail.sink import Sink
from tests.servers import wait_until_it_answers

from .own_database import PostgresServer, SqliteFile

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "faults-" * 8  # production asks for fifty characters
OPEN = (State.PENDING, State.DEFERRED, State.CLAIMED)


class Centre:
    """Use as a context manager. The database is started already."""

    def __init__(self, folder: Path, database: SqliteFile | PostgresServer) -> None:
        self.folder, self.database = folder, database
        self.redis = rig.Redis(folder / "var")
        self.sink = Sink()
        first = 20000 + os.getpid() % 20000  # two xdist workers must not race for the same port
        self.smtp_port = free_port(first=first)
        self.port = free_port(first=self.smtp_port + 1)
        self.environment: dict[str, str] = {}
        self.clock: dict[str, str] = {}
        self.children: dict[str, Child] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Centre:
        self.redis.start()
        self.sink.start(self.smtp_port)
        self.environment = dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "SECRET_KEY": SECRET_KEY,
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.redis.url,
            "KAKEHASHI_VAR": str(self.folder / "var"),
            "CMS_ALLOWED_HOSTS": "127.0.0.1",
            "CMS_ALLOW_SQLITE": "1",
            "CMS_BASE_URL": self.url,
            "CMS_FROM_EMAIL": "noreply@centre.example.jp",
            "CMS_PROXY_COUNT": "1",
            "CMS_SSL_REDIRECT": "0",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.smtp_port),
            "SMTP_TLS": "0",
            "PYTHONUNBUFFERED": "1",
        }
        server = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--no-ws"]
        server += ["--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "3", "--access-log"]
        server += ["cms.wsgi:application"]
        self._start("web", server)
        self.start_worker()
        self.start_beat()
        wait_until_it_answers(self.children["web"], self.url)
        self.wait_for_worker()
        return self

    def __exit__(self, *exception: object) -> None:
        for name in ("beat", "second beat", "worker", "web"):
            if name in self.children:
                self.children[name].stop(grace=5)
        self.redis.tidy()
        self.sink.stop()

    def _start(self, name: str, arguments: list[str]) -> None:
        log = self.folder / f"{name}.log"
        environment = self.environment | (self.clock if name in {"worker", "beat"} else {})
        self.children[name] = Child(name, [sys.executable, "-m", *arguments], log, environment, ROOT)
        self.children[name].start()

    def log(self, name: str) -> str:
        return self.children[name].output()

    # The worker ------------------------------------------------------------------------------------------------

    def start_worker(self) -> None:
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
        self._start("worker", ["celery", "-A", "cms", "worker", "--concurrency", "1", *quiet])

    def wait_for_worker(self) -> None:
        worker = self.children["worker"]
        self.until(lambda: " ready." in worker.output() or not worker.is_running, "the worker is ready")
        assert worker.is_running, worker.output()

    def start_beat(self, name: str = "beat") -> None:
        """As on one host, or by another name as on a second one."""
        schedule = str(self.folder / f"schedule of {name}")
        self._start(name, ["celery", "-A", "cms", "beat", "--loglevel", "INFO", "--schedule", schedule, "--pidfile="])

    def asked(self, beat: str) -> int:
        """How often a beat has asked for what is due."""
        return self.log(beat).count("Sending due task")

    def kill(self, name: str) -> None:
        """kill -9 a process with all its children, as those that send below the one that watches over them."""
        process = self.children[name].process
        assert process
        os.killpg(process.pid, 9)
        process.wait()

    # The clock of their machine --------------------------------------------------------------------------------

    def give_a_clock(self) -> None:
        """Start worker and beat again as on a machine of their own, whose clock `set_clock` puts ahead and back."""
        (library,) = Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")
        self.set_clock("+0")
        self.clock = {
            "PYTHONPATH": str(Path(__file__).parent / "put_clock"),
            "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
            # Nobody can put that one: the system counts from its start.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip
        self._start_again()

    def set_clock(self, ahead: str) -> None:
        """Put it so far ahead of the common one: "+1d", "-1h", "+0"."""
        (self.folder / "clock.new").write_text(f"{ahead}\n")
        (self.folder / "clock.new").rename(self.folder / "clock")

    def take_the_clock(self) -> None:
        """Let worker and beat be on the common clock again."""
        self.clock = {}
        self._start_again()

    def _start_again(self) -> None:
        for name in ("beat", "worker"):
            self.children[name].stop(grace=5)
        self.start_worker()
        self.start_beat()
        self.wait_for_worker()
        self.until(lambda: self.asked("beat"), "beat asks")

    # Time and mail ---------------------------------------------------------------------------------------------

    def until(
        self, is_so: Callable[[], Any], what: str, *, patience: float = 150.0, jumps: bool = False
    ) -> None:  # fmt: skip
        """Wait until it is so. jumps: over the pauses, also those that the fault before has left behind."""
        deadline = time.monotonic() + patience
        while not is_so():
            assert time.monotonic() < deadline, f"{what}: not within {patience:.0f} s\n{self._tails()}"
            if jumps:
                self.jump()
            time.sleep(0.1)

    def jump(self, *, leases: bool = False) -> None:
        """Let it be the time at which what waits is tried again, and the sweeper looks at the next beat.

        leases: and the time at which a worker that took up a mail should have come back.
        """
        now = timezone.now()
        waiting = Delivery.objects.filter(state__in=[State.PENDING, State.DEFERRED], due_at__gt=now)
        waiting.update(due_at=now)
        if leases:
            Delivery.objects.filter(state=State.CLAIMED, claimed_until__gt=now).update(claimed_until=now)
        ScheduleRun.objects.filter(key="sweep").update(started_at=None)

    def settle(self, *, leases: bool = False) -> None:
        """Wait until every mail has come to its end, jumping over the pauses."""

        def none_is_open() -> bool:
            if not Delivery.objects.filter(state__in=OPEN).exists():
                return True
            self.jump(leases=leases)
            time.sleep(0.5)
            return False

        self.until(none_is_open, "every mail has left or was refused")

    def _tails(self) -> str:
        connection.close()
        return "\n".join(f"── {name}\n" + "\n".join(child.tail(25)) for name, child in self.children.items())
