"""How text becomes search tokens, the same way when it is indexed and when it is looked for.

Standard library only. ``fold`` makes one spelling out of many (width, case, kana, accents) and remembers where
each character came from; ``tokens`` cuts folded text into what the index stores:

* runs of scripts written without spaces become overlapping pairs plus the last character alone
  (``助成金`` → ``助成 成金 金``), so that any part of a word can be found, one character too;
* alphabetic words and numbers stay whole, and letters are parted from digits (``COVID19`` → ``covid 19``).

Text indexed under one ``ANALYSER_VERSION`` cannot be searched reliably under another: raise it with every change
that alters what ``tokens`` returns, and rebuild with ``manage.py update_index``.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

ANALYSER_VERSION = 2

#: Longer runs of letters or digits (encoded data, pasted noise) are cut; a PostgreSQL lexeme holds 2 kB at most.
MAX_TOKEN_LENGTH = 64

#: Characters of scripts written without spaces between words, after folding.
UNSPACED = (
    "\u3005-\u3007"  # 々 〆 〇
    "\u3041-\u3096\u309d-\u309f"  # Hiragana
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # Katakana that has no Hiragana, ー
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
    "\uac00-\ud7a3"  # Hangul: spaced, but particles stick to the words
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
RUN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|(?P<digits>[0-9]+)|(?P<word>[^\W\d_{UNSPACED}]+)")

_UNSPACED_CHARACTER = re.compile(rf"[{UNSPACED}]")
#: A character with the marks that belong to it: combining accents, (half-width) voicing marks, variation selectors.
_CLUSTER = re.compile(
    r"[\s\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]*",
)
#: Dropped without a trace: soft hyphen, zero-width characters, direction marks, variation selectors, and the middle
#: dot between foreign words (ボランティア・センター = ボランティアセンター).
_DROPPED = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f\u30fb\U000e0100-\U000e01ef]"
)
_ACCENT = re.compile(r"[\u0300-\u036f]")
#: Letters that Unicode does not take apart, and variant kanji that stand in names of people and places.
_SINGLE = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ヵ": "か",
        "ヶ": "か",
        "ゕ": "か",
        "ゖ": "か",
        "ゔ": "ぶ",
        "ヴ": "ぶ",
        "髙": "高",
        "﨑": "崎",
        "濵": "浜",
        "濱": "浜",
        "邉": "辺",
        "邊": "辺",
        "齋": "斎",
        "齊": "斉",
        "澤": "沢",
        "廣": "広",
        "國": "国",
        "學": "学",
        "會": "会",
        "櫻": "桜",
        "瀧": "滝",
        "龍": "竜",
        "嶋": "島",
        "槇": "槙",
        "壽": "寿",
        "榮": "栄",
        "惠": "恵",
        "德": "徳",
        "眞": "真",
        "萬": "万",
        "與": "与",
        "寶": "宝",
        "關": "関",
        "縣": "県",
        "區": "区",
        "鐵": "鉄",
        "應": "応",
        "體": "体",
        "圖": "図",
        "兒": "児",
        "藝": "芸",
        "將": "将",
        "﨔": "欅",
        "礙": "碍",
    }
)
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F5), 0x30FD, 0x30FE)}


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, and where each piece of it came from.

    ``text`` holds letters, digits and spaces only. ``breaks`` are the positions in ``text`` at which pieces begin,
    ``starts`` and ``ends`` the extent of the same pieces in the original.
    """

    text: str
    breaks: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The extent in the original of ``text[start:end]``. ``end`` must be greater than ``start``."""
        first = bisect_right(self.breaks, start) - 1
        last = bisect_right(self.breaks, end - 1) - 1
        return self.starts[first], self.ends[last]


def fold(text: str) -> str:
    """One spelling of ``text``: NFKC, case folded, Katakana as Hiragana, no accents; everything else is a space."""
    return "".join(map(_fold_cluster, _CLUSTER.findall(text)))


def fold_with_offsets(text: str) -> Folded:
    """What ``fold`` returns, with the way back to the original."""
    pieces, breaks, starts, ends = [], [], [], []
    position = 0
    for match in _CLUSTER.finditer(text):
        piece = _fold_cluster(match[0])
        if piece:
            pieces.append(piece)
            breaks.append(position)
            starts.append(match.start())
            ends.append(match.end())
            position += len(piece)
    return Folded("".join(pieces), tuple(breaks), tuple(starts), tuple(ends))


def tokens(text: str) -> Iterator[str]:
    """The tokens that the index stores for ``text``, in their order."""
    for run in RUN.finditer(fold(text)):
        yield from run_tokens(run)


def run_tokens(run: re.Match[str]) -> list[str]:
    """The tokens of one match of ``RUN``."""
    characters = run[0]
    if run.lastgroup == "unspaced":
        return [characters[i : i + 2] for i in range(len(characters))]
    return [characters[:MAX_TOKEN_LENGTH]]


@lru_cache(maxsize=1 << 15)
def _fold_cluster(cluster: str) -> str:
    text = unicodedata.normalize("NFKC", cluster).casefold()
    # Case folding may leave compatibility characters or loose marks behind (İ, ΐ), hence a second time.
    text = unicodedata.normalize("NFKC", text)
    text = _DROPPED.sub("", text)
    text = _ACCENT.sub("", unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", text).translate(_SINGLE).translate(_KATAKANA_TO_HIRAGANA)
    return "".join(map(_keep_or_space, text))


def _keep_or_space(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isalpha() or _UNSPACED_CHARACTER.match(character):
        return character
    return " "
