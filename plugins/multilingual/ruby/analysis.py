"""Readings by morphological analysis (SudachiPy with its core dictionary), where that is installed."""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from .scripts import has_kanji, hiragana

if TYPE_CHECKING:
    from sudachipy import Tokenizer


class AnalyserMissing(Exception):
    """SudachiPy or its dictionary is not installed."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it begins, how it is written and read, what it is.

    kind: the two first parts of speech, such as ("名詞", "普通名詞"). ending: the form of a verb or adjective.
    """

    start: int
    surface: str
    reading: str
    kind: tuple[str, str]
    ending: str

    @property
    def end(self) -> int:
        return self.start + len(self.surface)


_BRACKET: Final = re.compile(r"[((]")
_LONGEST: Final = 10_000  # characters at a time; Sudachi takes 49,149 bytes


@cache
def _tokenizer() -> "Tokenizer":
    """Load the dictionary once per process: 0.2 s, 90 MB of which the system shares most."""
    try:
        from sudachipy import Dictionary

        return Dictionary(dict="core").tokenizer()
    except (ImportError, ModuleNotFoundError) as missing:
        raise AnalyserMissing(str(missing)) from missing


def words_of(text: str) -> list[Word]:
    """Return the words of a text, the longest that the dictionary knows.

    A word that mixes letters or figures with kanji (NPO法人) is taken apart, because its letters need no reading.

    Raises:
        AnalyserMissing: SudachiPy is not installed.
    """
    from sudachipy import SplitMode

    found: list[Word] = []
    for offset in range(0, len(text), _LONGEST):
        for morpheme in _tokenizer().tokenize(text[offset : offset + _LONGEST], SplitMode.C):
            surface = morpheme.surface()
            parts = [morpheme]
            if has_kanji(surface) and any(mark.isascii() and mark.isalnum() for mark in surface):
                parts = list(morpheme.split(SplitMode.A))
            for part in parts:
                found += _word(part, offset)
    return found


def _word(morpheme: object, offset: int) -> list[Word]:
    surface = morpheme.surface()  # type: ignore[attr-defined]
    kind = morpheme.part_of_speech()  # type: ignore[attr-defined]
    reading = hiragana(morpheme.reading_form())  # type: ignore[attr-defined]
    start = offset + morpheme.begin()  # type: ignore[attr-defined]
    bracket = _BRACKET.search(surface)
    if bracket and has_kanji(surface):
        # Sudachi takes 資料(あれば) for a word with its reading; on our pages a bracket says something else.
        inner = words_of(surface[: bracket.start()])
        return [Word(start + word.start, word.surface, word.reading, word.kind, word.ending) for word in inner]
    letters = len(surface) - len(surface.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
    if letters and has_kanji(surface):
        start, surface = start + letters, surface[letters:]
        inner = words_of(surface)
        return [Word(start + word.start, word.surface, word.reading, word.kind, word.ending) for word in inner]
    return [Word(start, surface, reading, (kind[0], kind[1]), kind[5])]
