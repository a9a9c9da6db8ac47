"""Lists of keys into a query and lists of rows out of it, as JSON, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Aggregate, Func, IntegerField, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, JSONArray


class KeyList(Func):
    """The keys in a JSON text, for `pk__in=KeyList(Value(text))`: one parameter however many keys there are."""

    function = ""
    output_field = IntegerField()
    #: An `__in` would otherwise take it for a queryset and choose its columns.
    has_select_fields = True

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="(SELECT value FROM json_each(%(expressions)s))", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "(SELECT value::bigint FROM json_array_elements_text((%(expressions)s)::json))"
        return super().as_sql(compiler, connection, template=template, **extra)


def keys_as_json(keys: Iterable[int]) -> str:
    """The text that `KeyList` takes."""
    return json.dumps(list(keys), separators=(",", ":"))


class _Collected(Aggregate):
    output_field = TextField()
    name = "collected"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="JSON_GROUP_ARRAY(%(expressions)s)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="JSON_AGG(%(expressions)s)::text", **extra)


def collected(column: str) -> Aggregate:
    """An aggregate: the keys in a column, as the text that `rows_of` reads, in no particular order."""
    return _Collected(column)


def rows_as_json(rows: QuerySet[Any], per: str, *columns: str) -> Subquery:
    """A subquery that gives the columns of `rows` as JSON text, or null where there are none.

    rows: are filtered by `per`, which is the same for all of them, being an `OuterRef`.
    """
    collected = rows.order_by().values(per).annotate(collected_rows=_Collected(JSONArray(*columns)))
    return Subquery(collected.values("collected_rows"), output_field=TextField())


def keys_in_json(name: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """A query for one pair: the name, and the keys of `rows` as the text that `KeyList` takes.

    No key passes through Python, however many there are.
    """
    whole = rows.order_by().values(name_=Value(name, TextField()))
    keys = Coalesce(_Collected("pk"), Value("[]", TextField()))
    return whole.annotate(keys_=keys).values_list("name_", "keys_")


def rows_of(text: str | None) -> Sequence[Sequence[Any]]:
    """What `rows_as_json` gave, as lists in no particular order."""
    return json.loads(text) if text else ()


def key_list(text: str) -> KeyList:
    """The keys of `keys_as_json`, as the right side of an `__in`."""
    return KeyList(Value(text, output_field=TextField()))
