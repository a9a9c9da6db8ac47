"""Readings that people write into their words: 水窪《みさくぼ》, ｜NPO法人《えぬぴーおーほうじん》 (青空文庫注記形式)."""

import re
from dataclasses import dataclass
from typing import Final

from .scripts import KANJI
from .spans import Span

NOTATION: Final = re.compile(rf"(?:｜(?P<marked>[^｜《》\n]{{1,40}})|(?P<kanji>[{KANJI}ヶ]+))《(?P<reading>[ぁ-ゖァ-ヺー・]+)》")


@dataclass(frozen=True, slots=True)
class Written:
    """A text without the notation, and the readings that stood in it (positions are in `text`)."""

    text: str
    spans: list[Span]


def taken_out(text: str) -> Written:
    """Separate a text from the readings written into it."""
    if "《" not in text:
        return Written(text, [])
    parts: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in NOTATION.finditer(text):
        word = match["marked"] or match["kanji"]
        before = text[at : match.start()]
        length += len(before)
        spans.append(Span(length, length + len(word), match["reading"]))
        parts += [before, word]
        length += len(word)
        at = match.end()
    return Written("".join([*parts, text[at:]]), spans)
