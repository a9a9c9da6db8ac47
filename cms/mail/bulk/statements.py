"""The statements that run for every batch, written out: the ORM takes longer to put them together than they take."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

from cms.mail.models import Batch, BulkDelivery, Campaign, Lane, Suppression
from cms.mail.states import State

from .editions import Parcel
from .providers import GROUPS
from .states import CampaignState

COLUMNS = ", ".join("id" if name == "pk" else name for name in Parcel._fields)


def claim(values: dict[str, Any]) -> list[Any]:
    """Take deliveries up; return whether the address of each is suppressed, and the fields of a parcel.

    values: campaign, site, lane, state, batch, now, number. In the order of the index, so that the database reads no
    more than it takes. The campaign's state is asked once more: it may just have been paused.
    """
    known = {"running": CampaignState.RUNNING.value, "claimed": State.CLAIMED.value}
    with connection.cursor() as cursor:
        cursor.execute(_claim(connection.vendor), values | known)
        return list(cursor.fetchall())


class HeldLane(NamedTuple):
    """A lane whose row is locked until the transaction ends; fields as on `Lane`."""

    group: str
    connections: int
    rate: float | None
    is_blocked: bool


def hold_lane(lane_id: int, now: datetime) -> HeldLane:
    """Lock a lane and look at it."""
    sql = (
        f'SELECT "group", connections, rate, blocked_until IS NOT NULL AND blocked_until > %s FROM {_table(Lane)}'
        f" WHERE id = %s {'FOR UPDATE' if connection.features.has_select_for_update else ''}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [connection.ops.adapt_datetimefield_value(now), lane_id])
        return HeldLane._make(cursor.fetchone())


def batches_of(lane_id: int) -> int:
    """Count the batches that are under way on a lane."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {_table(Batch)} WHERE lane_id = %s", [lane_id])
        return int(cursor.fetchone()[0])


def insert(batch: Batch) -> int:
    """Write a new batch; return its number."""
    fields = [field for field in Batch._meta.concrete_fields if not field.primary_key]
    values = [field.get_db_prep_save(getattr(batch, field.attname), connection) for field in fields]
    columns, places = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_table(Batch)} ({columns}) VALUES ({places}) RETURNING id", values)
        return int(cursor.fetchone()[0])


def delete(batch: Batch) -> bool:
    """Close a batch; say whether it was still open."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table(Batch)} WHERE id = %s", [batch.pk])
        return bool(cursor.rowcount)


def mark_all_as_sent(batch: Batch, code: int | None, now: datetime) -> int:
    """Write down that all of a batch has left with the same answer; return how many that were."""
    # Every lane is named, so that the index finds those in hand without reading the others.
    lanes = ", ".join(f"'{group}'" for group in GROUPS)
    sql = (
        f"UPDATE {_table(BulkDelivery)} SET state = %s, sent_at = %s, changed_at = %s, reason = '', reply = '',"
        f" batch = NULL, reply_code = %s WHERE campaign_id = %s AND lane IN ({lanes}) AND state IN (%s, %s)"
        " AND batch = %s"
    )
    moment = connection.ops.adapt_datetimefield_value(now)
    in_hand: list[Any] = [batch.campaign_id, State.CLAIMED.value, State.UNCERTAIN.value, batch.token]
    with connection.cursor() as cursor:
        cursor.execute(sql, [State.SENT.value, moment, moment, code, *in_hand])
        return int(cursor.rowcount)


@cache
def _claim(vendor: str) -> str:
    deliveries, suppressions = _table(BulkDelivery), _table(Suppression)
    lock = "FOR UPDATE SKIP LOCKED" if vendor == "postgresql" else ""
    return f"""
        WITH chosen AS MATERIALIZED (
            SELECT id FROM {deliveries}
            WHERE campaign_id = %(campaign)s AND lane = %(lane)s AND state = %(state)s AND due_at <= %(now)s
              AND EXISTS (SELECT 1 FROM {_table(Campaign)} WHERE id = %(campaign)s AND state = %(running)s)
            ORDER BY due_at LIMIT %(number)s {lock}
        )
        UPDATE {deliveries} SET state = %(claimed)s, batch = %(batch)s, reason = '', changed_at = %(now)s
        WHERE id IN (SELECT id FROM chosen)
        RETURNING EXISTS (
                SELECT 1 FROM {suppressions}
                WHERE site_id = %(site)s AND {suppressions}.address_hash = {deliveries}.address_hash
            ), {COLUMNS}
    """


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
