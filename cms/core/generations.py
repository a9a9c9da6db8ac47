"""Which generation of the published site a request sees.

Menus, names and routes are the same for every visitor until an editor changes something. Each process remembers them
(`cms.core.memory`) under the token in the database, which is read once a request and replaced after each commit that
changes what `watch` names. So all processes agree without Redis, and what is remembered can be neither stale for
longer than a commit takes nor of a transaction that was rolled back:

* A request reads the token before it reads anything else. What it finds is therefore at least as new as the token.
* While a connection has watched changes that are not committed, it remembers nothing and uses nothing remembered.
* What bypasses signals (`QuerySet.update`, SQL by hand) and a process killed between commit and token are seen when
  the memory's time is over, or call `replace_after_commit` themselves.

What is dear to look up and depends on little has parts of its own (ADR 81): names with a token each, replaced together
with the generation's where a change says which it touches (`watch`). A change that does not say touches them all.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.signals import post_page_move

from cms.plugin_api import Registry, contributions_changed

from .models import Generation

PUBLISHED = "published"
#: The part that all others depend on.
EVERYTHING = "everything"
#: Says the names of the parts that a change of a row touches; None for all of them.
Touches = Callable[[Any], Iterable[str] | None]
# What the editor writes while a page is a draft: nobody but staff sees it.
DRAFT_FIELDS = frozenset(
    {"draft_title", "latest_revision", "latest_revision_created_at", "has_unpublished_changes", COMMENTS_RELATION_NAME}
    | {"locked", "locked_at", "locked_by", "go_live_at", "expire_at"}
)


@dataclass
class _Held:
    token: str | None = None
    parts: Mapping[str, str] | None = None


class Replacement:
    """What waits for the commit of a transaction: the generation and the parts that it will replace."""

    def __init__(self) -> None:
        self._parts: set[str] = set()
        # Django names a robust hook that failed by this; without it, naming it fails, and with it what was committed.
        self.__qualname__ = type(self).__qualname__

    def touch(self, parts: Iterable[str] | None) -> None:
        self._parts.update((EVERYTHING,) if parts is None else parts)

    def __call__(self) -> None:
        replace(self._parts)


def everything(_row: Any) -> Iterable[str] | None:
    """Touches all parts: what a model does that does not say better."""
    return None


def nothing(_row: Any) -> Iterable[str]:
    """Touches no part: menus, names and words that are remembered in no part."""
    return ()


def always(*parts: str) -> Touches:
    """Touches these parts, whichever row it is."""
    return lambda _row: parts


def by_page(page: Any) -> Iterable[str] | None:
    """Touches no part where nothing stands below the page. What stands there may appear, move or go with it."""
    return None if type(page) is Page or page.numchild else ()


_held: ContextVar[_Held | None] = ContextVar("generation", default=None)
_watched: dict[type[models.Model], Touches] = {}


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


def tokens_of(names: Iterable[str]) -> tuple[str, ...]:
    """The tokens of some parts, and of what they all depend on. One query in a request that asks for any.

    Only where `current` says that something may be remembered: it is read first, so that these are never older.
    """
    tokens = _tokens()
    return tuple(tokens.get(name, "") for name in (EVERYTHING, *names))


def names_touched() -> Collection[str]:
    """The names of all parts that were ever touched; none where nothing may be remembered."""
    return () if current() is None else _tokens().keys()


def _tokens() -> Mapping[str, str]:
    held = _held.get()
    assert held is not None
    if held.parts is None:
        held.parts = dict(Generation.objects.exclude(name=PUBLISHED).values_list("name", "token"))
    return held.parts


def replace(parts: Iterable[str] | None = None) -> None:
    """Begin a new generation, and new ones of some parts or of all. Only what is committed belongs to it.

    See `replace_after_commit`.
    """
    touched = {EVERYTHING} if parts is None else set(parts)
    token = uuid4().hex
    # In one statement: nobody sees the new generation with parts of the old one. In order: none waits for another.
    Generation.objects.bulk_create(
        [Generation(name=name, token=token) for name in sorted({PUBLISHED, *touched})],
        update_conflicts=True, unique_fields=["name"], update_fields=["token"],
    )  # fmt: skip
    held = _held.get()
    if held is not None:
        held.token = held.parts = None


def replace_after_commit(parts: Iterable[str] | None = None) -> None:
    """Begin a new generation when the present transaction is committed, or now when there is none.

    The row is not touched before: a transaction that holds it would make all editors wait for its end.

    Args:
        parts: that are touched; without it all are.
    """
    act = _waiting()
    if act is None:
        act = Replacement()
        act.touch(parts)
        transaction.on_commit(act, robust=True)
    else:
        act.touch(parts)


def _waiting() -> Replacement | None:
    """What the present transaction will replace.

    A change inside a savepoint that was rolled back has left the list with it. Each one that is in the list stays in it
    for as long as what is changed now: its savepoints are released, or still open around us.
    """
    return next((act for _savepoints, act, *_ in connection.run_on_commit if isinstance(act, Replacement)), None)


def _is_pending() -> bool:
    return _waiting() is not None


def watch(*kinds: type[models.Model], touches: Touches = everything) -> None:
    """Begin a new generation whenever a row of these models, or of models that inherit from them, changes.

    Args:
        touches: the names of the parts that such a row touches. Of a model and one that it inherits from, the model's.
    """
    _watched.update(dict.fromkeys(kinds, touches))


def _touched_by(sender: Any, row: Any) -> Iterable[str] | None:
    return next(_watched[kind] for kind in sender.__mro__ if kind in _watched)(row)


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
    replace_after_commit(_touched_by(sender, instance))


def _deleted(sender: Any, instance: Any, **_more: Any) -> None:
    if issubclass(sender, tuple(_watched)):
        replace_after_commit(_touched_by(sender, instance))


def _linked(sender: Any, instance: Any, action: str, **_more: Any) -> None:
    """What a row of a watched model is linked with, which is set without saving the row."""
    if action.startswith("post_") and isinstance(instance, tuple(_watched)):
        replace_after_commit(_touched_by(type(instance), instance))


def _changed(sender: Any, **_more: Any) -> None:
    replace_after_commit()
