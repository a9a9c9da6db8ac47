"""What a process remembers of the published site, for as long as its generation lasts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from . import generations

K = TypeVar("K")
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


@dataclass(frozen=True)
class Wanted(Generic[K, T]):
    """One of several results that are made together. of: what it is a result of; the rest as `Memory.get` has it."""

    of: K
    key: Hashable
    holds: Callable[[T], bool] = _always
    parts: Collection[str] | None = None


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
        kept = self._known(key, generation, holds, parts)
        if kept is not None:
            return kept.made  # type: ignore[no-any-return]
        tokens = None if parts is None else generations.tokens_of(parts)
        made = make()
        self._keep(key, generation, tokens, made)
        return made

    def known(
        self, key: Hashable, *, holds: Callable[[Any], bool] = _always, parts: Collection[str] | None = None
    ) -> Any:
        """Return what is remembered under a key, or None: for who has another way where nothing is. As `get` else."""
        generation = generations.current()
        kept = self._known(key, generation, holds, parts) if generation is not None else None
        return kept.made if kept is not None else None

    def get_each(self, wanted: Sequence[Wanted[K, T]], make: Callable[[Sequence[K]], Sequence[T]]) -> list[T]:
        """Return several results in their order, those that are not known made by one call, so by one query.

        make: gets what the missing ones are of, in their order, and gives a result for each.
        """
        generation = generations.current()
        if generation is None:
            return list(make([one.of for one in wanted]))
        found = {one.key: self._known(one.key, generation, one.holds, one.parts) for one in wanted}
        missing = [one for one in wanted if found[one.key] is None]
        if not missing:
            return [kept.made for kept in found.values() if kept is not None]
        tokens = [None if one.parts is None else generations.tokens_of(one.parts) for one in missing]
        made = make([one.of for one in missing])
        new = {one.key: result for one, result in zip(missing, made, strict=True)}
        for one, seen in zip(missing, tokens, strict=True):
            self._keep(one.key, generation, seen, new[one.key])
        return [new[key] if kept is None else kept.made for key, kept in found.items()]

    def _known(
        self, key: Hashable, generation: str, holds: Callable[[Any], bool], parts: Collection[str] | None
    ) -> _Kept | None:
        """What is kept under a key, if it is still true."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or kept.until <= monotonic() or not self._is_of(kept, generation, parts):
            return None
        if not holds(kept.made):
            return None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return kept

    def _keep(self, key: Hashable, generation: str, tokens: tuple[str, ...] | None, made: Any) -> None:
        # Making it may itself have changed something.
        if generations.current() != generation:
            return
        with self._lock:
            self._kept[key] = _Kept(generation, tokens, monotonic() + (self._longest or LONGEST), made)
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

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
