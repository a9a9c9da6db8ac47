"""Multiply the demo by copying rows in bulk: pages below their own parents, other rows with all that is theirs.

Copies differ in what must be unique (ids, uuids, slugs, paths) and are otherwise the same, so that a list of a hundred
times the content looks like the list that it was.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from events.registration.services import set_up_like

OURS = ("home", "activities", "organisations", "events")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BATCH = 400
Row = dict[str, Any]


def step(number: int) -> str:
    """Return treebeard's four letters for the child with this number."""
    letters = ""
    for _ in range(Page.steplen):
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def read_rows(model: type[models.Model], column: str, values: Iterable[Any]) -> list[Row]:
    """Return the rows of a model's own table, as the database holds them, whose `column` is one of `values`."""
    chosen = list(values)
    rows: list[Row] = []
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        for begin in range(0, len(chosen), BATCH):
            part = chosen[begin : begin + BATCH]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(f"SELECT * FROM {table} WHERE {connection.ops.quote_name(column)} IN ({marks})", part)
            names = [entry[0] for entry in cursor.description]
            rows += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows


def write_rows(model: type[models.Model], rows: list[Row]) -> None:
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in rows[0])
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",
            [tuple(row.values()) for row in rows],
        )


def next_id(model: type[models.Model]) -> int:
    return (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def made_unique(model: type[models.Model], row: Row, copy: int) -> Row:
    """Return the row with everything changed that two rows may not share, its primary key left to the caller."""
    changed = dict(row)
    for field in model._meta.local_concrete_fields:
        value = row[field.column]
        if value in (None, "") or field.is_relation or field.primary_key:
            continue
        if isinstance(field, models.UUIDField):
            changed[field.column] = field.get_db_prep_save(uuid.uuid4(), connection)
        elif isinstance(field, models.SlugField) or (field.unique and isinstance(field, models.CharField)):
            changed[field.column] = f"{value}-{copy}"
    return changed


def copy_children(parent: type[models.Model], new_ids: Mapping[int, list[int]], *, parental: bool) -> None:
    """Copy what belongs to copied rows: page children (`parental`), or our own models that point at them."""
    for relation in parent._meta.related_objects:
        field, child = relation.field, relation.related_model
        belongs = isinstance(field, ParentalKey) if parental else child._meta.app_label == parent._meta.app_label
        is_row = (not issubclass(child, Page) and relation.one_to_many) or (relation.one_to_one and not parental)
        if not belongs or not is_row or field.model is not child or child is parent:
            continue
        fresh = next_id(child)
        rows = []
        for row in read_rows(child, field.column, new_ids):
            for copy, new in enumerate(new_ids[row[field.column]], start=1):
                changed = made_unique(child, row, copy) | {field.column: new}
                if not child._meta.pk.is_relation:
                    changed[child._meta.pk.column] = fresh
                    fresh += 1
                rows.append(changed)
        write_rows(child, rows)


def multiply_pages(times: int) -> int:
    """Give every leaf page of ours below the home pages `times` - 1 brothers; return how many were made."""
    kinds = [model for label in OURS for model in app_models(label) if issubclass(model, Page)]
    leaves = Page.objects.filter(depth__gt=2, numchild=0, live=True)
    by_parent: dict[str, list[Row]] = {}
    for row in read_rows(Page, "id", leaves.values_list("pk", flat=True)):
        by_parent.setdefault(row["path"][: -Page.steplen], []).append(row)
    fresh = next_id(Page)
    new_ids: dict[int, list[int]] = {}
    rows = []
    for path, siblings in by_parent.items():
        parent = Page.objects.get(path=path)
        if parent.depth == 2:  # what stands alone under the home page is one of its kind
            continue
        last = parent.get_last_child()
        number = int(last.path[-Page.steplen :], 36)
        for copy in range(1, times):
            for row in siblings:
                number += 1
                changed = made_unique(Page, row, copy)
                changed |= {"id": fresh, "path": path + step(number), "title": f"{row['title']} {copy}"}
                changed |= {"url_path": f"{parent.url_path}{changed['slug']}/", "latest_revision_id": None}
                changed |= {"live_revision_id": None}
                rows.append(changed)
                new_ids.setdefault(row["id"], []).append(fresh)
                fresh += 1
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(siblings) * (times - 1))
    write_rows(Page, rows)
    for model in kinds:
        pointer = model._meta.pk.column
        own = [
            made_unique(model, row, copy) | {pointer: new}
            for row in read_rows(model, pointer, new_ids)
            for copy, new in enumerate(new_ids[row[pointer]], start=1)
        ]
        write_rows(model, own)
        copied = {
            old: new_ids[old] for old in model._default_manager.filter(pk__in=new_ids).values_list("pk", flat=True)
        }
        copy_children(model, copied, parental=True)
    return len(rows)


def multiply_rows(model: type[models.Model], times: int) -> int:
    """Copy every row of a plain model, with the rows of its own app that point at it; return how many were made."""
    fresh = next_id(model)
    new_ids: dict[int, list[int]] = {}
    rows = []
    pointer = model._meta.pk.column
    for row in read_rows(model, pointer, model._default_manager.values_list("pk", flat=True)):
        for copy in range(1, times):
            rows.append(made_unique(model, row, copy) | {pointer: fresh})
            new_ids.setdefault(row[pointer], []).append(fresh)
            fresh += 1
    write_rows(model, rows)
    copy_children(model, new_ids, parental=False)
    return len(rows)


def app_models(label: str) -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label == label]


def multiply(times: int) -> int:
    """Multiply pages and organisations; return how many pages and rows of the first rank were made."""
    with transaction.atomic():
        made = multiply_pages(times)
        made += multiply_rows(apps.get_model("organisations", "Organisation"), times)
        made += multiply_events()
    return made


def multiply_events() -> int:
    """Give every copied page of an event, in the source language, facts like those of its original."""
    pages = apps.get_model("events", "EventPage").objects.filter(locale__language_code="ja")
    events = {event.page_key: event for event in apps.get_model("event_registration", "Event").objects.all()}
    originals = {page.slug: events[page.translation_key] for page in pages if page.translation_key in events}
    copies = [page for page in pages if page.translation_key not in events]
    for page in copies:
        original = originals[page.slug.rpartition("-")[0]]
        made = set_up_like(original=original, page_key=page.translation_key)
        type(made).objects.filter(pk=made.pk).update(status=original.status, fiscal_year=original.fiscal_year)
    return len(copies)
