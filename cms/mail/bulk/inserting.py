"""Write many deliveries at once: a million within a minute, which objects of the ORM do not reach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, models

from cms.mail.models import BulkDelivery
from cms.mail.states import State


class Row(NamedTuple):
    """What differs from delivery to delivery; fields as on `BulkDelivery`."""

    edition_id: int
    address: str
    address_hash: str
    recipient: str
    token: str
    sections: str
    lane: str


def insert(rows: Sequence[Row], *, campaign_id: int, now: datetime) -> None:
    """Write new deliveries, leaving out addresses that the campaign has already."""
    same: dict[str, Any] = {
        "campaign_id": campaign_id, "state": State.PENDING.value, "attempts": 0, "reason": "", "reply": "",
        "due_at": _moment(now), "changed_at": _moment(now),
    }  # fmt: skip
    quote = connection.ops.quote_name
    table, columns = quote(BulkDelivery._meta.db_table), ", ".join(map(quote, [*Row._fields, *same]))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One statement and seven arrays, in place of a statement per row.
            arrays = ", ".join(f"%s::{_type(name)}[]" for name in Row._fields)
            fixed = ", ".join(f"%s::{_type(name)}" for name in same)
            sql = f"INSERT INTO {table} ({columns}) SELECT u.*, {fixed} FROM unnest({arrays}) u ON CONFLICT DO NOTHING"
            cursor.execute(sql, [*same.values(), *(list(column) for column in zip(*rows, strict=True))])
        else:
            places = ", ".join(["%s"] * (len(Row._fields) + len(same)))
            sql = f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"
            fixed_values = tuple(same.values())
            cursor.executemany(sql, [(*row, *fixed_values) for row in rows])


def _moment(now: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(now)


def _type(name: str) -> str:
    field: Any = BulkDelivery._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return "bigint"
    return {"CharField": "text", "DateTimeField": "timestamptz", "PositiveSmallIntegerField": "smallint"}[
        field.get_internal_type()
    ]
