"""Carry every row of the site's database into an empty one of another kind, as from SQLite to PostgreSQL.

The target gets its tables from the migrations; then all that stands in them is replaced by what stands here, table by
table in one transaction, with keys as they are; then both are read again and compared, value by value.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cms import planner_statistics

from . import tables
from .exceptions import BackupError

TARGET = "move_target"
BATCH = 2000
#: Made anew in the target from what was carried over (`manage.py update_index`).
MADE_ANEW = {"wagtailsearch_indexentry"}


def move(*, url: str, say: Callable[[str], object] = print) -> dict[str, int]:
    """Carry all rows into the database at `url` (as DATABASE_URL has it); return how many each table has.

    Raises BackupError, with no row in the target changed, when it holds a site already, when a table here is of a
    plugin that is not loaded, when a value does not fit there (a text that is too long or holds NUL, which SQLite
    takes), or when what was read again differs.
    """
    connections.databases[TARGET] = connection.settings_dict | {"OPTIONS": {}} | dj_database_url.parse(url)
    try:
        target = connections[TARGET]
        carried = _models()
        _nothing_left_out(carried)
        say("looking for values that would not fit …")
        if wrong := list(misfits(carried, target)):
            raise BackupError("these values do not fit: " + "; ".join(wrong[:10]))
        _empty(target)
        say("making the tables …")
        _migrate(url)
        with transaction.atomic(using=TARGET), transaction.atomic():
            _clear(target, carried)
            for model in carried:
                _carry(model, target)
            _reset_sequences(target, carried)
            say("comparing …")
            if different := [model for model in carried if _digest(model, "default") != _digest(model, TARGET)]:
                names = ", ".join(model._meta.db_table for model in different)
                raise BackupError(f"what arrived differs from what is here: {names}")
            counted = tables.count(target, [model._meta.db_table for model in carried])
        planner_statistics.refresh_after_work(target)
        return counted
    finally:
        connections[TARGET].close()
        del connections.databases[TARGET]


def misfits(carried: list[type[models.Model]], target: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield a line for each value that PostgreSQL would refuse."""
    if target.vendor != "postgresql" or connection.vendor == "postgresql":
        return
    for model in carried:
        texts = [
            field
            for field in model._meta.local_concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        ]
        if not texts:
            continue
        name = model._meta.pk.attname
        for pk, *values in _rows(model, "default", [model._meta.pk, *texts]):
            for field, value in zip(texts, values, strict=True):
                if not isinstance(value, str):
                    continue
                where = f"{model._meta.db_table} {name}={pk}: {field.name}"
                if "\x00" in value:
                    yield f"{where} holds NUL"
                if isinstance(field, models.CharField) and len(value) > (field.max_length or len(value)):
                    yield f"{where} has {len(value)} characters, and {field.max_length} are allowed"


def _models() -> list[type[models.Model]]:
    """Return all models that have a table, those of many-to-many links with them, each table once."""
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and tables.is_ours(model._meta.db_table)
    }
    return [found[name] for name in sorted(found.keys() - MADE_ANEW)]


def _nothing_left_out(carried: list[type[models.Model]]) -> None:
    known = {model._meta.db_table for model in carried} | MADE_ANEW | {"django_migrations"}
    strange = [name for name in tables.names(connection) if name not in known]
    if filled := [name for name, rows in tables.count(connection, strange).items() if rows]:
        raise BackupError(
            f"nobody knows what these tables hold: {', '.join(filled)}. Load the plugins they belong to, or drop them"
        )


def _empty(target: BaseDatabaseWrapper) -> None:
    """Raise BackupError when a site is in the target. Tables without one are what a move before this one left."""
    if tables.hold_a_site(target):
        raise BackupError("the target holds a site already: name an empty database")


def _migrate(url: str) -> None:
    """Make the tables in a process that has the target as its database: Wagtail's migrations write to the default."""
    environment = dict(os.environ) | {"DATABASE_URL": url}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "migrate", "--no-input", "--verbosity=0"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"the tables could not be made: {done.stderr.strip()[-500:]}")


def _clear(target: BaseDatabaseWrapper, carried: list[type[models.Model]]) -> None:
    """Remove what migrations put in: the rows that are carried bring their own."""
    names = ", ".join(target.ops.quote_name(model._meta.db_table) for model in carried)
    with target.cursor() as cursor:
        if target.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(f"TRUNCATE {names} CASCADE")
            return
        for model in carried:
            cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")


def _carry(model: type[models.Model], target: BaseDatabaseWrapper) -> None:
    """Insert every row of a model's own table with the keys it has. Foreign keys are looked at when all is there."""
    fields = _fields(model)
    quote = target.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    if target.vendor == "postgresql":
        statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
        with target.cursor() as cursor, cursor.copy(statement) as copy:
            for row in _rows(model, "default", fields):
                copy.write_row(_prepared(row, fields, target))
        return
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"
    with target.cursor() as cursor:
        for row in _rows(model, "default", fields):
            cursor.execute(statement, _prepared(row, fields, target))


def _prepared(row: tuple[Any, ...], fields: list[Any], target: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(value, target) for field, value in zip(fields, row, strict=True)]


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _rows(model: type[models.Model], alias: str, fields: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the values of a model's own table in the order of its keys, whatever its managers leave out."""
    everything = models.QuerySet(model, using=alias).order_by(model._meta.pk.attname)
    return everything.values_list(*[field.attname for field in fields]).iterator(chunk_size=BATCH)


def _digest(model: type[models.Model], alias: str) -> str:
    """Return a digest of every value of a table. The order is of the rows' own digests: texts sort differently."""
    total, rows = 0, 0
    fields = _fields(model)
    for row in _rows(model, alias, fields):
        plain = [_plain(field.get_prep_value(value)) for field, value in zip(fields, row, strict=True)]
        total += int.from_bytes(hashlib.sha256(repr(plain).encode()).digest()[:16], "big")
        rows += 1
    return f"{rows} {total}"


def _plain(value: Any) -> Any:
    """Return a value in one spelling: databases give buffers and fractions back in different types."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dict):
        return sorted((key, _plain(item)) for key, item in value.items())
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _reset_sequences(target: BaseDatabaseWrapper, carried: list[type[models.Model]]) -> None:
    """Count keys on from where they stand here: older versions of pages and the log name rows that were deleted."""
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), carried):
            cursor.execute(statement)
    for model in carried:
        table = model._meta.db_table
        for column in [str(field.column) for field in model._meta.local_fields if isinstance(field, models.AutoField)]:
            here = tables.last_key(connection, table, column)
            if here > tables.last_key(target, table, column):
                tables.count_on_from(target, table, column, here)
