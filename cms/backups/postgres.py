"""PostgreSQL: dumped and restored by its own programs, and counted in the very moment that is dumped."""

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from . import tables
from .exceptions import BackupError, NotFit

FILE = "database.dump"


def dump(connection: BaseDatabaseWrapper, into: Path) -> tuple[str, dict[str, int]]:
    """Dump the database into the folder `into`; return the file's name and the rows of each table at that moment.

    Raises BackupError when pg_dump is not there, too old for the server, or fails.
    """
    program = Programs(connection)
    with _session(connection, autocommit=False) as session:
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        ((snapshot,),) = session.execute("SELECT pg_export_snapshot()").fetchall()
        program.run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={into / FILE}")
        return FILE, _count(session)


def verify(connection: BaseDatabaseWrapper, file: Path) -> dict[str, int]:
    """Restore a dump into a database of its own beside the site's, count its rows, and drop it again.

    Raises NotFit when it cannot be restored, and BackupError when this account may not make databases.
    """
    program = Programs(connection)
    name = f"kakehashi_verify_{secrets.token_hex(4)}"
    with _session(connection, autocommit=True) as session:
        try:
            session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as refused:
            raise BackupError(
                "to be verified a dump is restored into a database of its own:"
                " let the account make databases (ALTER ROLE … CREATEDB)"
            ) from refused
        try:
            program.run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", str(file))
            with _session(connection, autocommit=True, database=name) as copy:
                return _count(copy)
        except BackupError as failed:
            raise NotFit(f"the database of the backup cannot be restored: {failed}") from failed
        finally:
            session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def restore(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Put what was dumped in the place of what the database holds, in one transaction: all of it or nothing."""
    connection.close()
    program = Programs(connection)
    script = file.with_suffix(".sql")
    listing = program.run("pg_restore", "--list", str(file))
    wanted = file.with_suffix(".list")
    # The schema is made by us in the same transaction; a dump names it only where its owner or comment is unusual.
    wanted.write_text("\n".join(line for line in listing.splitlines() if not re.search(r"\bSCHEMA\b.* public\b", line)))
    program.run(
        "pg_restore", "--no-owner", "--no-privileges", f"--use-list={wanted}", f"--file={script}", str(file)
    )  # fmt: skip
    program.run(
        "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--command=SET statement_timeout = 0", "--command=SET lock_timeout = '30s'",
        "--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public",
        f"--file={script}",
    )  # fmt: skip


class Programs:
    """PostgreSQL's programs, for the site's own database; passwords go by the environment, never by arguments."""

    def __init__(self, connection: BaseDatabaseWrapper):
        given = connection.get_connection_params()
        self.server = int(given_version(connection).split(".")[0])
        self.environment = dict(os.environ)
        # Not the limits that requests have: dumping takes as long as it takes.
        names = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
        names |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
        self.environment |= {names[key]: str(value) for key, value in given.items() if key in names and value}

    def run(self, name: str, *arguments: str) -> str:
        """Run one of them and return what it printed. Raises BackupError with what it complained of."""
        done = subprocess.run(
            [str(self._find(name)), *arguments], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BackupError(f"{name}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def _find(self, name: str) -> Path:
        """Return the program of the server's version or a newer one: an older one refuses the server."""
        folders = [Path(found).parent] if (found := shutil.which(name)) else []
        folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
        for folder in folders:
            if (folder / name).exists() and self._version(folder / name) >= self.server:
                return folder / name
        raise BackupError(
            f"{name} of version {self.server} or newer is needed: apt-get install postgresql-client-{self.server}"
        )

    @staticmethod
    def _version(program: Path) -> int:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
        found = re.search(r"\) (\d+)", said)
        return int(found[1]) if found else 0


def given_version(connection: BaseDatabaseWrapper) -> str:
    """Return the server's version, such as "18.4"."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


@contextmanager
def _session(
    connection: BaseDatabaseWrapper, *, autocommit: bool, database: str = ""
) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """A session of our own without the time limits that requests have."""
    given = {
        key: value
        for key, value in connection.get_connection_params().items()
        if key in {"dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey"}
    }
    with psycopg.connect(**given | ({"dbname": database} if database else {}), autocommit=autocommit) as session:
        yield session


def _count(session: "psycopg.Connection[tuple[object, ...]]") -> dict[str, int]:
    found = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename").fetchall()
    names = [str(name) for (name,) in found if tables.is_ours(str(name))]
    return {name: _rows(session, name) for name in names}


def _rows(session: "psycopg.Connection[tuple[object, ...]]", table: str) -> int:
    ((rows,),) = session.execute(sql.SQL("SELECT COUNT(*) FROM {}").format(sql.Identifier(table))).fetchall()
    assert isinstance(rows, int)
    return rows
