"""What somebody typed, taken apart into a tree of what is looked for (`nodes`).

Everything typed is data: quotes, colons, asterisks, AND, OR and NOT have no power over the engine. The one piece of
syntax is the quotation, ``"…"``, ``「…」`` or ``『…』``: its words must stand together as they are, without variants.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from .analysis import RUN, fold, run_tokens
from .compounds import halves, ways_to_split
from .nodes import (
    KANJI,
    Everything,
    Node,
    Nothing,
    Tokens,
    all_of,
    any_of,
    complement,
    wanted_tokens,
    without_redundant,
)
from .variants import Thesaurus, alternatives, spelling_thesaurus

#: Longer input is cut before anything else looks at it.
MAX_QUERY_LENGTH = 200
#: How many words (or quotations) of a query count.
MAX_WORDS = 12

_QUOTED = re.compile(r'"([^"]+)"|“([^“”]+)”|「([^「」]+)」|『([^『』]+)』')
#: What parts words that must all be there. Other signs (hyphen, dot, @, colon, middle dot) hold a word together.
_BETWEEN_WORDS = re.compile(
    r"[\s\x00-\x1f\x7f、。,，!！?？/／|｜;；()（）\[\]［］{}｛｝<>＜＞〈〉《》【】「」『』\"“”=＝~～〜→+＋*＊]+"
)
#: の and its kind between two words of some length: 子どもの居場所 is also 居場所 … 子ども.
_PARTICLE = re.compile(
    r"(?<=[\w][\w])(?:について|のための|による|における|の|を|に|で|が|と|や|は|へ)(?=[\u30a1-\u30fa\u3400-\u9fffA-Za-z0-9]\w)"
)


class ParsedQuery(SearchQuery):
    """A query taken apart once, to be given to ``.search()`` of as many querysets as wanted.

    ``relaxed`` is what to look for when nothing is found: the parts of compounds, apart from one another, and a single
    kanji in any word.
    """

    def __init__(self, *, text: str, node: Node, relaxed: "ParsedQuery | None" = None) -> None:
        self.text = text
        self.node = node
        self.relaxed = relaxed

    def __repr__(self) -> str:
        return f"<ParsedQuery {self.text!r}>"

    def __bool__(self) -> bool:
        """Whether there is anything to look for: white space, punctuation or control characters alone are nothing."""
        return not isinstance(self.node, Nothing)

    @property
    def kanji(self) -> str:
        """The one kanji that was asked for; nothing where anything else was."""
        text = self.text.strip()
        return text if KANJI.fullmatch(text) else ""

    def needles(self) -> list[str]:
        """The folded texts that make a record a hit, for highlighting, the longest first."""
        return sorted({tokens.text for tokens in wanted_tokens(self.node)}, key=lambda text: (-len(text), text))


def parse(text: str, *, synonyms: Thesaurus | None = None) -> ParsedQuery:
    """Take apart what somebody typed, in any length and with any characters.

    ``synonyms`` are the classes that staff keep (``SynonymClass.thesaurus_for``); the built-in spellings always count.
    """
    return parse_query(PlainText(text[:MAX_QUERY_LENGTH]), synonyms=synonyms)


def parse_query(query: SearchQuery, *, synonyms: Thesaurus | None = None, last_is_prefix: bool = False) -> ParsedQuery:
    """The same for any of Wagtail's query objects.

    ``last_is_prefix`` lets the last alphabetic word be the beginning of one, as when choosing while typing.
    Raises ``NotImplementedError`` for a kind of query that this project does not know.
    """
    if isinstance(query, ParsedQuery):
        return query
    text = query.query_string[:MAX_QUERY_LENGTH] if isinstance(query, PlainText) else repr(query)
    node = build(query, synonyms=synonyms, last_is_prefix=last_is_prefix)
    parsed = ParsedQuery(text=text, node=node)
    if isinstance(query, PlainText):
        parts = _Builder(synonyms=synonyms, last_is_prefix=False, in_parts=True).root(query)
        plain = _Builder(synonyms=synonyms, last_is_prefix=False).root(query)
        if parts != plain:
            parsed.relaxed = ParsedQuery(text=text, node=parts)
    return parsed


def build(query: SearchQuery, *, synonyms: Thesaurus | None = None, last_is_prefix: bool = False) -> Node:
    """The tree alone, for any of Wagtail's query objects; see ``parse_query``."""
    return _Builder(synonyms=synonyms, last_is_prefix=last_is_prefix).root(query)


