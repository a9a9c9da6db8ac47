"""What an activity is found by, beyond its own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.core.fact_texts import said_anywhere
from cms.core.fiscal_year import FiscalYear

MOST_NAMES = 400


def partners(page: Any) -> str:
    """Names of organisations, departments and programmes: as of then, as of now, and the other names of each."""
    words: list[str] = []
    for line in _lines(page):
        words += [line.name, line.department_name, line.programme_name]
        if line.organisation:
            words += [line.organisation.name, line.organisation.kana, line.organisation.name_en]
            words += line.organisation.aliases.splitlines()
        words += _chain(line.department, "successor")
        words += _chain(line.programme, "renamed_to")
    return _joined(words)


def _lines(page: Any) -> Iterable[Any]:
    return page.partner_lines.select_related(
        "organisation", "department__successor__successor", "programme__renamed_to__renamed_to"
    )


def _chain(named: Any, onward: str) -> list[str]:
    """The names of a department or programme and of what it became, however often it was renamed."""
    words: list[str] = []
    seen: set[int] = set()
    while named is not None and named.pk not in seen:
        seen.add(named.pk)
        words += [named.name, named.name_en, *getattr(named, "aliases", "").splitlines()]
        named = getattr(named, onward)
    return words


def keywords(page: Any) -> str:
    """Keywords with reading, English name and the other words for each."""
    words: list[str] = []
    for item in page.tagged_items.select_related("tag"):
        words += [item.tag.name, item.tag.reading, item.tag.name_en, *item.tag.synonyms.split(",")]
    return _joined(said_anywhere(words))


def facts(page: Any) -> str:
    """Years in all their names, areas, fields, committee, outputs, predecessors; outcomes only with consent."""
    words: list[str] = [page.committee]
    for year in (page.start_fy, page.end_fy):
        words += FiscalYear(year).names if year else []
    for area in page.areas.all():
        words += [area.name, area.name_en]
    words += [field.name for field in page.npo_fields.all()]
    words += [item.value["title"] for item in page.outputs if item.block_type == "output"]
    words += [link.predecessor.title for link in page.predecessor_links.select_related("predecessor")]
    words += [outcome.text for outcome in page.outcomes.all() if outcome.consent]
    return _joined(words)


def _joined(words: Iterable[str]) -> str:
    """One line per word, each once, empty ones left out."""
    return "\n".join(list(dict.fromkeys(word.strip() for word in words if word and word.strip()))[:MOST_NAMES])
