"""What a list of events asks of PostgreSQL is asked of the rows that it shows, however many others there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from tests.bench.multiply import multiply

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo_db"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL for its plans"),
]
#: Of a list page there are twenty events at most, each with some keywords in some languages.
FEW = 500


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def looked_at(statement: str, params: Any, table: str) -> int:
    """Return how many rows of a table a statement reads, those that it then leaves out among them."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", params)
        plan = cursor.fetchone()[0]
    tree = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return sum(
        round((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
        for node in nodes(tree)
        if node.get("Relation Name") == table
    )


def test_a_list_looks_at_the_keywords_of_its_own_events(client: Client, committed: Any) -> None:
    multiply(30, labels=("events", "event_registration"))
    committed()
    table = apps.get_model("events.EventKeyword")._meta.db_table
    assert apps.get_model("events.EventKeyword").objects.count() > 3 * FEW
    with connection.cursor() as cursor:
        # Tables as small as these are read whole for good reasons: what is asked is whether there is another way.
        cursor.execute("ANALYZE; SET LOCAL enable_seqscan = off")
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    client.get("/ja/events/?when=past")
    with connection.execute_wrapper(note):
        client.get("/ja/events/?when=past")
    of_keywords = [(sql, params) for sql, params in asked if f'"{table}"' in sql]
    assert of_keywords
    assert [rows for rows in (looked_at(*each, table) for each in of_keywords) if rows > FEW] == []
