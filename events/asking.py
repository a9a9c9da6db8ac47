"""What a visitor asked of the list of events, read from the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from events.registration.choices import Audience, EventKind, SpokenLanguage

LONGEST_QUERY = 200
MOST_CHOSEN = 20
COMING, PAST = "coming", "past"
YES = "1"
HELPS = ("childcare", "sign_language", "captioning", "wheelchair", "interpreter")
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


@dataclass(frozen=True)
class Asked:
    """What the visitor asked for, as far as it can be understood; the rest is left out, never an error."""

    words: str = ""
    when: str = COMING
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or any(self.chosen.values()))


def ask(query: QueryDict) -> Asked:
    """Read a query string; what does not make sense is dropped."""
    chosen = {
        name: tuple(dict.fromkeys(value for value in query.getlist(name) if understood(value)))[:MOST_CHOSEN]
        for name, understood in UNDERSTOOD.items()
    }
    page = query.get("page", "1")
    return Asked(
        words=" ".join(query.get("q", "")[:LONGEST_QUERY].split()),
        when=PAST if query.get("when") == PAST else COMING,
        chosen={name: values for name, values in chosen.items() if values},
        page=int(page) if page.isdecimal() and len(page) < 7 else 1,
    )


UNDERSTOOD: Mapping[str, Callable[[str], Any]] = {
    "kind": lambda value: value in EventKind.values,
    "month": _MONTH.fullmatch,
    "fy": _YEAR.fullmatch,
    "lang": lambda value: value in SpokenLanguage.values,
    "place": lambda value: 0 < len(value) <= 100,
    "audience": lambda value: value in Audience.values,
    "help": lambda value: value in HELPS,
    "free": lambda value: value == YES,
    "keyword": lambda value: 0 < len(value) <= 100,
    "by": lambda value: 0 < len(value) <= 100,
}
