"""Words that exist in the source language only: marked, so that they are read aloud as what they are (WCAG 3.1.2)."""

import re
from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, gettext_noop

from .locales import LOCALES, SOURCE_LANGUAGE, Language, language_of

#: Names of languages of the registry that Django has no word for.
NAMES = (gettext_noop("Plain Japanese"), gettext_noop("Filipino"))
_KANA_OR_KANJI = re.compile(r"[\u3005\u3041-\u30fa\u3400-\u9fff]")


def has_japanese(text: str) -> bool:
    """Whether there are kana or kanji in a text."""
    return bool(_KANA_OR_KANJI.search(text))


def untranslated(text: Any) -> Any:
    """Return a fact that staff write in Japanese with `lang` where the page around it is in another language.

    For facts that are written once. What has a name per language knows itself in which it is shown.
    """
    around = language_of(get_language() or SOURCE_LANGUAGE)
    source = LOCALES[SOURCE_LANGUAGE]
    if around.bcp47.split("-")[0] == source.bcp47 or not has_japanese(str(text)):
        return text
    return format_html('<span lang="{}">{}</span>', source.bcp47, text)


def in_words(language: Language) -> str:
    """Return what a language is called in the visitor's language: Japanese, where its own name is 日本語."""
    try:
        return str(get_language_info(language.code)["name_translated"])
    except KeyError:
        return language.name
