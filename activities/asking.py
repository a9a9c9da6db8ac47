"""What a visitor asked of the list of activities, read from the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from activities.choices import PartnerKind, Pillar
from activities.organisations.npo_fields import NPO_FIELDS
from cms.core.eras import FIRST_YEAR
from cms.core.fiscal_year import LAST_FISCAL_YEAR

LONGEST_QUERY = 200
MOST_CHOSEN = 20
UNKNOWN = "unknown"
YES = "1"
# sign: (what people read, order of the rows)
SORTS: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "new": (lambda: _("newest first"), ("-latest", "reading_or_title", "pk")),
    "old": (lambda: _("oldest first"), ("earliest", "reading_or_title", "pk")),
    "name": (lambda: _("in order of the reading"), ("reading_or_title", "pk")),
}
BEST = "best"


@dataclass(frozen=True)
class Asked:
    """What the visitor asked for, as far as it can be understood; the rest is left out, never an error."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "new"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or any(self.chosen.values()))


def ask(query: QueryDict) -> Asked:
    """Read a query string; what does not make sense is dropped."""
    typed = " ".join(query.get("q", "")[:LONGEST_QUERY].split())
    chosen = {
        name: tuple(dict.fromkeys(value for value in query.getlist(name) if understood(value)))[:MOST_CHOSEN]
        for name, understood in UNDERSTOOD.items()
    }
    sort = query.get("sort", "")
    page = query.get("page", "1")
    default = BEST if typed else "new"
    return Asked(
        words=typed,
        chosen={name: values for name, values in chosen.items() if values},
        sort=sort if sort in SORTS or (sort == BEST and typed) else default,
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 10


UNDERSTOOD: Mapping[str, Callable[[str], bool]] = {
    "pillar": lambda value: value in Pillar.values,
    "kind": lambda value: value in PartnerKind.values,
    "fy": lambda value: value == UNKNOWN or (_is_number(value) and FIRST_YEAR <= int(value) <= LAST_FISCAL_YEAR),
    "field": lambda value: _is_number(value) and 0 < int(value) <= len(NPO_FIELDS),
    "area": _is_number,
    "keyword": lambda value: 0 < len(value) <= 100,
    "ongoing": lambda value: value == YES,
    "organisation": _is_number,
}
