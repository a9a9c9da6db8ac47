"""The languages at an event with their interpreters, from the rows of events. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from cms.core.one_query import KeptParts, Part
from events.registration.choices import LanguageUse, PoolKind, SpokenLanguage
from events.registration.models import CapacityPool, EventLanguage

from .models import EventLanguageHelp


@dataclass(frozen=True)
class AtEvent:
    """One language at an event. uses: how it is used. pool: its interpreters, where their number is known."""

    language: SpokenLanguage
    uses: tuple[str, ...]
    pool: CapacityPool | None = None

    @property
    def is_interpreted(self) -> bool:
        return self.pool is not None or LanguageUse.INTERPRETED in self.uses

    @property
    def is_full(self) -> bool:
        """Whether who asks now waits for an interpreter."""
        return self.pool is not None and self.pool.free == 0


@dataclass(frozen=True)
class LanguagesOfEvent:
    """All languages of an event, and what the centre promises beside."""

    languages: Sequence[AtEvent]
    help: EventLanguageHelp | None

    def of(self, spoken: SpokenLanguage | None) -> AtEvent | None:
        return next((each for each in self.languages if each.language == spoken), None)

    @property
    def interpreted(self) -> list[AtEvent]:
        return [each for each in self.languages if each.is_interpreted]

    @property
    def on_the_telephone(self) -> list[SpokenLanguage]:
        known = self.help.telephone_languages if self.help else ()
        return [SpokenLanguage(code) for code in known if code in SpokenLanguage.values]


@cache
def _parts() -> KeptParts:
    def build(event: Any, page_key: Any) -> dict[str, Part]:
        pools = CapacityPool.objects.filter(event=event, kind=PoolKind.INTERPRETER)
        return {
            "languages": Part(
                EventLanguage.objects.filter(event=event), ("code", "use", "position"), order=("position", "pk")
            ),
            "pools": Part(pools, ("kind", "key", "unit", "capacity", "held")),
            "help": Part(
                EventLanguageHelp.objects.filter(event=page_key), ("event", "ask_until", "telephone_languages")
            ),
        }

    return KeptParts(build, event=int, page_key=UUID)


def read(event: Any) -> LanguagesOfEvent:
    """Return the languages of an event in the order that staff gave them, those that only have interpreters last."""
    found = _parts().read(event=event.pk, page_key=event.page_key)
    uses: dict[str, list[str]] = {}
    for row in found["languages"]:
        uses.setdefault(row.code, []).append(row.use)
    pools = {pool.language: pool for pool in found["pools"]}
    codes = [code for code in dict.fromkeys([*uses, *pools]) if code in SpokenLanguage.values]
    languages = [AtEvent(SpokenLanguage(code), tuple(uses.get(code, ())), pools.get(code)) for code in codes]
    return LanguagesOfEvent(languages, next(iter(found["help"]), None))
