"""Something is found by the names of others: when one of those changes, its entry in the index is written anew."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django_tasks import task
from wagtail.search.backends import get_search_backends

from .pausing import is_paused

#: Entries written by one job: some seconds of work.
AT_ONCE = 100


def write_later(rows: Any) -> None:
    """Leave the entries of these rows (a queryset) to workers: whoever renames a city waits for two queries.

    The jobs are rows of the caller's transaction. Nothing happens while indexing is paused.
    """
    if is_paused():
        return
    pks = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(pks), AT_ONCE):
        write_anew.enqueue(rows.model._meta.label, pks[start : start + AT_ONCE])


@task()
def write_anew(model: str, pks: list[int]) -> None:
    """Write the entries of these rows of a model ("app.Model") anew; those that are gone are left out."""
    indexed: Any = apps.get_model(model)
    rows = list(indexed.get_indexed_objects().filter(pk__in=pks))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(indexed, rows)
