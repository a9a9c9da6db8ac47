"""The tables of a database, how many rows they have, and what it was migrated to."""

from django.db.backends.base.base import BaseDatabaseWrapper


def is_ours(name: str) -> bool:
    """Say whether a table holds rows of ours, and is not one that SQLite's full text search keeps for itself."""
    return "_fts" not in name and not name.startswith("sqlite_")


def names(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that hold rows of ours, by name."""
    with connection.cursor() as cursor:
        found = [table.name for table in connection.introspection.get_table_list(cursor) if table.type in {"t", "p"}]
    return sorted(filter(is_ours, found))


def count(connection: BaseDatabaseWrapper, tables: list[str]) -> dict[str, int]:
    """Return how many rows each table has. Within a repeatable read it is one moment for all."""
    rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            rows[table] = cursor.fetchone()[0]
    return rows


def migrations(connection: BaseDatabaseWrapper) -> list[list[str]]:
    """Return app and name of each migration that was applied."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [list(row) for row in cursor.fetchall()]


def differences(first: dict[str, int], second: dict[str, int]) -> list[str]:
    """Return a line for each table whose number of rows differs, missing tables with them."""
    return [
        f"{table}: {first.get(table, 'no table')} and {second.get(table, 'no table')}"
        for table in sorted(first.keys() | second.keys())
        if first.get(table) != second.get(table)
    ]


def last_key(connection: BaseDatabaseWrapper, table: str, column: str) -> int:
    """Return the highest key that a table has given to a row by itself, one that was deleted too; 0 for none."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = connection.ops.quote_name(table)
            cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, %s)::regclass)", [quoted, column])
        else:
            cursor.execute("SELECT MAX(seq) FROM sqlite_sequence WHERE name = %s", [table])
        return cursor.fetchone()[0] or 0


def count_on_from(connection: BaseDatabaseWrapper, table: str, column: str, last: int) -> None:
    """Let the next row of a table get the key after `last`."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = connection.ops.quote_name(table)
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s)::regclass, %s)", [quoted, column, last])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])


def hold_a_site(connection: BaseDatabaseWrapper) -> bool:
    """Say whether a database has pages that people made, or accounts."""
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, condition in (("wagtailcore_page", "depth > 2"), ("accounts_user", "1 = 1")):
            if table in existing:
                cursor.execute(f"SELECT COUNT(*) FROM {table} WHERE {condition}")
                if cursor.fetchone()[0]:
                    return True
    return False
