"""SQLite: copied by its own backup, never by `cp`, which kept half of the rows of a live file and said nothing."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from . import tables
from .exceptions import BackupError, NotFit

FILE = "database.sqlite3"
WAIT = 30.0  # seconds for those who are writing


def dump(connection: BaseDatabaseWrapper, into: Path) -> tuple[str, dict[str, int]]:
    """Copy the database into the folder `into`; return the file's name and the rows of each table in the original.

    Both are of one moment: the rows are counted within the transaction that is copied.
    """
    with closing(sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=WAIT)) as source:
        source.isolation_level = None
        source.execute("BEGIN")
        rows = _count(source)
        with closing(sqlite3.connect(into / FILE)) as copy:
            source.backup(copy)
            # One file that needs no other beside it, whatever the original kept its journal in.
            copy.execute("PRAGMA journal_mode=DELETE")
        source.execute("COMMIT")
    return FILE, rows


def verify(connection: BaseDatabaseWrapper, file: Path) -> dict[str, int]:
    """Return the rows of each table of a copy. Raises NotFit when SQLite finds it damaged or links lead nowhere."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                raise NotFit(f"SQLite finds the database of the backup damaged: {said}")
            if lost := copy.execute("PRAGMA foreign_key_check").fetchone():
                raise NotFit(f"row {lost[1]} of {lost[0]} points to a row of {lost[2]} that is not there")
            return _count(copy)
    except sqlite3.DatabaseError as damaged:
        raise NotFit(f"the database of the backup cannot be read: {damaged}") from damaged


def restore(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Put the copy in the place of the database. Raises BackupError while another process keeps it busy."""
    connection.close()
    target = Path(str(connection.settings_dict["NAME"]))
    target.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + WAIT
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        while True:
            try:
                with closing(sqlite3.connect(target, timeout=1)) as database:
                    copy.backup(database)
                return
            except sqlite3.OperationalError as busy:
                if time.monotonic() > until:
                    raise BackupError(
                        f"the database is in use ({busy}): stop web, worker and beat, and try again"
                    ) from busy


def _count(database: sqlite3.Connection) -> dict[str, int]:
    names = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if tables.is_ours(name)
    ]
    return {name: database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in names}
