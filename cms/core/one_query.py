"""Rows of several tables in one query, for what needs few rows of many tables.

Each row travels as a JSON object and becomes a model instance again; a column that was not asked for is read when it
is used, as with `only()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from json import JSONDecoder
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import CharField, ExpressionWrapper, F, QuerySet, TextField, Value
from django.db.models.base import ModelState
from django.db.models.functions import JSONObject
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

from .statements import Given, Kind, Statement


@dataclass(frozen=True)
class Part:
    """Rows of one table. fields: names of columns, through foreign keys too ("venue__name").

    Of another table the primary key comes along by itself. extra: numbers and texts that are no columns, set on the
    rows under their names. The rows come in the order of the columns named in `order`; None comes first.
    """

    rows: QuerySet[Any]
    fields: tuple[str, ...]
    order: tuple[str, ...] = ("pk",)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def whole(cls, rows: QuerySet[Any], *through: str, order: tuple[str, ...] = ("pk",), **extra: Any) -> Part:
        """Whole rows: all columns of the table and of those that the foreign keys `through` point at."""
        own = _columns(rows.model)
        related = (
            f"{name}__{column}"
            for name in through
            for column in _columns(rows.model._meta.get_field(name).related_model)
        )
        return cls(rows, (*own, *related), order, extra)


def _columns(model: type[models.Model]) -> list[str]:
    return [column.name for column in model._meta.concrete_fields if not column.primary_key]


def read(parts: Mapping[str, Part]) -> dict[str, list[Any]]:
    """Return the rows of all parts by their names, in one query."""
    return _sorted_out(_union(parts), {name: _Reader(part) for name, part in parts.items()})


class KeptParts:
    """Parts whose SQL is kept (`cms.core.statements`): putting a union of tables into words costs more than running it.

    Args:
        build: makes the parts from named values, on the conditions of `Statement`.
        kinds: of each value, as for `Statement`.
    """

    def __init__(self, build: Callable[..., Mapping[str, Part]], **kinds: Kind) -> None:
        self._build = build
        self._readers: Mapping[str, _Reader] = {}
        self._statement = Statement(self._union, **kinds)

    def _union(self, **values: Any) -> QuerySet[Any]:
        parts = self._build(**values)
        self._readers = {name: _Reader(part) for name, part in parts.items()}
        return _union(parts)

    def read(self, **values: Given) -> dict[str, list[Any]]:
        """Return the rows of all parts by their names, in one query."""
        rows = self._statement(**values)
        return _sorted_out(rows, self._readers)


def point_at(rows: Iterable[Any], name: str, other: Any) -> None:
    """Note the row that a foreign key of theirs points at: what assigning does, without its checks, for hundreds."""
    for row in rows:
        row._state.fields_cache[name] = other


def _union(parts: Mapping[str, Part]) -> QuerySet[Any]:
    branches = [_branch(name, part) for name, part in parts.items()]
    return branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]  # type: ignore[no-any-return]


def _branch(name: str, part: Part) -> Any:
    related = {f"{field.rpartition('__')[0]}__pk" for field in part.fields if "__" in field}
    columns = {"pk": F("pk")} | {field: F(field) for field in (*part.fields, *sorted(related))} | dict(part.extra)
    rows = part.rows.order_by()
    # As text: a converter for each row costs more than reading it.
    row = ExpressionWrapper(JSONObject(**columns), TextField())
    return rows.annotate(part_=Value(name, CharField()), row_=row).values_list("part_", "row_")


def _sorted_out(rows: Iterable[tuple[str, str]], readers: Mapping[str, _Reader]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {name: [] for name in readers}
    made: Made = {}
    for name, text in rows:
        found[name].append(readers[name].instance(_read_json(text, 0)[0], made))
    for name, reader in readers.items():
        found[name].sort(key=reader.order)
    return found


# What `raw_decode` calls, which is no Python.
_read_json = JSONDecoder().scan_once  # type: ignore[attr-defined]
# What foreign keys pointed at so far in one reading, by maker and key: many rows point at the same one.
Made = dict[tuple[Any, Any], Any]


class _Reader:
    """Makes the rows of a part from JSON. What can be known of a part beforehand is found out once."""

    def __init__(self, part: Part) -> None:
        self._extra = tuple(part.extra)
        self.order = _order(part)
        names = {name: name for name in part.fields}
        through = {name.rpartition("__")[0] for name in names if "__" in name}
        names |= {f"{step}__pk": f"{step}__pk" for step in through}
        self._maker = _Maker(part.rows.model, names)

    def instance(self, values: Mapping[str, Any], made: Made) -> Any:
        row = self._maker.make(values, values["pk"], made)
        for name in self._extra:
            setattr(row, name, values[name])
        return row


def _order(part: Part) -> Callable[[Any], Any]:
    """By what the rows of a part are sorted; None comes first."""
    columns = [_Column(part.rows.model, name) for name in part.order]
    if not any(column.may_be_none for column in columns):
        return attrgetter(*(column.path for column in columns))
    paths = [column.path.split(".") for column in columns]

    def order(row: Any) -> list[Any]:
        keys: list[Any] = []
        for attributes in paths:
            value = row
            for attribute in attributes:
                value = getattr(value, attribute, None)
            keys += (value is not None, value if value is not None else 0)
        return keys

    return order


class _Column:
    """A column, through foreign keys too. path: the attributes that lead to its value.

    `pk` is a property, and slower than what it names.
    """

    def __init__(self, model: Any, name: str) -> None:
        *through, last = name.split("__")
        steps = []
        for step in through:
            steps.append(model._meta.get_field(step))
            model = steps[-1].related_model
        column = model._meta.pk if last == "pk" else model._meta.get_field(last)
        self.path = ".".join([*(step.name for step in steps), column.attname])
        self.may_be_none = any(each.null for each in (*steps, column))


class _Maker:
    """Makes the instances of a model, with those that its foreign keys point at.

    names: what is read of it, as columns ("name", "venue__name"), each with its name in the JSON object.
    """

    def __init__(self, model: Any, names: Mapping[str, str]) -> None:
        self._model = model
        # Of a page, the columns of its parents' primary keys are the same number.
        keys = {each._meta.pk.attname for each in (model, *model._meta.get_parent_list())}
        known: dict[str, tuple[str | None, Any]] = dict.fromkeys(keys, (None, None))
        through: dict[str, dict[str, str]] = {}
        for column, name in names.items():
            step, _mark, rest = column.partition("__")
            if rest:
                through.setdefault(step, {})[rest] = name
            elif column != "pk":
                field = model._meta.get_field(column)
                known[field.attname] = (name, _conversion(field))
        for step, columns in through.items():
            known[model._meta.get_field(step).attname] = (columns["pk"], None)
        self._columns = [column.attname for column in model._meta.concrete_fields if column.attname in known]
        self._sources = [known[attname] for attname in self._columns]
        self._through = [
            (step, columns["pk"], _Maker(model._meta.get_field(step).related_model, columns))
            for step, columns in through.items()
        ]
        self._is_plain = _is_plain(model)

    def make(self, values: Mapping[str, Any], pk: Any, made: Made) -> Any:
        read = []
        for name, conversion in self._sources:
            value = pk if name is None else values[name]
            read.append(value if conversion is None or value is None else conversion(value))
        if self._is_plain:
            # What `from_db` makes, without a call for each column: a list of twenty events has seven hundred rows.
            row = self._model.__new__(self._model)
            row._state = state = ModelState()
            state.adding, state.db, state.fields_cache = False, "default", {}  # type: ignore[assignment]
            row.__dict__.update(zip(self._columns, read, strict=True))
        else:
            row = self._model.from_db("default", self._columns, read)
        for name, key, maker in self._through:
            other = values[key]
            if other is not None and (maker, other) not in made:
                made[maker, other] = maker.make(values, other, made)
            row._state.fields_cache[name] = None if other is None else made[maker, other]
        return row


def _is_plain(model: Any) -> bool:
    """Whether making an instance is setting its columns and nothing else."""
    columns = [getattr(model, field.attname, None) for field in model._meta.concrete_fields]
    return (
        model.__init__ is models.Model.__init__
        and model.from_db.__func__ is models.Model.from_db.__func__  # type: ignore[attr-defined]
        and not any(signal.has_listeners(model) for signal in (pre_init, post_init))
        # A file's or a generic key's column has a way of its own of being set.
        and all(isinstance(column, DeferredAttribute) for column in columns)
    )


def _conversion(field: Any) -> Callable[[Any], Any] | None:
    """How a value of a column becomes what it is in Python: JSON knows no times, and SQLite no truth."""
    if isinstance(field, models.ForeignKey) or type(field).to_python in _AS_IN_JSON:
        return None
    if isinstance(field, models.BooleanField):
        return bool
    return _moment if isinstance(field, models.DateTimeField) else field.to_python


_AS_IN_JSON = (models.CharField.to_python, models.TextField.to_python, models.IntegerField.to_python)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
