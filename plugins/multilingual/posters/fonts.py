"""Noto fonts for paper: which letters they have, and small fonts with the letters of one poster.

The fonts come as Python packages, so that every machine prints the same. They are whole alphabets of many weights; a
poster gets what it needs cut out of them, which also keeps its file small.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what draws is 25 MB that no process needs before it does
    from fontTools.ttLib import TTFont

REGULAR, BOLD = 400, 700
_CJK = "justmytype_intl_cjk/fonts/ofl"
# name: package and path of the file in it
_FILES = {
    "latin": "fontpkg_noto_sans/files/NotoSans[wdth,wght].ttf",
    "japanese": f"{_CJK}/notosansjp/NotoSansJP[wght].ttf",
    "chinese": f"{_CJK}/notosanssc/NotoSansSC[wght].ttf",
    "taiwan": f"{_CJK}/notosanstc/NotoSansTC[wght].ttf",
    "korean": f"{_CJK}/notosanskr/NotoSansKR[wght].ttf",
    "arabic": "fontpkg_noto_sans_arabic/files/NotoSansArabic[wdth,wght].ttf",
}
_FIRST = {
    "ja": ("japanese",), "ja-simple": ("japanese",), "zh-hans": ("chinese", "japanese"),
    "ur": ("arabic", "latin", "japanese"),
}  # fmt: skip
_ELSE = ("latin", "japanese")
# Spaces and marks that only say how to set what stands beside them: no font needs to draw them.
_INVISIBLE = {"Cf", "Cc", "Zl", "Zp"}


class FontsMissing(Exception):
    """The packages with the fonts are not installed."""


class MissingLetters(Exception):
    """No font has these letters: they would be boxes on paper."""

    def __init__(self, letters: Sequence[str]) -> None:
        super().__init__(" ".join(letters))
        self.letters = tuple(letters)


@dataclass(frozen=True)
class Cut:
    """One font with the letters of a poster. data: TrueType files by weight."""

    name: str
    data: dict[int, bytes]


def order_for(code: str) -> tuple[str, ...]:
    """Return the names of all fonts in the order in which a language tries them."""
    first = _FIRST.get(code, _ELSE)
    return (*first, *(name for name in _FILES if name not in first))


def missing(text: str) -> list[str]:
    """Return the letters of a text that no font has."""
    return [letter for letter in letters_of(text) if not any(ord(letter) in _letters_of(name) for name in _FILES)]


def cut(texts: Iterable[str], *, code: str) -> list[Cut]:
    """Return the fonts that these texts need in a language, cut down to their letters, the first choice first.

    Raises MissingLetters, FontsMissing.
    """
    letters = letters_of("".join(texts))
    if lacking := missing("".join(letters)):
        raise MissingLetters(lacking)
    found: list[Cut] = []
    for name in order_for(code):
        mine = [letter for letter in letters if ord(letter) in _letters_of(name)]
        if mine:
            # With the letters that all writing shares, so that numbers inside a sentence are of one hand.
            found.append(_cut(name, "".join(mine)))
        letters = [letter for letter in letters if letter not in set(mine)]
        if not letters:
            break
    return found


def letters_of(text: str) -> list[str]:
    """Return the letters of a text that need a font, each once."""
    seen = dict.fromkeys(unicodedata.normalize("NFC", text))
    return [letter for letter in seen if unicodedata.category(letter) not in _INVISIBLE]


def _path(name: str) -> Path:
    package, _slash, rest = _FILES[name].partition("/")
    try:
        return Path(str(files(package))) / rest
    except ModuleNotFoundError as error:
        raise FontsMissing(package) from error


@lru_cache(maxsize=len(_FILES))
def _letters_of(name: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_path(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=64)
def _cut(name: str, letters: str) -> Cut:
    """Cut the letters out first and set the weight then: the other way round takes half a minute."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options()
    options.layout_features = ["*"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    with TTFont(_path(name), lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        small = _saved(font)
    return Cut(name, {weight: _set(small, weight) for weight in (REGULAR, BOLD)})


def _set(small: bytes, weight: int) -> bytes:
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    with TTFont(io.BytesIO(small)) as font:
        axes = {axis.axisTag for axis in font["fvar"].axes}
        place = {"wght": weight, **({"wdth": 100} if "wdth" in axes else {})}
        return _saved(instancer.instantiateVariableFont(font, place))


def _saved(font: TTFont) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
