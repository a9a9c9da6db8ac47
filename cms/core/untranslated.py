"""Words in another language than the page around them: marked, to be read aloud as what they are (WCAG 3.1.2)."""

import re
from typing import Any, Self

from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, gettext_noop

from .locales import LOCALES, SOURCE_LANGUAGE, Language, language_of

#: Names of languages of the registry that Django has no word for.
NAMES = (gettext_noop("Plain Japanese"), gettext_noop("Filipino"))
_KANA_OR_KANJI = re.compile(r"[\u3005\u3041-\u30fa\u3400-\u9fff]")


def has_japanese(text: str) -> bool:
    """Whether there are kana or kanji in a text."""
    return bool(_KANA_OR_KANJI.search(text))


class Said(str):
    """Words that stand in for those of the visitor's language. lang: the code of the language that they are in.

    A text like any other; `untranslated` marks it where it is shown.
    """

    lang: str

    def __new__(cls, text: str, lang: str = SOURCE_LANGUAGE) -> Self:
        said = super().__new__(cls, text)
        said.lang = lang
        return said


def untranslated(text: Any) -> Any:
    """Return a fact with `lang`, and `dir` where it differs, where the page around it is in another language.

    For facts that are written in Japanese only, and for those that say in which language they are (`Said`).
    """
    around = language_of(get_language() or SOURCE_LANGUAGE)
    own = LOCALES[getattr(text, "lang", SOURCE_LANGUAGE)]
    if own.bcp47.split("-")[0] == around.bcp47.split("-")[0]:
        return text
    if not isinstance(text, Said) and not has_japanese(str(text)):
        return text
    if own.dir != around.dir:
        return format_html('<span lang="{}" dir="{}">{}</span>', own.bcp47, own.dir, text)
    return format_html('<span lang="{}">{}</span>', own.bcp47, text)


def in_words(language: Language) -> str:
    """Return what a language is called in the visitor's language: Japanese, where its own name is 日本語."""
    try:
        return str(get_language_info(language.code)["name_translated"])
    except KeyError:
        return language.name
