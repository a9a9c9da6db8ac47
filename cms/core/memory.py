"""What a process remembers of the published site, for as long as its generation lasts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, TypeVar
from weakref import WeakSet

from . import generations

T = TypeVar("T")
#: Seconds. Bounds how long a change that no signal told of can stay unseen.
LONGEST = 60


def _always(_made: Any) -> bool:
    return True


@dataclass
class _Kept:
    generation: str
    tokens: tuple[str, ...] | None
    until: float
    made: Any


class Memory:
    """The `size` most recently used results, each of one generation, for `longest` seconds or else `LONGEST`.

    Nothing personal belongs here: what is remembered is shown to everybody. A result is shared by threads and must not
    be changed by who gets it.
    """

    def __init__(self, size: int, *, longest: float | None = None) -> None:
        self._size, self._longest = size, longest
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        _all.add(self)

    def get(
        self,
        key: Hashable,
        make: Callable[[], T],
        *,
        holds: Callable[[T], bool] = _always,
        parts: Collection[str] | None = None,
    ) -> T:
        """Return what `make` returned for this key in the present generation, making it where it is not known.

        holds: says whether a result is still true, where that depends on the time too; else it is made anew.
        parts: all that a result depends on (`generations.watch`): it outlives generations in which none was touched.
        """
        generation = generations.current()
        if generation is None:
            return make()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept.until > monotonic() and self._is_of(kept, generation, parts) and holds(kept.made):
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
            return kept.made  # type: ignore[no-any-return]
        tokens = None if parts is None else generations.tokens_of(parts)
        made = make()
        # Making it may itself have changed something.
        if generations.current() == generation:
            with self._lock:
                self._kept[key] = _Kept(generation, tokens, monotonic() + (self._longest or LONGEST), made)
                self._kept.move_to_end(key)
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
        return made

    @staticmethod
    def _is_of(kept: _Kept, generation: str, parts: Collection[str] | None) -> bool:
        """Whether it is of this generation, or of an earlier one that differs from it in nothing it depends on."""
        if kept.generation == generation:
            return True
        if parts is None or kept.tokens != generations.tokens_of(parts):
            return False
        kept.generation = generation
        return True

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()


_all: WeakSet[Memory] = WeakSet()
#: Parts of the page around every page: names, menus, markup.
SHELL = Memory(1024)


def forget_everything() -> None:
    """Make this process as forgetful as a new one; for tests and measurements."""
    for memory in _all:
        memory.forget()
