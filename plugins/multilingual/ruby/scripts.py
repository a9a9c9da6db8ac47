"""Which characters are kanji, kana or digits, and readings as Hiragana."""

import re
from typing import Final

# 々 repeats a kanji, 〆 and 〇 are read like one; ヶ and ケ stand for か or が between kanji (市ヶ尾).
KANJI: Final = r"㐀-䶿一-鿿豈-﫿々〆〇\U00020000-\U0003FFFF"
KANJI_RUN: Final = re.compile(rf"[{KANJI}](?:[{KANJI}]|[ヶケ](?=[{KANJI}]))*")
KANA: Final = r"ぁ-ゖァ-ヺーゝゞヽヾ"
HAS_KANJI: Final = re.compile(rf"[{KANJI}]")
READING: Final = re.compile(r"[ぁ-ゖー]+")
_HIRAGANA: Final = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}


def hiragana(text: str) -> str:
    """Return the text with Katakana as Hiragana, the same length."""
    return text.translate(_HIRAGANA)


def has_kanji(text: str) -> bool:
    return bool(HAS_KANJI.search(text))
