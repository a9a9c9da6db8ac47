"""What a directory lists, as a value: two directories that list the same are equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Filter:
    """The filter and the order of a directory on a site. Empty sets let everything in."""

    site: int | None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    intermediaries_only: bool = False
    areas: tuple[int, ...] = ()
    keyword: int | None = None
    order: str = "kana"

    def rows(self) -> Any:
        """The public organisations that it lets in, in order."""
        found = apps.get_model("organisations.Organisation").objects.for_site(self.site).public().in_order(self.order)
        if self.kinds:
            found = found.filter(kind__in=self.kinds)
        if self.statuses:
            found = found.filter(status__in=self.statuses)
        if self.intermediaries_only:
            found = found.filter(is_intermediary=True)
        if self.areas:
            found = found.in_areas(self.areas)
        return found.with_keyword(self.keyword) if self.keyword else found
