"""The choices beside and above a list, as `components/` takes them. Each app counts its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html

from .colons import colon
from .querystrings import changed


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


def chosen(facets: Sequence[Facet], query: QueryDict, words: str = "") -> list[Chip]:
    """Return what narrows a list, the words first, each as a link to the list without it.

    Args:
        facets: what was counted for this question.
        query: the question.
        words: what was searched for, as the parameter `q` has it, cleaned.
    """
    chips = [
        Chip(
            format_html("{}{}{} ×", facet.label, colon(), option.label),
            f"?{changed(query, drop=[(facet.name, option.value)])}",
        )
        for facet in facets
        for option in facet.options
        if option.selected
    ]
    if words:
        chips.insert(0, Chip(f"「{words}」 ×", f"?{changed(query, without=('page', 'q'))}"))
    return chips
