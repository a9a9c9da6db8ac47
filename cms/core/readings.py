"""Readings (よみ): kana made comparable, sorted in 五十音 order and put under the heading of an index.

The order follows the idea of JIS X 4061 (日本語文字列照合順番): first the plain kana alone decide, with voicing, size
and the long vowel mark set aside; only between equal words do these count.
"""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LATIN: Final = "A–Z"
DIGITS: Final = "0–9"
OTHER: Final = "その他"
KANA_ROWS: Final = ("あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ")
GOJUON_ROWS: Final = (*KANA_ROWS, LATIN, DIGITS, OTHER)

_VOICED_MARK, _HALF_VOICED_MARK = "\u3099", "\u309a"
# NFKC would split the free-standing marks off with a space
_FREE_MARKS = str.maketrans({"゛": _VOICED_MARK, "゜": _HALF_VOICED_MARK, "ﾞ": _VOICED_MARK, "ﾟ": _HALF_VOICED_MARK})
_KATAKANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_KATAKANA_ONLY = str.maketrans({"ヷ": "わ\u3099", "ヸ": "ゐ\u3099", "ヹ": "ゑ\u3099", "ヺ": "を\u3099"})
_SMALL = dict(zip("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ", strict=True))
_VOWELS = {
    "あ": "あかさたなはまやらわ",
    "い": "いきしちにひみりゐ",
    "う": "うくすつぬふむゆる",
    "え": "えけせてねへめれゑ",
    "お": "おこそとのほもよろを",
}
_VOWEL_OF = {kana: vowel for vowel, kanas in _VOWELS.items() for kana in kanas}
_SOUNDS = {*_VOWEL_OF, "ん"}
_READING = re.compile(r"[ぁ-ゖァ-ヺー・ゝゞヽヾ\s]*")

# tie-breaks in the order of JIS X 4061: plain < voiced < half-voiced; long mark < small < repeated < full
_PLAIN, _VOICED, _HALF_VOICED = "0", "1", "2"
_LONG, _SMALL_KANA, _REPEATED, _FULL = "0", "1", "2", "3"


def to_hiragana(text: str) -> str:
    """Return the text with Katakana, also half-width, as Hiragana; full-width letters and digits become ASCII."""
    composed = unicodedata.normalize("NFKC", text.translate(_FREE_MARKS))
    return unicodedata.normalize("NFC", composed.translate(_KATAKANA_ONLY).translate(_KATAKANA))


def normalise_reading(text: str) -> str:
    """Return a reading as it is stored: Hiragana, single spaces, nothing around it."""
    return " ".join(to_hiragana(text).split())


def validate_reading(value: str) -> None:
    """Accept kana, the long vowel mark, the middle dot and spaces.

    Raises:
        ValidationError: there is anything else; the message shows what.
    """
    text = unicodedata.normalize("NFKC", value.translate(_FREE_MARKS))
    if not _READING.fullmatch(text) or not re.search(r"[ぁ-ゖァ-ヺ]", text):
        found = re.sub(r"[ぁ-ゖァ-ヺー・ゝゞヽヾ\s]", "", text)
        shown = "".join(char for char in dict.fromkeys(found) if char.isprintable())[:10]
        raise ValidationError(
            _("Please write the reading in hiragana, for example えぬぴーおー for NPO. Not kana: %(found)s"),
            code="not_kana",
            params={"found": shown or "—"},
        )


def _decompose(text: str) -> list[tuple[str, str, str]]:
    """Split into (plain character, voicing, kind); what is neither letter nor number falls away."""
    result: list[tuple[str, str, str]] = []
    for char in to_hiragana(text):
        base, voicing = _unvoiced(char)
        kind = _FULL
        if char == "ー":
            # after anything but kana the mark is a hyphen typed in kana mode
            if not result or result[-1][0] not in _SOUNDS:
                continue
            base, kind = _VOWEL_OF.get(result[-1][0], "ん"), _LONG
        elif base == "ゝ":
            if not result:
                continue
            base, kind = result[-1][0], _REPEATED
        elif base in _SMALL:
            base, kind = _SMALL[base], _SMALL_KANA
        if base.isalnum():
            result.append((base.lower(), voicing, kind))
    return result


def _unvoiced(char: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", char)
    base, marks = decomposed[0], decomposed[1:]
    if _HALF_VOICED_MARK in marks:
        return base, _HALF_VOICED
    return base, _VOICED if _VOICED_MARK in marks else _PLAIN


def sort_key(reading: str) -> str:
    """Return a string that sorts readings in 五十音 order when compared by code point.

    Rows come in the order of ``GOJUON_ROWS``, so that kana stand before Latin letters and these before digits. In a
    database the column needs a binary collation (SQLite's default; ``"C"`` on PostgreSQL).
    """
    letters = _decompose(reading)
    row = GOJUON_ROWS.index(_row_of(letters[0][0]) if letters else OTHER)
    plain = "".join(base for base, _voicing, _kind in letters)
    voicing = "".join(mark for _base, mark, _kind in letters)
    kinds = "".join(kind for _base, _voicing, kind in letters)
    return f"{row:02d}{plain} {voicing} {kinds}"


def gojuon_row(reading: str) -> str:
    """Return the heading of an index under which a reading stands: one of ``GOJUON_ROWS``.

    がっこう stands under か, ゔぃじょん under あ, ん under わ, ＮＰＯ under A–Z, what begins with kanji under その他.
    """
    letters = _decompose(reading)
    return _row_of(letters[0][0]) if letters else OTHER


def _row_of(base: str) -> str:
    if "あ" <= base <= "ん":
        return max(row for row in KANA_ROWS if row <= base)
    if base.isascii() and base.isalpha():
        return LATIN
    if base.isascii() and base.isdigit():
        return DIGITS
    return OTHER
