"""The many short facts of an activity, read in one query."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, CharField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from activities import lineage
from cms.core.statements import Statement

# relation: (model, columns); read as text and put back into unsaved instances
_CHILDREN: dict[str, tuple[str, tuple[str, ...]]] = {
    "pillar_periods": ("activities.PillarPeriod", ("pillar", "from_fy", "to_fy")),
    "numbers": ("activities.NumberLine", ("label", "number")),
    "outcomes": ("activities.Outcome", ("text", "people", "consent")),
}
# kind: (model, condition, name, English name, key, what it is sorted by)
_TERMS: dict[str, tuple[str, str, str, str, str, str]] = {
    "area": ("organisations.Area", "activities", "name", "name_en", "pk", "reading"),
    "field": ("organisations.NpoField", "activities", "short", "name_en", "pk", "pk"),
    "keyword": ("core.Keyword", "activity_items__content_object", "name", "name_en", "slug", "reading"),
}
_WIDTH = 4


@dataclasses.dataclass
class SmallRows:
    """Children of the activity, its terms as (name, English name, key), the links of its family."""

    pillar_periods: list[Any] = dataclasses.field(default_factory=list)
    numbers: list[Any] = dataclasses.field(default_factory=list)
    outcomes: list[Any] = dataclasses.field(default_factory=list)
    area: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)
    field: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)
    keyword: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)
    links: list[lineage.Link] = dataclasses.field(default_factory=list)


def read(facts: Any) -> SmallRows:
    """Read the rows of a saved page; of a draft that is being previewed, from memory."""
    return _saved(facts.pk) if facts.is_saved_state else _in_memory(facts)


def _in_memory(facts: Any) -> SmallRows:
    found = SmallRows(
        area=[(area.name, area.name_en, str(area.pk)) for area in facts.areas.all()],
        field=[(row.short, row.name_en, str(row.pk)) for row in facts.npo_fields.all()],
        keyword=[(item.tag.name, item.tag.name_en, item.tag.slug) for item in facts.tagged_items.all()],
        links=lineage.links_of(facts.pk) if facts.pk else [],
    )
    for name in _CHILDREN:
        setattr(found, name, list(getattr(facts, name).all()))
    return found


def _union(page: int) -> QuerySet[Any]:
    branches = [
        _branch(apps.get_model(model).objects.filter(page=page), name, "sort_order", columns)
        for name, (model, columns) in _CHILDREN.items()
    ]
    branches += [
        _branch(apps.get_model(model).objects.filter(**{condition: page}), kind, "pk", columns)
        for kind, (model, condition, *columns) in _TERMS.items()
    ]
    branches.append(_branch(lineage.family_links(page), "links", "pk", ("predecessor_id", "page_id", "note")))
    return branches[0].union(*branches[1:], all=True)  # type: ignore[no-any-return]


_STATEMENT = Statement(_union, page=int)


def _saved(pk: int) -> SmallRows:
    found = SmallRows()
    for name, _order, pk_of_row, *values in sorted(_STATEMENT(page=pk), key=_order_of):
        if name in _CHILDREN:
            getattr(found, name).append(_child(name, pk_of_row, values))
        elif name == "links":
            found.links.append(lineage.Link(int(values[0]), int(values[1]), values[2]))
        else:
            getattr(found, name).append(tuple(values[:3]))
    return found


def _branch(rows: QuerySet[Any], name: str, order: str, columns: Any) -> Any:
    texts = {f"c{number}": Cast(column, TextField()) for number, column in enumerate(columns)}
    texts |= {f"c{number}": Value(None, TextField()) for number in range(len(columns), _WIDTH)}
    rows = rows.order_by().annotate(relation=Value(name, CharField()), place=Cast(order, TextField()), **texts)
    return rows.values_list("relation", "place", "pk", *sorted(texts))


def _order_of(row: Any) -> tuple[Any, ...]:
    """Children by their place, terms by their reading (fields of the act by their number)."""
    name, place, pk, *values = row
    if name in _TERMS:
        sorted_by = values[3] or ""
        return (name, int(sorted_by) if sorted_by.isdecimal() else 0, sorted_by or values[0])
    return (name, int(place or 0), str(pk).zfill(20))


def _child(name: str, pk: int, values: list[str | None]) -> Any:
    model = apps.get_model(_CHILDREN[name][0])
    fields = [model._meta.get_field(column) for column in _CHILDREN[name][1]]
    return model(pk=pk, **{field.name: _typed(field, value) for field, value in zip(fields, values, strict=False)})


def _typed(field: Any, value: str | None) -> Any:
    """The value of a column that was read as text; true is "1" in SQLite and "true" in PostgreSQL."""
    if isinstance(field, BooleanField):
        return value in ("1", "true")
    return None if value is None else field.to_python(value)
