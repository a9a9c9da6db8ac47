"""The words of activities in the visitor's language, where they are translated; in the source language elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.core.addresses import Addresses
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.phrases import with_breaks


@dataclass(frozen=True)
class Words:
    """Title and summary of an activity, its address for this visitor, the language of the words (BCP 47)."""

    title: str
    summary: str
    url: str
    lang: str

    @property
    def is_foreign(self) -> bool:
        return self.lang != language_of(language()).bcp47

    @property
    def marked(self) -> SafeString:
        """The title with breaks between its phrases, saying its language where the visitor reads another."""
        said = with_breaks(self.title)
        return format_html('<span lang="{}">{}</span>', self.lang, said) if self.is_foreign else said


def language() -> str:
    """The code of the language that the visitor reads."""
    return language_of(get_language() or SOURCE_LANGUAGE).code


def of(pages: Iterable[Any], request: HttpRequest) -> dict[int, Words]:
    """Return the words of source pages by their key; the pages come from `translated(language())`."""
    addresses = Addresses(request)
    return {page.pk: chosen(vars(page), addresses) for page in pages}


def chosen(row: Mapping[str, Any], addresses: Addresses) -> Words:
    """Return the words of an activity from its columns, of which those of the translation may be missing or None."""
    if row.get("translated_path"):
        url = addresses.of(row["translated_path"])
        return Words(row["translated_title"], row["translated_summary"], url, language_of(language()).bcp47)
    return Words(row["title"], row["summary"], addresses.of(row["url_path"]), SOURCE_LANGUAGE)
