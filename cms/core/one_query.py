"""Rows of several tables in one query, for what needs few rows of many tables.

Each row travels as a JSON object and becomes a model instance again; a column that was not asked for is read when it
is used, as with `only()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import JSONObject


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
    branches = [_branch(name, part) for name, part in parts.items()]
    rows = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    found: dict[str, list[Any]] = {name: [] for name in parts}
    for name, values in rows:
        extra = {key: values.pop(key) for key in parts[name].extra}
        instance = _instance(parts[name].rows.model, values)
        for key, value in extra.items():
            setattr(instance, key, value)
        found[name].append(instance)
    for name, part in parts.items():
        found[name].sort(key=lambda row, order=part.order: [_sortable(row, column) for column in order])  # type: ignore[misc]
    return found


def _sortable(row: Any, column: str) -> tuple[bool, Any]:
    value = row
    for step in column.split("__"):
        value = getattr(value, step, None)
    return value is not None, value if value is not None else 0


def _branch(name: str, part: Part) -> Any:
    related = {f"{field.rpartition('__')[0]}__pk" for field in part.fields if "__" in field}
    columns = {"pk": F("pk")} | {field: F(field) for field in (*part.fields, *sorted(related))} | dict(part.extra)
    rows = part.rows.order_by()
    return rows.annotate(part_=Value(name, CharField()), row_=JSONObject(**columns)).values_list("part_", "row_")


def _instance(model: type[models.Model], values: Mapping[str, Any]) -> Any:
    own = {name: value for name, value in values.items() if "__" not in name and name != "pk"}
    related: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        if "__" in name:
            relation, _mark, rest = name.partition("__")
            related.setdefault(relation, {})[rest] = value
    # Of a page, the columns of its parents' primary keys are the same number.
    known = {each._meta.pk.attname: values["pk"] for each in (model, *model._meta.get_parent_list())}
    for name, value in own.items():
        field = model._meta.get_field(name)
        known[field.attname] = _typed(field, value)  # type: ignore[union-attr]
    for relation, columns in related.items():
        known[model._meta.get_field(relation).attname] = columns["pk"]  # type: ignore[union-attr]
    names = [column.attname for column in model._meta.concrete_fields if column.attname in known]
    instance = model.from_db("default", names, [known[name] for name in names])
    for relation, columns in related.items():
        target = model._meta.get_field(relation).related_model
        setattr(instance, relation, _instance(target, columns) if columns["pk"] is not None else None)  # type: ignore[arg-type]
    return instance


def _typed(field: Any, value: Any) -> Any:
    """The value of a column as it is in Python: JSON knows no times, and SQLite no truth."""
    if value is None or isinstance(field, models.ForeignKey):
        return value
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return field.to_python(value)
