"""Every call into a plugin passes here, so that its mistake stays its own."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.utils import timezone

from cms.plugin_api import Contribution

from . import incidents, installed, time_limit, unsure

logger = logging.getLogger(__name__)

T = TypeVar("T")
Item = TypeVar("Item")
#: A call that takes longer than this many seconds is noted.
SLOW = 2.0


def call(
    contribution: Contribution,
    fn: Callable[..., T],
    *args: Any,
    fallback: T,
    site: Any,
    passes: tuple[type[BaseException], ...] = (),
    longest: float | None = None,
    may_be_slow: bool = False,
    **kwargs: Any,
) -> T:
    """Call `fn(*args, **kwargs)` of a plugin; if it raises, note it and return `fallback`.

    contribution: on whose behalf; of an app of core, `fn` is called as it is and its errors are raised.
    site: (or its id) on which a repeated failure pauses the contribution; None for work that belongs to no site.
    passes: exceptions that are an answer and no mistake, such as Http404; they are raised.
    may_be_slow: nobody waits for it, and that it takes long is no incident.
    longest: seconds after which the call is ended (`time_limit`) and counts as failed; None lets it take its time.

    Inside a transaction the call has a savepoint, so that a query that failed costs nobody else's work. `fn` must
    give its whole answer: what it returns lazily is evaluated outside. SystemExit is caught too.
    """
    if not installed.is_plugin(contribution.plugin):
        return fn(*args, **kwargs)
    started = time.monotonic()
    try:
        with _savepoint():
            if longest is None:
                result = fn(*args, **kwargs)
            else:
                result = time_limit.run(partial(fn, *args, **kwargs), seconds=longest)
    except passes:
        raise
    except (Exception, SystemExit) as error:  # this is what the guard is for
        # No message and no arguments: they may be about a person.
        logger.error("%s of plugin %s failed: %s", contribution.kind, contribution.plugin, type(error).__qualname__)
        _note(incidents.failure(contribution, error, site=site, now=timezone.now()))
        return fallback
    seconds = time.monotonic() - started
    if seconds > SLOW and not may_be_slow:
        milliseconds = int(seconds * 1000)
        _note(incidents.slowness(contribution, milliseconds=milliseconds, site=site, now=timezone.now()))
    return result


def must_be(given: Any, *kinds: type) -> Any:
    """Return what a plugin gave; raise TypeError, inside the guard, where it is none of these kinds.

    What a function forgot to return, or returns by mistake, is found here and not where it is used, outside the guard.
    """
    if not isinstance(given, kinds):
        raise TypeError(f"it gave {type(given).__name__} and not {' or '.join(kind.__name__ for kind in kinds)}")
    return given


def together(items: Sequence[tuple[Contribution, Item]], fn: Callable[[list[Item]], T], *, site: Any) -> T:
    """Call `fn` with all items at once; if it fails, again without the plugins' items that fail alone.

    For what costs one query for all contributions and would be slower one by one. With items of core only, errors are
    raised, and so is what goes wrong without any plugin's item.
    """
    everything = [item for _contribution, item in items]
    if not any(installed.is_plugin(contribution.plugin) for contribution, _item in items):
        return fn(everything)
    try:
        with _savepoint():
            return fn(everything)
    except (Exception, SystemExit):  # whose fault it is comes out below, in the guard
        sound = [
            item
            for contribution, item in items
            if not installed.is_plugin(contribution.plugin)
            or call(contribution, _succeeds, fn, item, fallback=False, site=site)
        ]
        return fn(sound)


def _succeeds(fn: Callable[[list[Item]], Any], item: Item) -> bool:
    fn([item])
    return True


@contextmanager
def _savepoint() -> Iterator[None]:
    """Outside a transaction there is nothing to protect, and on SQLite beginning one would lock out all writers."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    else:
        yield


def _note(noted: incidents.Noted) -> None:
    """Write an incident; where even that fails (a full disk, a database that only reads) the log has to do."""
    unsure.write_lost()
    if connection.in_atomic_block:
        unsure.keep(noted)
    try:
        with _savepoint():
            incidents.write(noted)
    except DatabaseError as error:
        # Without its traceback: that tells of the plugin's own error too, with its message.
        logger.error("an incident could not be recorded: %s", type(error).__qualname__)
