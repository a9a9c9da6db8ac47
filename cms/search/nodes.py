"""What is looked for, as a tree that both databases can render."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .kanji_words import following

KANJI = re.compile(r"[\u3400-\u9fff]")
#: What follows a word of one kanji: particles, endings and folded Katakana; and the first characters of words that
#: compounds of this field end with, which names of places do not have there (地域猫活動, 川清掃; not 川崎, 川口).
_AFTER_A_WORD = "".join(map(chr, range(ord("ぁ"), ord("ん") + 1))) + "活事対保支教講調整管清協推交再研団委議計会相"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens that follow one another; with ``prefix`` the last is the beginning of one.

    ``alone``: the last is a kanji that ends its word, as 川 does in 川の, 多摩川 and 川清掃 but not 川崎, or begins one
    that means it, as in 川岸. ``text`` is the folded text that they were made from, for highlighting.
    """

    tokens: tuple[str, ...]
    prefix: bool
    text: str
    alone: bool = False

    @property
    def sequences(self) -> list[tuple[str, ...]]:
        """The tokens in each way in which they may stand in the index."""
        if not self.alone:
            return [self.tokens]
        *before, last = self.tokens
        # Where a run goes on, its last character stands in a pair only.
        after = dict.fromkeys(_AFTER_A_WORD + following(last))
        return [(*before, last), *((*before, last + character) for character in after)]

    @property
    def in_any_word(self) -> "Tokens":
        """The same, wherever in a word it stands."""
        return Tokens(self.tokens, True, self.text) if self.alone else self


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class ButNot:
    """What ``wanted`` finds, without what ``unwanted`` finds."""

    wanted: "Node"
    unwanted: "Node"


@dataclass(frozen=True, slots=True)
class Complement:
    """Everything but what ``part`` finds. Stands at the root only."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


Node = Tokens | AllOf | AnyOf | ButNot | Complement | Everything | Nothing


def all_of(parts: Sequence[Node | None]) -> Node | None:
    """What every part finds; parts without letters or digits do not count."""
    there = [part for part in parts if part is not None]
    if any(isinstance(part, Nothing) for part in there):
        return Nothing()
    unwanted = [part.part for part in there if isinstance(part, Complement)]
    wanted = [part for part in there if not isinstance(part, Complement | Everything)]
    if unwanted:
        without = _joined(AnyOf, unwanted)
        return ButNot(_joined(AllOf, wanted), without) if wanted else Complement(without)
    if wanted:
        return _joined(AllOf, wanted)
    return Everything() if there else None


def any_of(parts: Sequence[Node | None]) -> Node | None:
    """What at least one part finds."""
    there = [part for part in parts if part is not None]
    if any(isinstance(part, Everything) for part in there):
        return Everything()
    wanted = [part for part in there if not isinstance(part, Complement | Nothing)]
    complements = [part.part for part in there if isinstance(part, Complement)]
    if complements:
        # not a, or b = not (a without b)
        without = _joined(AllOf, complements)
        return Complement(ButNot(without, _joined(AnyOf, wanted)) if wanted else without)
    if wanted:
        return _joined(AnyOf, wanted)
    return Nothing() if there else None


def complement(part: Node | None) -> Node | None:
    """What this part does not find."""
    match part:
        case None:
            return None
        case Everything():
            return Nothing()
        case Nothing():
            return Everything()
        case Complement():
            return part.part
    return Complement(part)


def in_any_word(node: Node) -> Node:
    """``node`` with each kanji that is looked for as a word of its own in any word."""
    match node:
        case Tokens():
            return node.in_any_word
        case AllOf(parts) | AnyOf(parts):
            return type(node)(tuple(in_any_word(part) for part in parts))
        case ButNot(wanted, unwanted):
            return ButNot(in_any_word(wanted), unwanted)
    return node


def begins_with_one_letter(node: Node) -> bool:
    """Whether ``node`` is the beginning of words by one kana or one letter; a kanji means something by itself."""
    return isinstance(node, Tokens) and node.prefix and len(node.text) == 1 and not KANJI.fullmatch(node.text)


def _joined(kind: type[AllOf] | type[AnyOf], parts: Sequence[Node]) -> Node:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def without_redundant(found: Sequence[Node | None]) -> list[Node]:
    """``found`` without what another part finds anyway: 申込み is no addition to 申込. The first, as typed, stays."""
    parts = [part for part in dict.fromkeys(found) if part is not None]
    phrases = [part for part in parts if isinstance(part, Tokens) and not part.prefix and not part.alone]
    return [
        part
        for place, part in enumerate(parts)
        if place == 0
        or not isinstance(part, Tokens)
        or not any(other is not part and _contains(part.tokens, other.tokens) for other in phrases)
    ]


def _contains(tokens: tuple[str, ...], others: tuple[str, ...]) -> bool:
    return any(tokens[start : start + len(others)] == others for start in range(len(tokens) - len(others) + 1))


def wanted_tokens(node: Node) -> Iterator[Tokens]:
    """The words that make a record a hit."""
    match node:
        case Tokens():
            yield node
        case AllOf() | AnyOf():
            for part in node.parts:
                yield from wanted_tokens(part)
        case ButNot():
            yield from wanted_tokens(node.wanted)
