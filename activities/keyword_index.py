"""The keywords of the activities in 五十音 order, with how many activities each has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

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

    def said(keyword: Any) -> tuple[str, str, Any]:
        """How the visitor reads the keyword and what it is sorted by: kana in Japanese."""
        label = keyword.display_name
        return keyword.reading or label if label == keyword.name else label, label, keyword

    rows: dict[str, list[Entry]] = {}
    for sounds, label, keyword in sorted(map(said, keywords), key=lambda found: readings.sort_key(found[0])):
        entry = Entry(label, f"{list_url}?{urlencode({'keyword': keyword.slug})}", keyword.uses)
        rows.setdefault(readings.gojuon_row(sounds), []).append(entry)
    return [Row(_("Others") if label == readings.OTHER else label, entries) for label, entries in rows.items()]
