"""Where keywords are attached: the link models of taggit that point at core's keyword."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from taggit.models import ItemBase

from cms.core.models import Keyword


@dataclass(frozen=True)
class Link:
    """A model of links. `item_fields`: what names the thing that carries the keyword, besides the keyword."""

    model: type[models.Model]
    field: str
    item_fields: tuple[str, ...]

    @property
    def label(self) -> Any:
        """What the things are called that carry the keyword."""
        item = self.model._meta.get_field("content_object") if len(self.item_fields) == 1 else None
        return item.related_model._meta.verbose_name_plural if item else self.model._meta.verbose_name_plural  # type: ignore[union-attr]

    @property
    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


def links() -> Iterator[Link]:
    """Yield every link model, of core apps and plugins alike."""
    for relation in Keyword._meta.related_objects:
        model = relation.related_model
        if isinstance(model, type) and issubclass(model, ItemBase):
            generic = {field.name for field in model._meta.get_fields()} >= {"content_type", "object_id"}  # type: ignore[attr-defined]
            item = ("content_type_id", "object_id") if generic else ("content_object_id",)
            yield Link(model, relation.field.name, item)


def with_usage(keywords: QuerySet[Keyword]) -> QuerySet[Keyword]:
    """Add `usage` to each keyword: on how many things it stands, drafts and all sites included."""
    counts = []
    for link in links():
        mine = link.rows.filter(**{link.field: OuterRef("pk")}).order_by().values(link.field)
        number = Subquery(mine.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
        counts.append(Coalesce(number, Value(0)))
    return keywords.annotate(usage=reduce(add, counts) if counts else Value(0, output_field=IntegerField()))


def usage_by_kind(keyword: Keyword) -> list[tuple[Any, int]]:
    """Return (what they are called, how many) for everything that carries the keyword; kinds without are left out."""
    counted = [(link.label, link.rows.filter(**{link.field: keyword}).count()) for link in links()]
    return [(label, number) for label, number in counted if number]
