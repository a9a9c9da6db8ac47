"""One-choice filters of a list, as links with counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Choice:
    """A link that narrows a list to one value; `count` is the length of the list behind it."""

    label: Any
    url: str
    count: int
    current: bool


def choices_of(kinds: type[TextChoices], *, counts: Mapping[str, int], chosen: str, parameter: str) -> list[Choice]:
    """Return "all" and every kind that has rows, or nothing when there is nothing to choose between."""
    found = [(kind.value, kind.label) for kind in kinds if counts.get(kind.value)]
    if len(found) < 2:
        return []
    everything = Choice(_("All"), "?", sum(counts.values()), not chosen)
    return [
        everything,
        *(Choice(label, f"?{parameter}={value}", counts[value], value == chosen) for value, label in found),
    ]
