"""A Redis that can be frozen and lost, and a Celery worker in a process of its own."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import redis
from celery import current_app
from django.conf import settings
from django.db import connection

from cms.mail import waking
from cms.stack import redis_ladder
from cms.stack.processes import Child
from tests.nursery import Forked, nursery

ROOT = Path(__file__).resolve().parents[2]


def wait_until(is_so: Callable[[], object], *, patience: float = 60.0) -> bool:
    """Say whether it came to be so before patience ended."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def database_url() -> str:
    """Where this test's database is, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"


def environment(url: str = "memory://") -> dict[str, str]:
    """What a process needs to share this test's database, broker and mail server."""
    return dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": url,
        "CMS_TEST_BROKER_URL": redis_ladder.for_celery(url),
        "CMS_TEST_EMAIL_BACKEND": settings.EMAIL_BACKEND,
        "CMS_FROM_EMAIL": settings.DEFAULT_FROM_EMAIL,
        "SMTP_HOST": settings.EMAIL_HOST,
        "SMTP_PORT": str(settings.EMAIL_PORT),
        "PYTHONUNBUFFERED": "1",
    }


def use_broker(url: str) -> None:
    """Have this process wake workers through `url`, as a web process would."""
    current_app.conf.broker_url = redis_ladder.for_celery(url)
    current_app._pool = current_app.amqp._producer_pool = None
    waking._leave_alone_until = 0.0


@dataclass
class Redis:
    """A Redis of one test."""

    folder: Path
    url: str = ""
    child: Child | None = None
    _environ: dict[str, str] = field(default_factory=dict)

    def start(self) -> "Redis":
        self._environ = {"KAKEHASHI_VAR": str(self.folder)}
        self.child, found, rung = redis_ladder.start(self._environ)
        assert not rung.is_fake
        self.url = redis_ladder.in_database(found, 0)
        return self

    def freeze(self) -> None:
        assert self.child
        assert self.child.process
        os.kill(self.child.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        assert self.child
        assert self.child.process
        os.kill(self.child.process.pid, signal.SIGCONT)

    def flush(self) -> None:
        redis.Redis.from_url(self.url).flushall()

    def length(self, queue: str) -> int:
        """How many messages wait in a queue."""
        return redis.Redis.from_url(self.url).llen(queue)

    def stop(self) -> None:
        if self.child is not None:
            self.thaw()
            self.child.stop()
            self.child = None

    def kill(self) -> None:
        """kill -9: nothing is written down any more."""
        assert self.child
        assert self.child.process
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()
        self.child = None

    def tidy(self) -> None:
        self.stop()
        redis_ladder.tidy(self._environ)


WORKER = """
import sys
exec(sys.argv.pop(1))
from celery.__main__ import main
main()
"""


@dataclass
class Worker:
    """A Celery worker with one process that sends; it reads both queues, as the demo's does.

    `before` is run in it once Django is there: how a control takes a fence off.
    """

    folder: Path
    url: str
    child: Forked | Child | None = None
    concurrency: int = 1
    before: str = ""

    def start(self, *, by_its_command: bool = False) -> "Worker":
        """Start it and wait until it is ready. by_its_command: as a machine does, without the nursery."""
        arguments = ["-A", "cms", "worker", "--concurrency", str(self.concurrency), "--loglevel", "INFO"]
        arguments += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        log = self.folder / "worker.log"
        if by_its_command:
            self.child = Child("worker", [sys.executable, "-m", "celery", *arguments], log, environment(self.url), ROOT)
            self.child.start()
        else:
            # Models and addresses were found right in the worker that was started by its command.
            environ = environment(self.url) | {"CELERY_SKIP_CHECKS": "1"}
            self.child = nursery().start(WORKER, self.before, *arguments, environment=environ, log=log)
        assert wait_until(lambda: " ready." in self.log or not self.is_alive, patience=120), self.log
        assert self.is_alive, self.log
        return self

    @property
    def log(self) -> str:
        return self.child.output() if self.child else ""

    @property
    def is_alive(self) -> bool:
        return self.child is not None and self.child.is_running

    @property
    def pid(self) -> int:
        """The process that watches over those that send."""
        if isinstance(self.child, Forked):
            return self.child.pid
        assert self.child
        assert self.child.process
        return self.child.process.pid

    @property
    def children(self) -> list[int]:
        """The processes that do its work, at this moment."""
        return [int(each) for each in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def kill(self) -> None:
        """kill -9, the process that sends and the one that watches over it."""
        assert self.child
        if self.child.is_running:
            os.killpg(self.pid, signal.SIGKILL)
        self.child.stop(grace=3)

    def stop(self) -> None:
        """End it when a test is over: to ask it would take three seconds, and nobody looks at how it goes."""
        if self.child is not None:
            self.kill()
            self.child = None
