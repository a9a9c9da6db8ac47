"""Everywhere a canary might fly to: tables, what processes keep, files, and what workers are told."""

from __future__ import annotations

import base64
import pickle
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import redis
from django.core.cache import caches
from django.db import connection

from cms.core import memory
from cms.stack import redis_ladder

from .canaries import SIGN, Column

BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


def is_in(text: Any) -> bool:
    said = bytes(text).decode(errors="replace") if isinstance(text, bytes | memoryview | bytearray) else str(text)
    return SIGN in said.lower()


def tables(*, apart_from: list[Column]) -> Iterator[str]:
    """Yield the columns of the whole database that hold a canary, tables of indexes too, apart from these."""
    allowed = {(model._meta.db_table, column.column) for model, column in apart_from}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [described[0] for described in cursor.description]
            found = {name for row in cursor for name, value in zip(names, row, strict=True) if is_in(value)}
            yield from (f"{table}.{name}" for name in sorted(found) if (table, name) not in allowed)


def caches_and_memories() -> Iterator[str]:
    """Yield what of the caches, and of what this process remembers, holds a canary."""
    for name in caches:
        # Of the cache in this process's memory: key and pickle, as they would stand in Redis.
        for key, value in getattr(caches[name], "_cache", {}).items():
            if is_in(key) or is_in(value):
                yield f"cache {key}"
    for each in memory._all:
        for key, kept in each._kept.items():
            if is_in(key) or is_in(_inside(kept.made)):
                yield f"memory {str(key)[:80]}"


def _inside(made: Any) -> Any:
    try:
        return pickle.dumps(made)
    except (pickle.PicklingError, AttributeError, TypeError):
        return repr(made)


def redis_keys(url: str, *, database: int) -> Iterator[str]:
    """Yield the keys of a Redis, each with whether a canary is in it or in its value: "key" or "key!"."""
    client = redis.Redis.from_url(redis_ladder.in_database(url, database))
    for key in client.scan_iter():
        kept = [key, *_values(client, key)]
        mark = "!" if any(is_in(text) for each in kept for text in _read(each)) else ""
        yield key.decode(errors="replace") + mark


def _values(client: redis.Redis, key: bytes) -> list[bytes]:
    kind = client.type(key)
    if kind == b"string":
        return [client.get(key) or b""]
    if kind == b"list":
        return client.lrange(key, 0, -1)
    if kind == b"set":
        return list(client.smembers(key))
    if kind == b"hash":
        return [part for pair in client.hgetall(key).items() for part in pair]
    if kind == b"zset":
        return client.zrange(key, 0, -1)
    raise AssertionError(f"{key!r} is a {kind!r}, which nobody has looked into")


def _read(value: bytes) -> Iterator[str]:
    """What stands there, and what is written there in base64, as the bodies of messages to workers are."""
    text = value.decode(errors="replace")
    yield text
    for part in BASE64.findall(text):
        with suppress(ValueError):
            yield base64.b64decode(part, validate=True).decode(errors="replace")


def file_names(folder: Path) -> Iterator[str]:
    yield from (str(file) for file in folder.rglob("*") if is_in(file.name))
