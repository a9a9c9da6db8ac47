"""What the choices of a directory's facets are called, and in which order they stand."""

from __future__ import annotations

from collections.abc import Collection
from string import ascii_uppercase
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.readings import GOJUON_ROWS, OTHER
from cms.core.untranslated import untranslated

from .models.choices import Kind
from .npo_fields import NPO_FIELDS

ROW_LABELS = {row: f"{row}行" for row in GOJUON_ROWS[:10]} | {OTHER: _("Other")}
INITIALS = (*ascii_uppercase, "other")


class Labels:
    """What choices are called, and in which order they stand."""

    def __init__(self, *, japanese: bool) -> None:
        self.japanese = japanese
        self.kinds = {str(value): str(label) for value, label in Kind.choices}
        self.kind_order = list(self.kinds)
        self.fields = {str(number): short if japanese else en for number, _act, short, en in NPO_FIELDS}

    def of(self, facet: str, value: str, ja: str, en: str) -> str:
        if facet == "kind":
            return self.kinds.get(value, value)
        if facet == "field":
            return self.fields.get(value, value)
        if facet == "row":
            return str(untranslated(ROW_LABELS.get(value, value)))
        if facet == "initial":
            return value if value in ascii_uppercase else str(ROW_LABELS[OTHER])
        return ja if self.japanese else en or untranslated(ja)

    def knows(self, facet: str, value: str) -> bool:
        """Whether there is such a value of a facet whose values are a closed set."""
        known: dict[str, Collection[str]] = {
            "kind": self.kinds,
            "field": self.fields,
            "row": ROW_LABELS,
            "initial": INITIALS,
        }
        return value in known[facet]

    def sort(self, facet: str, row: tuple[str, str, str, str, int]) -> Any:
        value, ja, en, key, _number = row
        if facet == "kind":
            return self.kind_order.index(value) if value in self.kind_order else len(self.kind_order)
        if facet == "field":
            return int(value or 0)
        if facet == "row":
            return GOJUON_ROWS.index(value) if value in GOJUON_ROWS else len(GOJUON_ROWS)
        if facet == "initial":
            return INITIALS.index(value)
        return (key or ja, ja) if self.japanese else ((en or ja).casefold(), ja)
