"""Which generation of the published site a request sees.

Menus, names and routes are the same for every visitor until an editor changes something. Each process remembers them
(`cms.core.memory`) under the token in the database, which is read once a request and replaced after each commit that
changes what `watch` names. So all processes agree without Redis, and what is remembered can be neither stale for
longer than a commit takes nor of a transaction that was rolled back:

* A request reads the token before it reads anything else. What it finds is therefore at least as new as the token.
* While a connection has watched changes that are not committed, it remembers nothing and uses nothing remembered.
* What bypasses signals (`QuerySet.update`, SQL by hand) and a process killed between commit and token are seen when
  the memory's time is over, or call `replace_after_commit` themselves.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.plugin_api import Registry, contributions_changed

from .models import Generation

PUBLISHED = "published"
# What the editor writes while a page is a draft: nobody but staff sees it.
DRAFT_FIELDS = frozenset(
    {"draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", "comments"}
    | {"locked", "locked_at", "locked_by", "go_live_at", "expire_at"}
)


@dataclass
class _Held:
    token: str | None = None


_held: ContextVar[_Held | None] = ContextVar("generation", default=None)
_watched: set[type[models.Model]] = set()


@contextmanager
def one_request() -> Iterator[None]:
    """Within it, all that is remembered is of one generation, looked up when it is first needed."""
    mark = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(mark)


def current() -> str | None:
    """Return what remembered things are to be kept under; None where nothing may be remembered.

    One query in a request, none outside of one, where nothing is remembered.
    """
    held = _held.get()
    if held is None or _is_pending():
        return None
    if held.token is None:
        # By hand: this runs in every request, and the ORM's own work would be a tenth of what is saved.
        with connection.cursor() as cursor:
            cursor.execute("SELECT token FROM core_generation WHERE name = %s", [PUBLISHED])
            row = cursor.fetchone()
        if row is None:
            return None
        held.token = f"{row[0]}-{Registry.generation()}"
    return held.token


def replace() -> None:
    """Begin a new generation. Only what is committed belongs to it: see `replace_after_commit`."""
    token = uuid4().hex
    if not Generation.objects.filter(name=PUBLISHED).update(token=token):
        Generation.objects.bulk_create([Generation(name=PUBLISHED, token=token)], ignore_conflicts=True)
    held = _held.get()
    if held is not None:
        held.token = None


def replace_after_commit() -> None:
    """Begin a new generation when the present transaction is committed, or now when there is none.

    The row is not touched before: a transaction that holds it would make all editors wait for its end.
    """
    if not _is_pending():
        transaction.on_commit(replace, robust=True)


def _is_pending() -> bool:
    """Whether the present transaction will begin a new generation.

    A change inside a savepoint that was rolled back has left the list with it. Each one that is in the list stays in it
    for as long as what is changed now: its savepoints are released, or still open around us.
    """
    return any(act is replace for _savepoints, act, *_ in connection.run_on_commit)


def watch(*kinds: type[models.Model]) -> None:
    """Begin a new generation whenever a row of these models, or of models that inherit from them, changes."""
    _watched.update(kinds)


def connect() -> None:
    """Listen for changes. Called once, when the apps are loaded."""
    post_save.connect(_saved, dispatch_uid="core.generations")
    post_delete.connect(_deleted, dispatch_uid="core.generations")
    m2m_changed.connect(_linked, dispatch_uid="core.generations")
    post_page_move.connect(_changed, dispatch_uid="core.generations")
    contributions_changed.connect(_changed, dispatch_uid="core.generations")


def _saved(sender: Any, instance: Any, created: bool = False, update_fields: Any = None, **_more: Any) -> None:
    if not issubclass(sender, tuple(_watched)):
        return
    if isinstance(instance, Page) and (
        (created and not instance.live) or (update_fields and DRAFT_FIELDS.issuperset(update_fields))
    ):
        return
    replace_after_commit()


def _deleted(sender: Any, **_more: Any) -> None:
    if issubclass(sender, tuple(_watched)):
        replace_after_commit()


def _linked(sender: Any, instance: Any, action: str, **_more: Any) -> None:
    """What a row of a watched model is linked with, which is set without saving the row."""
    if action.startswith("post_") and isinstance(instance, tuple(_watched)):
        replace_after_commit()


def _changed(sender: Any, **_more: Any) -> None:
    replace_after_commit()
