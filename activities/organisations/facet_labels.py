"""What the choices of a directory's facets are called, and in which order they stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.readings import GOJUON_ROWS, OTHER
from cms.core.untranslated import untranslated

from .models.choices import Kind
from .npo_fields import NPO_FIELDS

ROW_LABELS = {row: f"{row}行" for row in GOJUON_ROWS[:10]} | {OTHER: _("Other")}


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
        return ja if self.japanese else en or untranslated(ja)

    def knows(self, facet: str, value: str) -> bool:
        """Whether there is such a value of a facet whose values are a closed set."""
        return value in {"kind": list(self.kinds), "field": list(self.fields), "row": list(ROW_LABELS)}[facet]

    def sort(self, facet: str, row: tuple[str, str, str, str, int]) -> Any:
        value, ja, en, key, _number = row
        if facet == "kind":
            return self.kind_order.index(value) if value in self.kind_order else len(self.kind_order)
        if facet == "field":
            return int(value or 0)
        if facet == "row":
            return GOJUON_ROWS.index(value) if value in GOJUON_ROWS else len(GOJUON_ROWS)
        return (key or ja, ja) if self.japanese else ((en or ja).casefold(), ja)
