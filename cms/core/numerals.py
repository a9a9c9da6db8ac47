"""Numbers as people in Japan type them: full-width digits and kanji numerals."""

import re
import unicodedata

KANJI_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
KANJI_TENS = {"十": 10, "百": 100, "千": 1000}
KANJI_NUMERAL_CHARS = "".join((*KANJI_DIGITS, *KANJI_TENS))

# "千二百三十四"; each power at most once, in descending order
_ADDITIVE = re.compile(
    r"(?:(?P<thousands>[一二三四五六七八九]?)千)?"
    r"(?:(?P<hundreds>[一二三四五六七八九]?)百)?"
    r"(?:(?P<tens>[一二三四五六七八九]?)十)?"
    r"(?P<ones>[一二三四五六七八九])?"
)
_POSITIONAL = re.compile(rf"[{''.join(KANJI_DIGITS)}]+")


def half_width(text: str) -> str:
    """Return the text in compatibility form (NFKC) without surrounding white space.

    Full-width digits and letters become ASCII, ``㍻`` becomes ``平成`` and the ideographic space a space.
    """
    return unicodedata.normalize("NFKC", text).strip()


def read_kanji(text: str) -> int:
    """Read a kanji numeral below 10,000, written by powers (十六) or by places (二〇一九).

    Raises:
        ValueError: the text is empty or no such numeral.
    """
    if text and _POSITIONAL.fullmatch(text):
        return int("".join(str(KANJI_DIGITS[char]) for char in text))
    match = _ADDITIVE.fullmatch(text)
    if not text or not match:
        raise ValueError(f"not a kanji numeral: {text!r}")
    total = 0
    for name, power in (("thousands", 1000), ("hundreds", 100), ("tens", 10)):
        digit = match[name]
        if digit is not None:
            total += (KANJI_DIGITS[digit] if digit else 1) * power
    return total + (KANJI_DIGITS[match["ones"]] if match["ones"] else 0)


def read_integer(text: str) -> int:
    """Read ASCII digits or a kanji numeral.

    Raises:
        ValueError: the text is neither.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    return read_kanji(text)
