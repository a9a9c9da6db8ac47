"""Words in another language than the page around them: marked, to be read aloud as what they are (WCAG 3.1.2)."""

import re
from collections.abc import Iterable
from typing import Any, Self

from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext_noop

from .locales import LOCALES, SOURCE_LANGUAGE, Language, language_of

#: Names of languages of the registry that Django has no word for.
NAMES = (gettext_noop("Plain Japanese"), gettext_noop("Filipino"))
_KANA = re.compile(r"[\u3041-\u30fa]")
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


class Marked(str):
    """Words of which some stand in for the visitor's: a plain text, with their marks in `html`."""

    html: SafeString

    def __new__(cls, text: str, html: SafeString) -> Self:
        marked = super().__new__(cls, text)
        marked.html = html
        return marked


def with_marks(text: Any) -> Any:
    """Return a text as HTML that marks what stands in (`Said`, `Marked`); any other text as it is."""
    return untranslated(text) if isinstance(text, Said | Marked) else text


def together(parts: Iterable[Any], between: str = " ") -> str:
    """Return what is not empty of some texts as one, each with its mark."""
    filled = [part for part in parts if part]
    html = format_html_join(between, "{}", ((with_marks(part),) for part in filled))
    return Marked(between.join(map(str, filled)), html)


def filled_in(sentence: str, **values: Any) -> str:
    """Return a sentence with `%(name)s` filled in, each value with its mark."""
    marked = {name: conditional_escape(with_marks(value)) for name, value in values.items()}
    return Marked(sentence % values, mark_safe(escape(sentence) % marked))


def as_typed(text: str) -> str:
    """Return what staff typed for one reader, marked as Japanese where it is that and the reader's language is not.

    Kana say so; kanji alone do not to a reader of Chinese.
    """
    if language_of(get_language() or SOURCE_LANGUAGE).is_japanese:
        return text
    chinese = (get_language() or "").startswith("zh")
    return Said(text) if (_KANA if chinese else _KANA_OR_KANJI).search(text) else text


def untranslated(text: Any) -> Any:
    """Return a fact with `lang`, and `dir` where it differs, where the page around it is in another language.

    For facts that are written in Japanese only, and for those that say in which language they are (`Said`).
    """
    around = language_of(get_language() or SOURCE_LANGUAGE)
    if isinstance(text, Marked):
        return text.html
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
