"""What PostgreSQL knows of the tables before it chooses how to answer.

It looks by itself at tables of which fifty rows have changed. A centre's have fewer, and of what it has never looked at
it assumes ten pages of rows: the facts of fifteen events took it 880 ms in place of 5. SQLite is left as it is, since
with such figures it chooses worse (docs/performance.md).
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

logger = logging.getLogger(__name__)


def refresh(database: BaseDatabaseWrapper | None = None) -> None:
    """Have PostgreSQL look at a sample of each table's rows: 30,000 of each at most, which takes 0.24 s for the demo.

    database: the one that is meant; the site's own where none is given. Who reads and writes goes on meanwhile; a table
    that is being vacuumed or changed is left out. Raises DatabaseError.
    """
    database = connection if database is None else database
    if database.vendor != "postgresql":
        return
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        # Not the limit that requests have: a large site's tables together may take longer.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("ANALYZE (SKIP_LOCKED)")


def refresh_after_work(database: BaseDatabaseWrapper | None = None) -> None:
    """The same after something that has succeeded, and that does not fail for this."""
    try:
        refresh(database)
    except DatabaseError:
        logger.warning("PostgreSQL could not look at its tables; it is asked again within a day", exc_info=True)


def refresh_daily(*, now: datetime) -> None:
    refresh()


def refresh_after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Look at all tables once they are there: at the new ones too, which are known to be empty then."""
    last = [app for app in apps.get_app_configs() if app.models_module is not None][-1]
    if kwargs.get("app_config") is last:
        refresh_after_work(connections[using])
