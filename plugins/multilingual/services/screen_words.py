"""The words of the site's own screens, which are about nobody: they may be noted wherever they stand."""

from functools import cache
from typing import Any, Final

from django.utils.translation import trans_real

from plugins.multilingual.ruby.scripts import has_kanji

#: Plain Japanese falls back to Japanese.
LANGUAGES: Final = ("ja", "ja-simple")


def is_of_the_screen(text: str) -> bool:
    """Whether a text is, but for the space around and within it, a whole message of the Japanese catalogues."""
    return _plain(text) in _messages()


@cache
def _messages() -> frozenset[str]:
    catalogues: list[Any] = [trans_real.translation(code) for code in LANGUAGES]
    said = (text for catalogue in catalogues for _key, text in catalogue._catalog.items())
    # What is filled in at a `%` may be somebody's name.
    return frozenset(_plain(text) for text in said if "%" not in text and has_kanji(text))


def _plain(text: str) -> str:
    return " ".join(text.split())
