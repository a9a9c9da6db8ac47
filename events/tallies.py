"""Which of some events have a value of a facet, as the bits of one number: counting some of them asks no database.

A word that is searched for finds other events each time, and what each value would leave of them has to be said. The
database took most of a search to count that. Which event has which value is remembered: it is one `and` for each value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tally:
    """The events of one run that have a value.

    row: its facet, key and label, and the `count` of all these events. events: a bit for each of the run, see `Places`.
    """

    row: Mapping[str, Any]
    events: int

    def among(self, marks: int) -> int:
        """How many of these events are among those that `marked` gave of the same run."""
        return (self.events & marks).bit_count()


class Places:
    """The bits that stand for some events: the last key's is the lowest."""

    def __init__(self, keys: Sequence[int]) -> None:
        self._places = {pk: place for place, pk in enumerate(reversed(keys))}

    def marked(self, keys: Iterable[int]) -> int:
        """Return the number in which the bits of these events are set; what is none of them has no bit."""
        octets = bytearray(len(self._places) // 8 + 1)
        for pk in keys:
            place = self._places.get(pk)
            if place is not None:
                octets[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(octets, "little")


def marked(keys: Sequence[int], found: Collection[int]) -> int:
    """What `Places(keys).marked(found)` returns, at once for many: each key is looked up among `found`."""
    return int(bytes(49 if pk in found else 48 for pk in keys) or b"0", 2)
