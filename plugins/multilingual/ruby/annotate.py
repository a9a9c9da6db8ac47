"""Which kanji of a text are read how: the centre's own words first, then counters, then the dictionary."""

from collections.abc import Iterator, Mapping
from typing import Final

from . import counters
from .analysis import Word, words_of
from .context import reading_of
from .lexicon import COMPOUNDS
from .scripts import has_kanji, hiragana
from .spans import Span, on_kanji_only, readable, without_overlaps

_FIGURES: Final = frozenset("〇一二三四五六七八九十百千万")


def spans_of(text: str, glossary: Mapping[str, str]) -> list[Span]:
    """Return the readings of a text's kanji, in order and without overlaps.

    Args:
        text: plain text without the notation of `aozora`.
        glossary: the centre's own words and their readings in Hiragana.

    Raises:
        AnalyserMissing: SudachiPy is not installed.
    """
    if not has_kanji(text):
        return []
    words = words_of(text)
    claims = list(_of_glossary(text, words, COMPOUNDS | dict(glossary)))
    claims = without_overlaps(claims, counters.special(text))
    claims = without_overlaps(claims, counters.counted(text))
    taken = {index for span in claims for index in range(span.start, span.end)}
    return readable(text, without_overlaps(claims, _of_words(text, words, taken)))


def _of_words(text: str, words: list[Word], taken: set[int]) -> Iterator[Span]:
    for index, word in enumerate(words):
        if not has_kanji(word.surface):
            continue
        free = [at for at in range(word.start, word.end) if at not in taken]
        if len(free) == len(word.surface):
            yield from on_kanji_only(word.start, word.surface, reading_of(words, index))
        elif free:
            # A counter or a word of the glossary took a part: what is left is a word of its own.
            start, end = free[0], free[-1] + 1
            rest = words_of(text[start:end])
            for place, part in enumerate(rest):
                yield from on_kanji_only(start + part.start, part.surface, reading_of(rest, place))


def _of_glossary(text: str, words: list[Word], glossary: Mapping[str, str]) -> Iterator[Span]:
    """Longest first. One kanji alone must be a word of its own, and a number must not be the end of a longer one."""
    edges = {edge for word in words for edge in (word.start, word.end)}
    taken: set[int] = set()
    for written in sorted((known for known in glossary if known in text), key=len, reverse=True):
        at = text.find(written)
        while at >= 0:
            end = at + len(written)
            in_number = at > 0 and written[0] in _FIGURES and text[at - 1] in _FIGURES
            is_word = len(written) > 1 or {at, end} <= edges
            if is_word and not in_number and not taken.intersection(range(at, end)):
                taken.update(range(at, end))
                yield from on_kanji_only(at, written, hiragana(glossary[written]))
            at = text.find(written, end)
