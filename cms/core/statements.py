"""Queries that are compiled once per process and then run with other values.

Django builds and compiles a queryset anew for every request. For a query of many tables that costs more than running
it: a union of a dozen small tables takes some 15,000 Python calls to put into words and 300 to run. The words depend
on the models alone, so they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

#: Stands in for a number while the SQL is written: within the bounds of every integer column, and like no number that
#: our own queries hold.
_FIRST_NUMBER = 31_100
#: The key of no row.
NO_KEY = -1

Kind = type[int] | type[str] | type[datetime] | type[UUID]
Given = int | str | datetime | UUID


@dataclass(frozen=True)
class _Compiled:
    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    #: The name of the value that stands at a place among the parameters.
    places: Mapping[int, str]
    converters: Any


class Statement:
    """A query whose SQL is kept.

    Args:
        build: makes the queryset from named values. It must put each of them into the query as it is, once or more,
            or as the text of a `startswith`; and depend on nothing else that may change.
        kinds: of each value, `int`, `str`, `datetime` (aware) or `UUID`. A list of keys is a text: see
            `json_rows.key_list`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **kinds: Kind) -> None:
        self._build, self._kinds = build, kinds
        self._compiled: _Compiled | None = None

    def __call__(self, **values: Given) -> QuerySet[Any]:
        """Return the rows for these values, as a queryset to be read as it is, not to be narrowed any more."""
        if self._compiled is None:
            samples = {name: _sample(name, kind, number) for number, (name, kind) in enumerate(self._kinds.items())}
            self._compiled = _compile(self._build(**samples), samples)
        return _ready(self._compiled, values)


def _sample(name: str, kind: Kind, number: int) -> Given:
    """What stands in for a value while the SQL is written: like no other value that the query holds."""
    if kind is str:
        return f"<{name}>"
    if kind is datetime:
        return datetime(1801, 1, 1, tzinfo=UTC) + timedelta(days=number)
    return UUID(int=_FIRST_NUMBER + number) if kind is UUID else _FIRST_NUMBER + number


def _compile(rows: QuerySet[Any], samples: Mapping[str, Any]) -> _Compiled:
    compiler = rows.query.get_compiler(using=rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Compiled(rows.none(), compiler, "", (), {}, {})
    converters = compiler.get_converters([selected[0] for selected in compiler.select[: compiler.col_count]])
    marks = {_as_parameter(sample, compiler.connection): name for name, sample in samples.items()}
    marks |= {f"{sample}%": name for name, sample in samples.items() if isinstance(sample, str)}
    places = {place: marks[value] for place, value in enumerate(params) if isinstance(value, Given) and value in marks}
    missing = samples.keys() - places.values()
    if missing:
        raise ValueError(f"values that the query does not hold: {', '.join(sorted(missing))}")
    return _Compiled(rows, compiler, sql, tuple(params), places, converters)


def _ready(compiled: _Compiled, values: Mapping[str, Any]) -> QuerySet[Any]:
    """The queryset again, with a compiler that has its words already."""
    rows: QuerySet[Any] = compiled.rows.all()
    if not compiled.sql:
        return rows
    params = list(compiled.params)
    for place, name in compiled.places.items():
        params[place] = _in_place(params[place], values[name], compiled.compiler.connection)
    compiler = copy(compiled.compiler)
    compiler.connection = connections[compiler.using]  # each thread has its own
    compiler.as_sql = lambda *_args, **_kwargs: (compiled.sql, tuple(params))
    compiler.get_converters = lambda _expressions: compiled.converters
    rows.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    return rows


def _in_place(marked: Any, value: Any, connection: Any) -> Any:
    if isinstance(value, str):
        return f"{connection.ops.prep_for_like_query(value)}%" if marked.endswith("%") else value
    if isinstance(value, int):
        # PostgreSQL's driver marks the width of a number by a class of its own.
        return type(marked)(value)
    return _as_parameter(value, connection)


def _as_parameter(value: Given, connection: Any) -> Any:
    """A value as Django's fields hand it to this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
