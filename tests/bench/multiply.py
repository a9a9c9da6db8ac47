"""Multiply the demo: more of what a centre gathers over the years, each piece as large as it is in the demo.

Leaf pages below their own parents, organisations and events are copied with all that is theirs. What belongs together
in the demo belongs together in each copy: translations, families of activities, networks and their members, pages and
their events. An organisation takes part in the activities of `SHARED_BY` copies, so that it has ten times its
activities at most; events beyond those copies lie in the past, at most twenty years.
"""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from wagtail.models import Page

OURS = ("home", "activities", "organisations", "events", "event_registration")
#: Plain rows of the first rank.
ROOTS = ("organisations.Organisation", "event_registration.Event")
#: People do not come in copies.
OF_PEOPLE = ("event_registration.Registration", "event_registration.RegistrationEvent")
#: So many copies of the demo have their organisations in common.
SHARED_BY = 10
#: So many years back events begin at most.
YEARS = 20
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BATCH = 400
Row = dict[str, Any]
Model = type[models.Model]


def step(number: int) -> str:
    """Return treebeard's four letters for the child with this number."""
    letters = ""
    for _ in range(Page.steplen):
        number, rest = divmod(number, len(ALPHABET))
        letters = ALPHABET[rest] + letters
    return letters


def read_rows(model: Model, column: str, values: Iterable[Any]) -> list[Row]:
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


def write_rows(model: Model, rows: list[Row]) -> None:
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
        if not issubclass(model, Page) or model is Page:
            for sql in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(sql)


def next_id(model: Model) -> int:
    return (model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def rank_of(model: Model) -> Model:
    """The model whose keys a model's rows go by."""
    return Page if issubclass(model, Page) else model


def years_before(copy: int) -> int:
    """How many years before the demo's an event of this copy takes place."""
    return 0 if copy < SHARED_BY else 1 + (copy // SHARED_BY - 1) % YEARS


class Multiplied:
    """The copies made so far: `ids[model][old]` are the keys of the copies of a row, the first copy's first."""

    def __init__(self, times: int) -> None:
        self.copies = range(1, times)
        self.ids: dict[Model, dict[Any, list[int]]] = {}

    def plan(self, model: Model, keys: Iterable[Any]) -> None:
        """Give the copies of these rows their keys."""
        fresh, many = next_id(model), len(self.copies)
        self.ids[model] = {
            old: list(range(fresh + place * many, fresh + (place + 1) * many)) for place, old in enumerate(keys)
        }

    def copied(self, model: Model, row: Row, copy: int) -> Row:
        """The row of one copy: other keys, and what two rows may not share changed."""
        changed = dict(row)
        for field in model._meta.local_concrete_fields:
            value = row[field.column]
            if value in (None, ""):
                continue
            if field.is_relation:
                changed[field.column] = self._other_end(model, field, value, copy)
            elif field.primary_key:
                changed[field.column] = self.ids[model][value][copy - 1]
            elif isinstance(field, models.UUIDField):
                # The same for all rows that share a key by value: translations, pages and their events.
                changed[field.column] = field.get_db_prep_save(uuid.uuid5(uuid.UUID(str(value)), str(copy)), connection)
            elif isinstance(field, models.SlugField) or (field.unique and isinstance(field, models.CharField)):
                changed[field.column] = f"{value}-{copy}"
            elif isinstance(value, datetime) and model._meta.app_label == "event_registration":
                changed[field.column] = value - timedelta(weeks=52 * years_before(copy))
        return changed

    def _other_end(self, model: Model, field: Any, value: Any, copy: int) -> Any:
        target = field.related_model
        if target._meta.app_label == "organisations" != model._meta.app_label:
            copy -= copy % SHARED_BY
        ids = self.ids.get(rank_of(target), {}).get(value)
        return ids[copy - 1] if ids and copy else value

    def write(self, model: Model, rows: Sequence[Row]) -> None:
        write_rows(model, [self.copied(model, row, copy) for row in rows for copy in self.copies])


def leaf_pages(labels: Sequence[str]) -> list[Row]:
    """The leaf pages of ours that stand below a page of their own kind's; what stands alone under home is left out."""
    leaves = Page.objects.filter(depth__gt=3, numchild=0, live=True, content_type__app_label__in=labels)
    return read_rows(Page, "id", leaves.values_list("pk", flat=True))


def multiply_pages(made: Multiplied, rows: Sequence[Row]) -> None:
    """Give pages their brothers, in the tables of all their models."""
    by_parent: dict[str, list[Row]] = {}
    for row in rows:
        by_parent.setdefault(row["path"][: -Page.steplen], []).append(row)
    for path, siblings in by_parent.items():
        parent = Page.objects.get(path=path)
        number = int(parent.get_last_child().path[-Page.steplen :], 36)
        brothers = []
        for copy in made.copies:
            for row in siblings:
                number += 1
                changed = made.copied(Page, row, copy)
                changed |= {"path": path + step(number), "title": f"{row['title']} {copy}"}
                changed |= {"url_path": f"{parent.url_path}{changed['slug']}/"}
                brothers.append(changed | {"latest_revision_id": None, "live_revision_id": None})
        write_rows(Page, brothers)
        Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(brothers))
    for model in our_models():
        if issubclass(model, Page):
            made.write(model, read_rows(model, model._meta.pk.column, made.ids[Page]))


def our_models() -> list[Model]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OURS]


def owners(model: Model) -> list[Any]:
    """The fields by which a row belongs to rows of its own app."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if field.is_relation and not field.null and field.related_model._meta.app_label == model._meta.app_label
    ]


def of_people() -> set[Model]:
    """Models whose rows are about people, with all that cannot be without them."""
    found = {apps.get_model(label) for label in OF_PEOPLE}
    while further := {
        model for model in our_models() if model not in found and found & {f.related_model for f in owners(model)}
    }:
        found |= further
    return found


def multiply_belongings(made: Multiplied) -> None:
    """Copy what belongs to copied rows, then what belongs to that."""
    people = of_people()
    waiting = [model for model in our_models() if not issubclass(model, Page) and model not in people]
    waiting = [model for model in waiting if model not in made.ids]
    while waiting:
        names = {model: owners(model) for model in waiting}
        ready = [
            model
            for model, fields in names.items()
            if any(rank_of(field.related_model) in made.ids for field in fields)
            and not any(field.related_model in waiting for field in fields)
        ]
        if not ready:
            return
        for model in ready:
            owner = next(field for field in names[model] if rank_of(field.related_model) in made.ids)
            rows = read_rows(model, owner.column, made.ids[rank_of(owner.related_model)])
            made.plan(model, (row[model._meta.pk.column] for row in rows))
            made.write(model, rows)
            waiting.remove(model)


def multiply(times: int, *, labels: Sequence[str] = OURS) -> int:
    """Make the demo `times` as large; return how many pages and rows of the first rank were made.

    labels: of the apps whose pages and rows are copied.
    """
    made = Multiplied(times)
    with transaction.atomic():
        pages = leaf_pages(labels)
        made.plan(Page, (row["id"] for row in pages))
        roots = [apps.get_model(label) for label in ROOTS if label.partition(".")[0] in labels]
        for model in roots:
            made.plan(model, model._default_manager.values_list("pk", flat=True))
        for model in roots:
            made.write(model, read_rows(model, model._meta.pk.column, made.ids[model]))
        multiply_pages(made, pages)
        multiply_belongings(made)
    return sum(len(made.ids[model]) for model in (Page, *roots)) * len(made.copies)
