"""The entries of a letter's sections: which of those that a section offers stand in it.

An entry is known by its section, key and version. Within one letter each address stands once, in the first section that
has it: an event that is new and closes soon is told once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import pgettext

from cms.core.letter_sections import Filled
from cms.plugin_api import LetterItem

#: Section ("plugin:key"), key, version.
EntryId = tuple[str, str, str]
Found = Mapping[str, Filled]


@dataclass(frozen=True, slots=True)
class Chosen:
    """An entry that stands in a letter. is_changed: the reader has had an earlier version of it."""

    source: str
    item: LetterItem
    is_changed: bool = False

    @property
    def id(self) -> EntryId:
        return self.source, self.item.key, self.item.version


def asked_for(body: Any) -> list[tuple[str, int]]:
    """Return the sections that a stream asks for, in order, and how many entries of each."""
    return [(child.value["source"], child.value["most"]) for child in body if child.block_type == "section"]


def choose(
    asked: Iterable[tuple[str, int]], found: Found, *, had: Collection[EntryId] = (),
    only: Collection[str] | None = None,
) -> tuple[Chosen, ...]:  # fmt: skip
    """Return the entries for somebody, in order.

    had: what she got before. only: of these sections alone.
    """
    told, chosen = set(), []
    earlier = {entry[:2] for entry in had}
    for source, most in asked:
        if source not in found or (only is not None and source not in only):
            continue
        of_section = 0
        for item in found[source].items:
            if of_section == most:
                break
            if item.url in told or (source, item.key, item.version) in had:
                continue
            told.add(item.url)
            chosen.append(Chosen(source, item, (source, item.key) in earlier))
            of_section += 1
    return tuple(chosen)


def as_found(chosen: Iterable[Chosen], found: Found) -> dict[str, Filled]:
    """Return the sections with nothing but the chosen entries, those that changed marked, in the active language."""
    items: dict[str, list[LetterItem]] = {}
    for each in chosen:
        items.setdefault(each.source, []).append(_marked(each.item) if each.is_changed else each.item)
    return {source: replace(found[source], items=of_section) for source, of_section in items.items()}


def _marked(item: LetterItem) -> LetterItem:
    return replace(item, meta=[pgettext("entry of a letter", "Changed since the last letter"), *item.meta])


def entries_of(found: Found) -> list[list[str]]:
    """Return the ids of what stands in a letter, ready for JSON."""
    return [[source, item.key, item.version] for source, filled in found.items() for item in filled.items]


def first_titles(found: Found, *, most: int = 150) -> str:
    """Return the titles of the first entries: what mail programs show behind the subject."""
    titles = [item.title for filled in found.values() for item in filled.items]
    said = ""
    for title in titles:
        longer = f"{said} / {title}" if said else title
        if len(longer) > most:
            break
        said = longer
    return said or "".join(titles[:1])[:most]
