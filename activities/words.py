"""The words of activities in the visitor's language, where they are translated; in the source language elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.templatetags.kakehashi import in_visitors_language


@dataclass(frozen=True)
class Words:
    """Title and summary of an activity, its address for this visitor, the language of the words (BCP 47)."""

    title: str
    summary: str
    url: str
    lang: str


def of(pages: Iterable[Any], request: HttpRequest) -> dict[int, Words]:
    """Return the words of source pages by their key; one query more where the visitor reads another language."""
    pages = list(pages)
    translated = _translations(pages) if pages else {}
    found = {}
    for page in pages:
        shown = translated.get(page.translation_key, page)
        url = in_visitors_language(shown.get_url(request) or "")
        found[page.pk] = Words(shown.title, shown.summary, url, shown.language.bcp47)
    return found


def _translations(pages: list[Any]) -> dict[Any, Any]:
    language = language_of(get_language() or SOURCE_LANGUAGE)
    if language.code == SOURCE_LANGUAGE:
        return {}
    rows = type(pages[0]).objects.live().filter(
        translation_key__in=[page.translation_key for page in pages], locale__language_code=language.code
    )  # fmt: skip
    return {page.translation_key: page for page in rows.select_related("locale").defer_streams()}
