"""What a look at one part of the site came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

Words = str | Promise


class Level(IntEnum):
    """How bad it is. TROUBLE: people notice, or will within the hour. WARNING: it can wait until tomorrow."""

    GOOD = 0
    WARNING = 1
    TROUBLE = 2

    @property
    def label(self) -> Words:
        return LABELS[self]


LABELS = {
    Level.GOOD: pgettext_lazy("health", "All right"),
    Level.WARNING: pgettext_lazy("health", "Look at it soon"),
    Level.TROUBLE: pgettext_lazy("health", "Does not work"),
}


@dataclass(frozen=True)
class Finding:
    """One part of the site and how it is.

    key: for programs, never translated. part: what was looked at. said: how it is, without personal data.
    remedy: what to do about it, empty when all is right.
    """

    key: str
    level: Level
    part: Words
    said: Words
    remedy: Words = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "level": self.level.name.lower(),
            "part": str(self.part),
            "said": str(self.said),
            "remedy": str(self.remedy),
        }


class Look(Protocol):
    """Looks at one part; its module is named after it."""

    def __call__(self, *, now: Any) -> Iterable[Finding]: ...
