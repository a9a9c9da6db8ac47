"""Where a Japanese compound can be taken apart, told from its scripts and lengths, without a dictionary.

Most kanji compounds are made of words of two characters (養成講座 = 養成 + 講座), and a change of script is a seam
(ボランティア養成). A tokenizer with a dictionary would know better; it could take the place of ``ways_to_split``.
"""

import re
import unicodedata
from itertools import product

#: Pieces that mean something alone. Single kanji and short hiragana (particles, endings) do not.
_PIECE = re.compile(
    r"(?P<kanji>[\u3005\u3400-\u9fff]{2,})|[\u30a1-\u30fa\u30fc]{2,}|[^\W\d_\u3005\u3041-\u30ff\u3400-\u9fff]{2,}|[0-9]+"
    r"|[\u3041-\u3096\u30fc]{3,}"
)
#: How kanji of a length are cut; longer ones stay whole.
_CUTS = {
    4: ((2, 2),),
    5: ((2, 3), (3, 2)),
    6: ((2, 2, 2), (3, 3)),
    7: ((2, 2, 3), (2, 3, 2), (3, 2, 2)),
    8: ((2, 2, 2, 2),),
}
MAX_WAYS = 6


def ways_to_split(word: str) -> list[tuple[str, ...]]:
    """Each way in which ``word`` may fall into two or more pieces; none for a word of one piece."""
    word = unicodedata.normalize("NFKC", word)
    ways = [_cuts(piece) for piece in _PIECE.finditer(word)]
    joined = [tuple(part for pieces in way for part in pieces) for way in product(*ways)][:MAX_WAYS]
    return [pieces for pieces in joined if len(pieces) > 1]


def halves(word: str) -> tuple[str, str] | None:
    """The two pieces of a word that falls into just two without a rest: 公園 and 管理 of 公園管理."""
    for pieces in ways_to_split(word):
        if len(pieces) == 2 and "".join(pieces) == unicodedata.normalize("NFKC", word):
            return pieces[0], pieces[1]
    return None


def _cuts(piece: re.Match[str]) -> list[tuple[str, ...]]:
    text = piece[0]
    if piece.lastgroup != "kanji" or len(text) not in _CUTS:
        return [(text,)]
    return [_cut(text, lengths) for lengths in _CUTS[len(text)]]


def _cut(text: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    ends = [sum(lengths[: place + 1]) for place in range(len(lengths))]
    return tuple(text[end - length : end] for length, end in zip(lengths, ends, strict=True))
