"""What PostgreSQL knows of the tables before it chooses how to answer.

It looks by itself at tables of which fifty rows have changed. A centre's have fewer, and of what it has never looked at
it assumes ten pages of rows: the facts of fifteen events took it 880 ms in place of ten. SQLite is left as it is, since
with such figures it chooses worse (docs/performance.md).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def refresh(database: BaseDatabaseWrapper | None = None) -> None:
    """Have PostgreSQL look at a sample of each table's rows: 30,000 of each at most, which takes a second or two.

    database: the one that is meant; the site's own where none is given.
    """
    database = connection if database is None else database
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("ANALYZE")


def refresh_daily(*, now: datetime) -> None:
    refresh()


def refresh_after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Look at all tables once they are there: at the new ones too, which are known to be empty then."""
    last = [app for app in apps.get_app_configs() if app.models_module is not None][-1]
    if kwargs.get("app_config") is last:
        refresh(connections[using])
