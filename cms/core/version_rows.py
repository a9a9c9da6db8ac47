"""The rows of a page as a version has them, read with a constant number of queries however many there are.

modelcluster asks for each key of each row whether it still leads somewhere, and takes the row's own key as it is. That
key may have been given to a row of another page since: after a move to another kind of database, or a restore, keys
are counted on from the highest that was left. Saving the version would then overwrite that row.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations, model_from_serializable_data

Row = dict[str, Any]


def relations_of(page_type: type[models.Model]) -> dict[str, Any]:
    """Return the relations to the rows of a page by name; without those whose rows have rows themselves (comments)."""
    return {
        relation.get_accessor_name(): relation
        for relation in get_all_child_relations(page_type)
        if not issubclass(relation.related_model, ClusterableModel)
    }


def rows_of_version(relation: Any, said: list[Row], page_pk: int | None, check_fks: bool) -> Iterator[models.Model]:
    """Yield the rows of one relation, not saved yet.

    said: as `serializable_data` wrote them. check_fks: whether to look after rows that they name and that were deleted
    since, as modelcluster does: a row whose `CASCADE` would have deleted it is left out, `SET_NULL` is emptied. A model
    with `PROTECT` says in its classmethod `stand_in(gone)` what stands there instead: of (row, name of the field) each,
    before the field is emptied. Raises ValueError where nothing does.
    """
    model = relation.related_model
    rows = [dict(row) for row in said]
    _free_of_others_keys(model, relation.field, rows, page_pk)
    if check_fks:
        rows = _without_gone(model, relation.field, rows)
    for row in rows:
        yield model_from_serializable_data(model, row, check_fks=False)


def _free_of_others_keys(model: Any, parent: Any, rows: list[Row], page_pk: int | None) -> None:
    keys = {row["pk"] for row in rows} - {None}
    if not keys:
        return
    others = model._base_manager.filter(pk__in=keys).exclude(**{parent.attname: page_pk}).values_list("pk", flat=True)
    taken = set(others)
    for row in rows:
        if row["pk"] in taken:
            row["pk"] = None


def _without_gone(model: Any, parent: Any, rows: list[Row]) -> list[Row]:
    kept_back: list[tuple[Row, str]] = []
    for field in model._meta.concrete_fields:
        if field.remote_field is None or field is parent:
            continue
        gone = _that_name_what_is_gone(field, rows)
        match field.remote_field.on_delete:
            case models.DO_NOTHING:
                pass
            case models.CASCADE:
                rows = [row for row in rows if not any(row is one for one in gone)]
            case models.SET_NULL:
                for row in gone:
                    row[field.name] = None
            case _:
                kept_back += [(row, field.name) for row in gone]
    if kept_back:
        if not hasattr(model, "stand_in"):
            raise ValueError(f"{model._meta.label}: nothing stands in for what was deleted: {kept_back[0][1]}")
        model.stand_in(kept_back)
        for row, name in kept_back:
            row[name] = None
    return rows


def _that_name_what_is_gone(field: Any, rows: list[Row]) -> list[Row]:
    named = {row[field.name] for row in rows if row.get(field.name) is not None}
    if not named:
        return []
    key = field.remote_field.field_name
    there = set(field.remote_field.model._default_manager.filter(**{f"{key}__in": named}).values_list(key, flat=True))
    to_python = field.remote_field.model._meta.get_field(key).to_python
    return [row for row in rows if row.get(field.name) is not None and to_python(row[field.name]) not in there]
