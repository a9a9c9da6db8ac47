"""The search backend to name in ``WAGTAILSEARCH_BACKENDS``: picks the one that fits the database."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: Mapping[str, Any]) -> BaseSearchBackend:
    """The backend for the vendor of the default database. Raises ``ImproperlyConfigured`` for any other vendor."""
    # Either module can be imported on its own database only: modelsearch defines its models by vendor.
    match connection.vendor:
        case "sqlite":
            from .backends.sqlite import JapaneseSQLiteBackend

            return JapaneseSQLiteBackend(params)
        case "postgresql":
            from .backends.postgresql import JapanesePostgresBackend

            return JapanesePostgresBackend(params)
    raise ImproperlyConfigured(f"Search works on SQLite and PostgreSQL, not on {connection.vendor}.")
