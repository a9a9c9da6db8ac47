"""The keywords of the activities in 五十音 order, with how many activities each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, QuerySet
from django.utils.http import urlencode
from django.utils.translation import get_language

from cms.core import readings


@dataclass(frozen=True)
class Entry:
    """A keyword."""

    label: str
    url: str
    count: int


@dataclass(frozen=True)
class Row:
    """One row of the syllabary (あ行 …), or the words that are not written in kana."""

    label: str
    entries: Sequence[Entry]


def read(*, activities: QuerySet[Any], list_url: str) -> list[Row]:
    """Read the keywords in use among `activities`, in one query; a keyword without an activity is not listed."""
    keywords = (
        apps.get_model("core.Keyword")
        .objects.filter(activity_items__content_object__in=activities.values("pk"))
        .annotate(uses=Count("activity_items__content_object", distinct=True))
    )
    japanese = (get_language() or "ja").startswith("ja")
    rows: dict[str, list[Entry]] = {}
    for keyword in sorted(keywords, key=lambda keyword: readings.sort_key(keyword.reading or keyword.name)):
        label = keyword.name if japanese else keyword.name_en or keyword.name
        entry = Entry(label, f"{list_url}?{urlencode({'keyword': keyword.slug})}", keyword.uses)
        rows.setdefault(readings.gojuon_row(keyword.reading or keyword.name), []).append(entry)
    return [Row(label, entries) for label, entries in rows.items()]
