"""A database that belongs to one centre of these tests alone, so that its server can be stopped and killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
from django.db import connection

from cms.stack import postgres
from tests import databases

NAME = "centre"


class SqliteFile:
    """A copy of the empty template. It has no server that could be stopped."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "centre.sqlite3"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def start(self) -> None:
        shutil.copyfile(databases.sqlite_template(databases.EMPTY) / "database.sqlite3", self.file)

    def stop(self) -> None:
        """Leave the file to the folder it is in."""


class PostgresServer:
    """A server of its own with a copy of the empty template; commits wait for their log, as in production."""

    def __init__(self, folder: Path) -> None:
        # Short, for a socket, and outside of what only we may enter.
        self.home = Path(tempfile.mkdtemp(prefix="kakehashi-faults-", dir="/tmp"))
        self.server = postgres.Server(self.home, settings={"synchronous_commit": "on"})

    @property
    def url(self) -> str:
        return self.server.url(NAME)

    def start(self) -> None:
        copies = databases.PostgresCopies("faults", self.home)
        template = copies.template(databases.EMPTY)
        source = copies.url(template)
        self.server.start(patience=120)
        tools = postgres.installations()[0] / "bin"
        subprocess.run([tools / "createdb", "-h", self.home, "-U", "postgres", NAME], check=True)
        dump = subprocess.Popen([tools / "pg_dump", "--no-owner", source], stdout=subprocess.PIPE)
        psql = [tools / "psql", "--quiet", "-v", "ON_ERROR_STOP=1", "-h", self.home, "-U", "postgres", NAME]
        subprocess.run(psql, check=True, stdin=dump.stdout, stdout=subprocess.DEVNULL)
        assert dump.wait() == 0

    def end(self, how: signal.Signals) -> None:
        """End the server. SIGINT: fast shutdown, as an upgrade does it. SIGQUIT: at once, as a crash."""
        assert self.server.child
        assert self.server.child.process
        os.kill(self.server.child.process.pid, how)
        self.server.child.process.wait(timeout=60)

    def begin(self) -> None:
        self.server.start(patience=120)

    def stop(self) -> None:
        self.server.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def own_database(folder: Path) -> SqliteFile | PostgresServer:
    """Return a database, not yet started, of the kind that this run of the tests is on."""
    return {"sqlite": SqliteFile, "postgresql": PostgresServer}[connection.vendor](folder)


@contextmanager
def looked_at(url: str) -> Iterator[None]:
    """Lead this process's own connection to the database at `url`."""
    connection.close()
    before = dict(connection.settings_dict)
    parsed = dj_database_url.parse(url)
    connection.settings_dict.update({name: parsed[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)
