"""Readings put into the order and the rows of the Japanese syllabary."""

import unicodedata

OTHER_ROW = "other"

# Each row of the syllabary with all kana that stand under it, small and voiced ones too.
ROWS: dict[str, str] = {
    "あ": "あいうえおぁぃぅぇぉゔ",
    "か": "かきくけこがぎぐげごゕゖ",
    "さ": "さしすせそざじずぜぞ",
    "た": "たちつてとだぢづでどっ",
    "な": "なにぬねの",
    "は": "はひふへほばびぶべぼぱぴぷぺぽ",
    "ま": "まみむめも",
    "や": "やゆよゃゅょ",
    "ら": "らりるれろ",
    "わ": "わゐゑをんゎ",
}
_ROW_OF = {kana: row for row, members in ROWS.items() for kana in members}


def hiragana(text: str) -> str:
    """Return `text` in NFKC, lower case, katakana as hiragana: what readings are sorted by."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in plain)


def row_of(reading: str) -> str:
    """Return the row of the syllabary that `reading` stands under, or `OTHER_ROW`."""
    return _ROW_OF.get(hiragana(reading)[:1], OTHER_ROW)
