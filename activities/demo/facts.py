"""Reads the facts, and says what becomes of each of their keys."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

# key of an activity in the facts: what holds it on the site
USES: dict[str, str] = {
    "id": "slug",
    "name_ja": "title",
    "name_en": "name_en and the title of the English page",
    "pillar": "pillar_periods",
    "funding_shift": "pillar_periods",
    "pillar_inferred": "source_notes",
    "partner_types": "partner_kinds",
    "start_fy": "start_fy",
    "end_fy": "end_fy",
    "ongoing": "ongoing",
    "period_scope": "source_notes",
    "lead_organisations": "partner_lines",
    "commissioners": "partner_lines",
    "partners": "partner_lines",
    "places": "places and areas",
    "predecessors": "predecessor_links",
    "successors": "predecessor_links of the other page",
    "related": "a block in the body",
    "numbers": "numbers",
    "interview_questions": "a note at the output",
    "tags": "keywords and npo_fields",
    "methods": "keywords and blocks in the body",
    "outputs": "outputs",
    "lessons": "lessons",
    "summary_ja": "summary",
    "summary_en": "summary of the English page",
    "sources": "sources",
    "committee": "committee",
    "opened": "opened",
    "held_on": "held_on",
    "aliases": "other_names",
    "notes": "source_notes",
    "data_quality": "source_notes and adoption_fy",
    "inferred_from_title": "source_notes",
    "phases": "a timeline in the body, programmes in partner_lines, stage",
    "stage": "stage",
    "reference_case": "source_notes",
}
COMMISSIONER_USES: dict[str, str] = {
    "organisation": "partner_lines.organisation",
    "department": "partner_lines.department",
    "role": "partner_lines.role",
    "from_fy": "partner_lines.from_fy",
    "to_fy": "partner_lines.to_fy",
    "programme": "partner_lines.programme, programme_name and adoption_fy",
}


@cache
def _read(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def activities() -> list[dict[str, Any]]:
    """The 43 activities."""
    return _read("activities")["items"]  # type: ignore[no-any-return]


def sources() -> dict[str, dict[str, Any]]:
    """The documents by their id."""
    return {item["id"]: item for item in _read("sources")["items"]}


def processes() -> dict[str, Any]:
    """Ways of working that the sources describe."""
    return _read("processes")["items"]  # type: ignore[no-any-return]
