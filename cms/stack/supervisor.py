"""Start Redis, web, worker and beat; stop all of them when the supervisor ends or one of them dies."""

import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from . import redis_ladder
from .console import report, warn
from .places import ROOT, var_directory
from .processes import Child, free_port, how_it_ended

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class CannotRun(Exception):
    """The stack could not be brought up, or one of its parts died. `tail` is the end of that part's log."""

    def __init__(self, reason: str, tail: list[str] | None = None):
        super().__init__(reason)
        self.tail = tail or []


class Stopped(Exception):
    """Somebody asked us to stop."""


@dataclass(frozen=True)
class Options:
    """What a person may choose: the first port to try, and how long each part may take to come up, in seconds."""

    port: int = 8000
    patience: float = 180.0


class Supervisor:
    """Owns the children of one checkout. Use as a context manager: leaving it leaves no process behind."""

    def __init__(self, options: Options, environ: Mapping[str, str]):
        self.options = options
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            **environ,
            "PYTHONUNBUFFERED": "1",
            # Containers forbid bytecode. Each of five processes would then compile all of Django and Wagtail, and again
            # at each start.
            "PYTHONDONTWRITEBYTECODE": "",
        }
        self.var = var_directory(environ)
        self.children: list[Child] = []
        self.lock: IO[str] | None = None
        self.hurry = False
        self.address = ""

    def __enter__(self) -> "Supervisor":
        for number in STOP_SIGNALS:
            signal.signal(number, self._asked_to_stop)
        path = self.var / "supervisor.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lock = path.open("a+")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.lock.seek(0)
            raise CannotRun(f"already running: {self.lock.read().strip() or 'starting up'}") from None
        self._note(f"process {os.getpid()}, starting up")
        return self

    def __exit__(self, *_: object) -> None:
        started_redis = any(child.name == "redis" for child in self.children)
        self.stop()
        if started_redis:
            redis_ladder.tidy(self.environment)
        if self.lock:
            self.lock.close()

    def _note(self, text: str) -> None:
        if self.lock:
            self.lock.truncate(0)
            self.lock.write(text)
            self.lock.flush()

    def _asked_to_stop(self, number: int, _frame: object) -> None:
        # From now on signals only shorten the wait: a second exception would break off the stopping itself.
        for each in STOP_SIGNALS:
            signal.signal(each, self._asked_to_hurry)
        raise Stopped(signal.Signals(number).name)

    def _asked_to_hurry(self, _number: int, _frame: object) -> None:
        self.hurry = True

    def child(self, name: str, *command: str) -> Child:
        """Return a child of this checkout that will be stopped with the others."""
        log = self.var / "log" / f"{name}.log"
        child = Child(name, command, log, self.environment, ROOT)
        self.children.append(child)
        return child

    def python(self, name: str, *arguments: str) -> Child:
        return self.child(name, sys.executable, *arguments)

    # Bringing up ---------------------------------------------------------------------------------------------

    def start_redis(self) -> None:
        """Put a Redis that answers into the children's environment. Raises CannotRun."""
        url = redis_ladder.address(self.environment)
        if redis_ladder.answers(url):
            report("redis", f"using the one at {url}")
        elif self.environment.get("REDIS_URL"):
            raise CannotRun(f"nothing answers at REDIS_URL ({url})")
        else:
            try:
                child, url, rung = redis_ladder.start(self.environment)
            except redis_ladder.NoRedis as nothing:
                raise CannotRun(f"no Redis could be started: {nothing}") from None
            self.children.append(child)
            report("redis", f"{rung.name} at {url}")
            if rung.is_fake:
                warn("fakeredis stands in for Redis: good enough to look around, not to work with.")
                warn("Install redis-server (apt-get install -y redis-server) or set REDIS_URL.")
        self.environment["REDIS_URL"] = url

    def prepare_database(self, *, migrated: Callable[[], None]) -> None:
        """Migrate and load the demo in a process of its own, showing what it says. Raises CannotRun.

        Arguments:
            migrated: called once, when the tables are there and the demo is looked at or loaded.
        """
        child = self.python("prepare", "-m", "cms.stack.prepare")
        child.start()
        shown, is_migrated = 0, False
        while True:
            code = child.exit_code
            lines = child.output().splitlines()
            complete = lines if code is not None or child.output().endswith("\n") else lines[:-1]
            for line in complete[shown:]:
                if line.startswith(("  database ", "  demo ")):  # everything else is for the log
                    print(line, flush=True)
                if line.startswith("  demo ") and not is_migrated:
                    is_migrated = True
                    migrated()
            shown = len(complete)
            if code is not None:
                break
            self.raise_if_one_died(but=child)
            time.sleep(0.1)
        self.children.remove(child)
        if code:
            raise CannotRun(f"the database could not be prepared ({how_it_ended(code)})", child.tail())

    def start_web(self) -> None:
        port = free_port(first=self.options.port)
        if port != self.options.port:
            warn(f"port {self.options.port} is taken: using {port}")
        self.address = f"http://127.0.0.1:{port}"
        # Links in mails and in the admin must lead to the port that was found.
        self.environment.setdefault("CMS_BASE_URL", self.address)
        server = ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws")
        sizes = ("--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "5")
        self.python("web", *server, *sizes, "cms.wsgi:application").start()

    def start_celery(self) -> None:
        # Nobody listens to what workers tell one another, and a heartbeat would hold a worker up where Redis hangs.
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO")
        self.python("worker", "-m", "celery", "-A", "cms", "worker", "--concurrency", "1", *quiet).start()
        schedule = str(self.var / "celerybeat-schedule")
        beat = ("-A", "cms", "beat", "--loglevel", "INFO", "--schedule", schedule, "--pidfile=")
        self.python("beat", "-m", "celery", *beat).start()

    def wait_until_ready(self) -> None:
        """Wait until web answers and Celery says it is ready. Raises CannotRun."""
        self._wait("web", self._web_answers)
        self._wait("worker", lambda child: " ready." in child.output())
        self._wait("beat", lambda child: "beat: Starting" in child.output())
        self._note(f"{self.address}/ (process {os.getpid()})")

    def _wait(self, name: str, is_ready: Callable[[Child], bool]) -> None:
        child = next(child for child in self.children if child.name == name)
        started = time.monotonic()
        while not is_ready(child):
            self.raise_if_one_died()
            if time.monotonic() - started > self.options.patience:
                raise CannotRun(f"{name} was not ready after {self.options.patience:.0f} s", child.tail())
            time.sleep(0.1)
        report(name, self.address if name == "web" else "ready")

    def _web_answers(self, _child: Child) -> bool:
        try:
            urlopen(f"{self.address}/-/live", timeout=2).close()
        except HTTPError:
            return True  # it answers; what it answers is not our business
        except (URLError, OSError):
            return False
        return True

    # While it runs, and after --------------------------------------------------------------------------------

    def raise_if_one_died(self, *, but: Child | None = None) -> None:
        """Raise CannotRun when a child has ended; but: the one whose end is awaited."""
        for child in self.children:
            code = child.exit_code
            if code is not None and child is not but:
                raise CannotRun(f"{child.name} ended with {how_it_ended(code)} (see {child.log})", child.tail())

    def watch(self) -> None:
        """Return never; raise Stopped when asked to stop, CannotRun when a child ended."""
        while True:
            self.raise_if_one_died()
            time.sleep(0.2)

    def stop(self, *, grace: float = 8.0) -> None:
        """Stop what was started, the last first, all at the same time; Redis when the others are gone."""
        others = [child for child in reversed(self.children) if child.name != "redis"]
        for child in others:
            child.ask_to_stop()
        deadline = time.monotonic() + grace
        while any(child.is_running for child in others) and time.monotonic() < deadline and not self.hurry:
            time.sleep(0.05)
        for child in [*others, *(child for child in self.children if child.name == "redis")]:
            child.stop(grace=0.2 if self.hurry else 2.0)
        self.children.clear()
