"""A page's entries in the search index and in the index of references are written once, when all of it is saved.

Wagtail writes both as soon as the page's own row is saved, before the rows that belong to it: what is found of them is
that of the time before. The one of references it writes once more for each of these rows. And both after each draft,
of which they have nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelcluster.fields import ParentalKey
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_delete_signal_handler, post_save_signal_handler
from wagtail.models import Page, ReferenceIndex
from wagtail.signal_handlers import reference_index_auto_update_disabled, remove_reference_index_on_delete
from wagtail.tasks import update_reference_index_task

from cms.search.pausing import is_paused

from .generations import DRAFT_FIELDS

#: App, name of the model and key, as Wagtail's task takes them.
Row = tuple[str, str, str]

_held: ContextVar[dict[Row, None] | None] = ContextVar("kakehashi_held_entries", default=None)


def connect() -> None:
    """Listen to what is saved and deleted. Called once, when the apps are loaded."""
    post_save.connect(_saved, dispatch_uid="core.page_entries")
    post_delete.connect(_deleted, dispatch_uid="core.page_entries")
    for model in get_indexed_models():
        # Those that say so are written here; Wagtail would not take them out again either.
        if issubclass(model, Page) and not getattr(model, "search_auto_update", True):
            post_delete.connect(post_delete_signal_handler, sender=model, dispatch_uid="core.page_entries")


@contextmanager
def written_once(page: Page, update_fields: Any = None) -> Iterator[None]:
    """Save a page inside; its entries, and those of whatever else is saved, are written in the same transaction.

    update_fields: as for `save`. Nothing is written of what Wagtail was told to leave alone.
    """
    with transaction.atomic():
        with _references_held():
            yield
        # The editor saves the rows of a page that is not live after the page itself, and a draft then.
        if (not page.live or not _is_draft(page, update_fields)) and not is_paused():
            post_save_signal_handler(page)


@contextmanager
def _references_held() -> Iterator[None]:
    switch = reference_index_auto_update_disabled
    if getattr(switch, "value", False):  # whoever is around it writes them
        yield
        return
    rows: dict[Row, None] = {}
    token, switch.value = _held.set(rows), True
    try:
        yield
    finally:
        _held.reset(token)
        switch.value = False
    for row in rows:
        update_reference_index_task.enqueue(*row)


def _is_draft(instance: Model, update_fields: Any) -> bool:
    return isinstance(instance, Page) and update_fields is not None and DRAFT_FIELDS.issuperset(update_fields)


def _saved(sender: Any, instance: Model, raw: bool = False, update_fields: Any = None, **_more: Any) -> None:
    rows = _held.get()
    if rows is None or raw or sender not in ReferenceIndex.tracked_models or _is_draft(instance, update_fields):
        return
    rows[_row(_whole(instance))] = None


def _deleted(sender: Any, instance: Model, **_more: Any) -> None:
    rows = _held.get()
    if rows is None or sender not in ReferenceIndex.tracked_models:
        return
    rows.pop(_row(instance), None)
    reference_index_auto_update_disabled.value = False
    try:
        remove_reference_index_on_delete(instance)
    finally:
        reference_index_auto_update_disabled.value = True


def _row(instance: Model) -> Row:
    return instance._meta.app_label, str(instance._meta.model_name), str(instance.pk)


def _whole(instance: Model) -> Model:
    """Return what a row is a part of, which has its references; itself where it is whole."""
    while parts := [field for field in instance._meta.get_fields() if isinstance(field, ParentalKey)]:
        parent = getattr(instance, parts[0].name)
        if parent is None:
            break
        instance = parent
    return instance
