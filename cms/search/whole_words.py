"""Short words of kanji that stand alone, told from parts of longer ones: 川 from 川崎, 京都 from 東京都.

The index finds any part of a word (see ``analysis``), so a short query finds more than was meant. Titles and other
names therefore carry each run of one to three kanji once more, as a marked token, and what it is the name of when a
kind of municipality ends it: 京都市 carries 京都 too, and 東京都 東京. Whoever looks for such a word gets these first.
"""

import re
from collections.abc import Iterable, Iterator

from .analysis import fold
from .nodes import AnyOf, Node, Tokens

#: A letter of nobody's language that both databases take for a letter.
MARK = "\ue000"
_KANJI = "\u3005\u3400-\u9fff"
_RUN = re.compile(rf"[{_KANJI}]+")
_WORD = re.compile(rf"[{_KANJI}]{{1,3}}")
_MUNICIPALITY = re.compile(r"(?<=..)[都道府県市区町村郡]$")


def marked(texts: Iterable[str]) -> list[str]:
    """The marked tokens of the words that stand alone in these texts, each once."""
    return list(dict.fromkeys(MARK + word for text in texts for word in _words(fold(text))))


def _words(folded: str) -> Iterator[str]:
    for run in _RUN.findall(folded):
        for word in (run, _MUNICIPALITY.sub("", run)):
            if _WORD.fullmatch(word):
                yield word


def asked_for(node: Node) -> Node | None:
    """The marked tokens of a query for one short word of kanji in all its spellings; nothing for any other query."""
    spellings = node.parts if isinstance(node, AnyOf) else (node,)
    words = [part.text for part in spellings if isinstance(part, Tokens) and _WORD.fullmatch(part.text)]
    if not words:
        return None
    return AnyOf(tuple(Tokens(tokens=(MARK + word,), prefix=False, text=word) for word in dict.fromkeys(words)))
