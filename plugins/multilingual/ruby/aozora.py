"""Readings that people write into their words, as 青空文庫 does: 水窪《みさくぼ》, ｜SL館《えすえるかん》."""

import re
from dataclasses import dataclass
from typing import Final

from .scripts import KANJI, hiragana
from .spans import Span

NOTATION: Final = re.compile(
    rf"(?:｜(?P<marked>[^｜《》\n]{{1,40}})|(?P<kanji>[{KANJI}ヶ]+))《(?P<reading>[ぁ-ゖァ-ヺー・]+)》"
)


# In HTML a place where a line may break can stand inside it.
_BREAK: Final = "(?:<wbr>|\u200b)*"
_IN_HTML: Final = re.compile(
    rf"((?:[{KANJI}ヶ]|<wbr>)*[{KANJI}ヶ]){_BREAK}《{_BREAK}((?:[ぁ-ゖァ-ヺー・]|<wbr>)+)》|｜([^｜《》\n<>]{{1,40}})《([ぁ-ゖァ-ヺー・]+)》"
)


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


def taken_out_of_html(page: str) -> tuple[str, dict[str, str]]:
    """Return a page's HTML without the notation, and word → reading of what stood in it."""
    if "《" not in page:
        return page, {}
    readings: dict[str, str] = {}

    def bare(match: re.Match[str]) -> str:
        word, reading = match[1] or match[3], match[2] or match[4]
        readings[word.replace("<wbr>", "")] = hiragana(reading.replace("<wbr>", ""))
        return word

    return _IN_HTML.sub(bare, page), readings
