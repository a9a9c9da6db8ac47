"""A reading over a stretch of a text, and the taking apart of a word whose kana need no reading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .scripts import KANJI_RUN, has_kanji, hiragana


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """text[start:end] is read `reading` (Hiragana)."""

    start: int
    end: int
    reading: str


def on_kanji_only(start: int, surface: str, reading: str) -> Iterator[Span]:
    """Yield the spans of a word's kanji, its okurigana left out.

    What cannot be matched with the reading (熟字訓 with kana in the middle, a misread word) gets one span over the
    whole word, so that nothing untrue is said about a single kanji.

    Args:
        start: where the word begins in its text.
        surface: the word as written.
        reading: all of it in Hiragana.
    """
    runs = list(KANJI_RUN.finditer(surface))
    if not runs or not reading:
        return
    pattern, at = "", 0
    for run in runs:
        pattern += re.escape(hiragana(surface[at : run.start()])) + "(.+?)"
        at = run.end()
    pattern += re.escape(hiragana(surface[at:]))
    matched = re.fullmatch(pattern, hiragana(reading))
    if matched is None:
        yield Span(start + runs[0].start(), start + len(surface), hiragana(reading))
        return
    for run, part in zip(runs, matched.groups(), strict=True):
        yield Span(start + run.start(), start + run.end(), part)


def without_overlaps(claims: Iterable[Span], rest: Iterable[Span]) -> list[Span]:
    """Return the claims, and of the rest what touches none of them, in order."""
    claimed = sorted(claims)
    taken = {index for span in claimed for index in range(span.start, span.end)}
    free = [span for span in rest if not any(index in taken for index in range(span.start, span.end))]
    return sorted([*claimed, *free])


def readable(text: str, spans: Iterable[Span]) -> list[Span]:
    """Leave out spans with nothing to read: no kanji in them, or kanji read as they are written."""
    return [span for span in spans if has_kanji(text[span.start : span.end]) and span.reading]
