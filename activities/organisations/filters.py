"""What a directory lists, as a value: two directories that list the same are equal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

#: What directories remember depends on, as `generations.watch` is told.
PART = "organisations"


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
        return found.filter(self.lets_in())

    def lets_in(self) -> Q:
        """The condition for an organisation that is public and of the site, asked of each row by itself."""
        condition = Q()
        if self.kinds:
            condition &= Q(kind__in=self.kinds)
        if self.statuses:
            condition &= Q(status__in=self.statuses)
        if self.intermediaries_only:
            condition &= Q(is_intermediary=True)
        if self.areas:
            links = apps.get_model("organisations.Organisation").areas.through.objects
            condition &= Q(Exists(links.filter(organisation=OuterRef("pk"), area_id__in=self.areas)))
        if self.keyword:
            links = apps.get_model("organisations.OrganisationKeyword").objects
            condition &= Q(Exists(links.filter(content_object=OuterRef("pk"), tag_id=self.keyword)))
        return condition
