"""The choices beside and above a list, as `components/` takes them. Each app counts its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Chip:
    """A link as `components/chips.html` takes it."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Option:
    """One value of a facet; `count` is the length of the list with this value alone in its facet."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A group of choices. open: whether it is unfolded though nothing in it is chosen."""

    name: str
    label: Any
    options: Sequence[Option]
    open: bool = False

    @property
    def has_selection(self) -> bool:
        return any(option.selected for option in self.options)
