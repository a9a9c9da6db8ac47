"""No plugin needs the database to be loaded, and vetting must never touch the site's data."""

from typing import Any, NoReturn

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper


class DatabaseAsked(OperationalError):
    """Something asked the database while it was imported, or while it said what it contributes."""


def forbid() -> None:
    """Let every attempt to connect fail, for the rest of this process."""

    def refuse(self: BaseDatabaseWrapper, *args: Any, **kwargs: Any) -> NoReturn:
        raise DatabaseAsked("the database was asked before the site has started")

    BaseDatabaseWrapper.connect = refuse  # type: ignore[method-assign]
