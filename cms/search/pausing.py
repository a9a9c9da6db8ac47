"""Leave the index alone while much is written at once; the caller rebuilds it afterwards, in one go."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_paused: ContextVar[bool] = ContextVar("kakehashi_search_paused", default=False)


@contextmanager
def indexing_paused() -> Iterator[None]:
    """What is saved inside is not indexed: run `update_index` when it is over."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def is_paused() -> bool:
    return _paused.get()
