"""Put a PostgreSQL database back as it was after tests that committed: only the rows of the tables they changed.

A new copy of the template costs a second of CPU and two checkpoints, for some hundred tables of which a test touched
five. What changed is known for sure, from the rows themselves: whatever is written gets a transaction id above all that
were there, and whatever is deleted is missing from the count. A changed schema is not put back; there the caller makes
a new copy.
"""

from dataclasses import dataclass

import psycopg
from psycopg import sql

TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = """SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value),
    last_value IS NOT NULL FROM pg_sequences ORDER BY 1"""
#: Where a schema and its statistics are kept; `pg_statistic` so that plans are made as on a new copy.
CATALOGUE = (
    "pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_type", "pg_proc", "pg_trigger", "pg_statistic"
)  # fmt: skip
ALONE = """SELECT bool_and(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""

Marks = dict[str, tuple[int, int]]
Sequences = dict[str, tuple[int, bool]]


@dataclass(frozen=True)
class Kept:
    """What a database held: its rows by table, as COPY writes them, its sequences and the marks of its schema."""

    rows: dict[str, bytes]
    sequences: Sequences
    schema: Marks


def marks(database: psycopg.Connection, tables: tuple[str, ...] | list[str]) -> Marks:
    """Return of each table how many rows it has and the highest transaction that wrote one of them."""
    each = [f"SELECT '{name}', count(*), coalesce(max(xmin::text::bigint), 0) FROM {name}" for name in tables]
    return {name: (rows, last) for name, rows, last in database.execute(sql.SQL(" UNION ALL ".join(each)))}


def sequences(database: psycopg.Connection) -> Sequences:
    return {name: (value, is_called) for name, value, is_called in database.execute(SEQUENCES)}


class Keeper:
    """Remembers one database as it is now and puts it back later, any number of times."""

    def __init__(self, url: str):
        """Take the address of a database that nobody has written to yet."""
        self.url = url
        with psycopg.connect(url) as database:
            tables = [name for (name,) in database.execute(TABLES)]
            self.kept = Kept(
                {name: self._rows(database, name) for name in tables},
                sequences(database),
                marks(database, CATALOGUE),
            )
            self.marks = marks(database, tables)

    def put_back(self) -> bool:
        """Put the rows back, and end whoever is still connected. False: not possible, a new copy is wanted."""
        try:
            with psycopg.connect(self.url) as database:
                (alone,) = database.execute(ALONE).fetchone() or (True,)
                if alone is False or marks(database, CATALOGUE) != self.kept.schema:
                    return False
                self._put_back(database)
            return True
        except psycopg.Error:
            # Somebody else's server may be older, or not allow it.
            return False

    def _put_back(self, database: psycopg.Connection) -> None:
        now = marks(database, list(self.marks))
        changed = [name for name, mark in now.items() if mark != self.marks[name]]
        # No trigger and no foreign key looks at a row on its way: all of them were right together.
        database.execute("SET LOCAL session_replication_role = replica")
        # Whoever came back meanwhile and holds a row is not waited for: a new copy ends all of them.
        database.execute("SET LOCAL lock_timeout = '5s'")
        for name in changed:
            database.execute(sql.SQL(f"DELETE FROM {name}"))
            if self.kept.rows[name]:
                with database.cursor().copy(sql.SQL(f"COPY {name} FROM STDIN")) as copy:
                    copy.write(self.kept.rows[name])
        for name, (value, is_called) in sequences(database).items():
            if (value, is_called) != self.kept.sequences[name]:
                database.execute("SELECT setval(%s::regclass, %s, %s)", [name, *self.kept.sequences[name]])
        self.marks |= marks(database, changed) if changed else {}

    @staticmethod
    def _rows(database: psycopg.Connection, name: str) -> bytes:
        with database.cursor().copy(sql.SQL(f"COPY {name} TO STDOUT")) as copy:
            return b"".join(bytes(part) for part in copy)
