"""Names that change: knowing that they did, and what counts as another name."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar, Self

from django.db import models


class RemembersNames(models.Model):
    """Knows which of the columns that others are found by have changed since the row was read."""

    #: Columns whose change is one of its names.
    FOUND_BY: ClassVar[tuple[str, ...]] = ("name", "name_en")
    names_read: dict[str, Any] | None = None

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self._read_names()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        row = super().from_db(*args, **kwargs)
        row._read_names()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._read_names()

    def _read_names(self) -> None:
        known = self.__dict__
        self.names_read = {name: known[name] for name in self.FOUND_BY} if known.keys() >= {*self.FOUND_BY} else None

    @property
    def has_other_names_now(self) -> bool:
        """Whether it differs from what was read; also where that is not known."""
        return self.names_read is None or any(getattr(self, name) != old for name, old in self.names_read.items())


def reads_the_same(one: str, other: str) -> bool:
    """Whether two names differ in spaces, width or capitals at most."""
    return _essence(one) == _essence(other)


def _essence(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
