"""Queries that are compiled once per process and then run with other values.

Django builds and compiles a queryset anew for every request. For a query of many tables that costs more than running
it: a union of a dozen small tables takes some 15,000 Python calls to put into words and 300 to run. The words depend
on the models alone, so they are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

#: Stand in for the values while the SQL is written. Within the bounds of every integer column but the smallest.
_FIRST_NUMBER = -2_000_000_000
#: A list of keys is filled up to its length with a key that no row has.
NO_KEY = -1


@dataclass(frozen=True)
class Keys:
    """A value that is a list of at most `most` integer keys, for a `…__in`."""

    most: int


Kind = type[int] | type[str] | Keys


@dataclass(frozen=True)
class _Compiled:
    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    #: place among the parameters: the value's name, and which of its keys
    places: Mapping[int, tuple[str, int]]
    converters: Any


class Statement:
    """A query whose SQL is kept.

    Args:
        build: makes the queryset from named values. It must put each of them into the query as it is, once or more,
            and depend on nothing else that may change.
        kinds: of each value: `int`, `str` or `Keys(n)`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], **kinds: Kind) -> None:
        self._build, self._kinds = build, kinds
        self._compiled: _Compiled | None = None

    def __call__(self, **values: int | str | Sequence[int]) -> QuerySet[Any]:
        """Return the rows for these values, as a queryset to be read as it is, not to be narrowed any more.

        Raises:
            ValueError: there are more keys than the statement has places for.
        """
        for name, kind in self._kinds.items():
            if isinstance(kind, Keys) and len(values[name]) > kind.most:  # type: ignore[arg-type]
                raise ValueError(f"{name}: more than {kind.most} keys")
        if self._compiled is None:
            samples, marks = self._samples()
            self._compiled = _compile(self._build(**samples), marks)
        params = list(self._compiled.params)
        for place, (name, number) in self._compiled.places.items():
            params[place] = _in_place(params[place], values[name], number)
        return _ready(self._compiled, tuple(params))

    def _samples(self) -> tuple[dict[str, Any], dict[Any, tuple[str, int]]]:
        """A value for each name that nothing else in the query has, and what each stands for."""
        samples: dict[str, Any] = {}
        marks: dict[Any, tuple[str, int]] = {}
        for name, kind in self._kinds.items():
            made: list[Any] = []
            for number in range(kind.most if isinstance(kind, Keys) else 1):
                made.append(f"<{name}>" if kind is str else _FIRST_NUMBER - len(marks))
                marks[made[-1]] = (name, number)
            samples[name] = made if isinstance(kind, Keys) else made[0]
        return samples, marks


def _in_place(marked: Any, value: Any, number: int) -> Any:
    if isinstance(value, int | str):
        # PostgreSQL's driver marks the width of a number by a class of its own.
        return type(marked)(value)
    return type(marked)(value[number] if number < len(value) else NO_KEY)


def _compile(rows: QuerySet[Any], marks: Mapping[Any, tuple[str, int]]) -> _Compiled:
    compiler = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([selected[0] for selected in compiler.select[: compiler.col_count]])
    places = {
        place: marks[value] for place, value in enumerate(params) if isinstance(value, int | str) and value in marks
    }
    return _Compiled(rows, compiler, sql, tuple(params), places, converters)


def _ready(compiled: _Compiled, params: tuple[Any, ...]) -> QuerySet[Any]:
    """The queryset again, with a compiler that has its words already."""
    compiler = copy(compiled.compiler)
    compiler.connection = connections[compiler.using]  # each thread has its own
    compiler.as_sql = lambda *_args, **_kwargs: (compiled.sql, params)
    compiler.get_converters = lambda _expressions: compiled.converters
    rows: QuerySet[Any] = compiled.rows.all()
    rows.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    return rows
