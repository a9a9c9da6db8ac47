"""Lists under headings: the rows of the fifty sounds (五十音), or the letters of the alphabet."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from cms.core.readings import GOJUON_ROWS, OTHER, gojuon_row, sort_key

T = TypeVar("T")

LETTERS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", OTHER)


@dataclass(frozen=True)
class Group(Generic[T]):
    """The members that share a heading; `anchor` is its id."""

    label: str
    anchor: str
    members: list[T]


def grouped_by_row(members: Iterable[T], *, reading: Callable[[T], str]) -> list[Group[T]]:
    """Return the rows that have members, each in order."""
    return _grouped(sorted(members, key=lambda member: sort_key(reading(member))), GOJUON_ROWS, reading, gojuon_row)


def grouped_by_initial(members: Iterable[T], *, word: Callable[[T], str]) -> list[Group[T]]:
    """Return the letters that have members, each in order."""
    return _grouped(sorted(members, key=lambda member: word(member).casefold()), LETTERS, word, _initial)


def _initial(text: str) -> str:
    first = unicodedata.normalize("NFKD", text)[:1].upper()
    return first if first.isascii() and first.isalpha() else OTHER


def _grouped(
    members: list[T], order: tuple[str, ...], key: Callable[[T], str], heading: Callable[[str], str]
) -> list[Group[T]]:
    found: dict[str, list[T]] = {}
    for member in members:
        found.setdefault(heading(key(member)), []).append(member)
    return [Group(label, f"row-{number}", found[label]) for number, label in enumerate(order, 1) if label in found]
