"""The words of activities in the visitor's language or the nearest one that they are translated into.

In the source language where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.core.addresses import Addresses
from cms.core.languages_on import fallbacks_on
from cms.core.locales import LOCALES, SOURCE_LANGUAGE, language_of
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


#: So many languages a visitor's words are looked for in, besides the source: her own and those that it falls back to.
MOST_LANGUAGES = max(len(each.fallbacks) for each in LOCALES.values())


def languages() -> tuple[str, ...]:
    """The codes of the languages that words are looked for in, the visitor's first; always as many (`MOST_LANGUAGES`).

    So the words of a query do not depend on the language.
    """
    own = language()
    nearer = [code for code in fallbacks_on(LOCALES[own]) if code != SOURCE_LANGUAGE]
    return (own, *nearer, *[own] * MOST_LANGUAGES)[:MOST_LANGUAGES]


#: The same for a statement: the kinds of its values, and the values.
KINDS = {f"language{number}": str for number in range(MOST_LANGUAGES)}


def marks() -> dict[str, str]:
    return dict(zip(KINDS, languages(), strict=True))


def of(pages: Iterable[Any], request: HttpRequest) -> dict[int, Words]:
    """Return the words of source pages by their key; the pages come from `translated(*languages())`."""
    addresses = Addresses(request)
    return {page.pk: chosen(vars(page), addresses) for page in pages}


def chosen(row: Mapping[str, Any], addresses: Addresses) -> Words:
    """Return the words of an activity from its columns, of which those of the translation may be missing or None."""
    if row.get("translated_path"):
        url = addresses.of(row["translated_path"])
        return Words(row["translated_title"], row["translated_summary"], url, LOCALES[row["translated_into"]].bcp47)
    return Words(row["title"], row["summary"], addresses.of(row["url_path"]), SOURCE_LANGUAGE)