@dataclass(frozen=True)
class _Builder:
    synonyms: Thesaurus | None
    last_is_prefix: bool
    #: Compounds are looked for by their parts.
    in_parts: bool = False

    def root(self, query: SearchQuery) -> Node:
        return self.node(query) or Nothing()

    def node(self, query: SearchQuery) -> Node | None:
        """The tree for ``query``; ``None`` when there is no letter or digit in it."""
        match query:
            case ParsedQuery():
                return query.node
            case MatchAll():
                return Everything()
            case PlainText() | Fuzzy():
                join = any_of if query.operator == "or" else all_of
                return join(self.words(query.query_string))
            case Phrase():
                return quotation(query.query_string)
            case Boost():
                return self.node(query.subquery)
            case Not():
                return complement(self.node(query.subquery))
            case And():
                return all_of([self.node(part) for part in query.subqueries])
            case Or():
                return any_of([self.node(part) for part in query.subqueries])
        raise NotImplementedError(f"{type(query).__name__} is not supported by this search backend.")

    def words(self, text: str) -> list[Node | None]:
        parts = list(_quotations_and_words(text[:MAX_QUERY_LENGTH]))[:MAX_WORDS]
        return [
            quotation(part) if is_quoted else self.word(part, is_last=place == len(parts))
            for place, (is_quoted, part) in enumerate(parts, start=1)
        ]

    def word(self, word: str, *, is_last: bool) -> Node | None:
        ways = ways_to_split(word) if self.in_parts else []
        if ways:
            return any_of([all_of([any_of(self.spellings(part)) for part in parts]) for parts in ways])
        found: list[Node | None] = list(self.spellings(word, open_ended=is_last and self.last_is_prefix))
        both = halves(word)
        if both:
            # 公園管理 is also 公園の管理 and 公園を管理.
            found += [phrase(fold(particle.join(both)), open_ended=False) for particle in "のを"]
        parts = _PARTICLE.split(word)
        if len(parts) > 1:
            found.append(all_of([any_of(self.spellings(part)) for part in parts]))
        return any_of(without_redundant(found))

    def spellings(self, word: str, *, open_ended: bool = False) -> list[Tokens | None]:
        thesauri = (self.synonyms, spelling_thesaurus()) if self.synonyms else (spelling_thesaurus(),)
        return [
            phrase(spelling, open_ended=open_ended, alone=not self.in_parts and not self.last_is_prefix)
            for spelling in alternatives(word, thesauri)
        ]


def quotation(text: str) -> Node | None:
    """Exactly these words, one after the other."""
    return phrase(fold(text[:MAX_QUERY_LENGTH]), open_ended=False)


def phrase(folded: str, *, open_ended: bool, alone: bool = False) -> Tokens | None:
    """The tokens that must follow one another for ``folded`` to be there; ``None`` when it holds no letter or digit.

    ``alone``: a kanji that stands for itself at the end must end its word.
    """
    runs = list(RUN.finditer(folded))
    if not runs:
        return None
    tokens = [token for run in runs for token in run_tokens(run)]
    prefix = open_ended
    if runs[-1].lastgroup == "unspaced":
        # The last character alone is in the index only where a run ends: a pair has it already, and standing for
        # itself it is looked for as the beginning of a pair.
        prefix = len(runs[-1][0]) == 1
        if not prefix:
            tokens.pop()
        # After a number a kanji is a unit: 11月, 3回.
        counts = len(runs) > 1 and runs[-2].lastgroup == "digits"
        alone = alone and prefix and not counts and KANJI.fullmatch(runs[-1][0]) is not None
    else:
        alone = False
    return Tokens(tuple(tokens), prefix and not alone, " ".join(run[0] for run in runs), alone)


def _quotations_and_words(text: str) -> Iterator[tuple[bool, str]]:
    """(is it quoted, text) for each quotation and word, in the order typed. A lone quotation mark parts words."""
    position = 0
    for quoted in _QUOTED.finditer(text):
        yield from _words(text[position : quoted.start()])
        yield True, next(filter(None, quoted.groups()))
        position = quoted.end()
    yield from _words(text[position:])


def _words(text: str) -> Iterator[tuple[bool, str]]:
    yield from ((False, word) for word in _BETWEEN_WORDS.split(text) if word)
