"""The other ways in which a word may be written, found when somebody searches.

Nothing here touches the index, so a synonym that staff enter works with the next query.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from .analysis import fold
from .spellings import spelling_classes

#: How many ways of writing one word are looked for at most, the typed one included.
MAX_ALTERNATIVES = 24

#: Words longer than this (folded characters) are pasted sentences: they are looked for as they stand.
MAX_VARIED_LENGTH = 40

_KATAKANA_RUN = re.compile(r"[\u30a1-\u30fa\u30fc\uff66-\uff9f]{3,}")
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_LETTERS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}
_ERA_LENGTHS = {"明治": 45, "大正": 15, "昭和": 64, "平成": 31, "令和": 99}
_YEAR = re.compile(
    rf"(?:({'|'.join(_ERAS)})(元|[0-9]{{1,2}})|(?<![a-z])([mtshr])([0-9]{{1,2}})|(?<![0-9])([0-9]{{4}}))年"
)
_ALPHABETIC = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True)
class Thesaurus:
    """Classes of words that mean the same, folded and ready to be looked up.

    ``members`` maps a folded word to the others of its classes; ``longest`` is the length of the longest of them.
    """

    members: dict[str, tuple[str, ...]]
    longest: int

    @classmethod
    def of(cls, classes: Sequence[Sequence[str]]) -> "Thesaurus":
        found: dict[str, dict[str, None]] = {}
        for words in classes:
            folded = list(dict.fromkeys(filter(None, (fold(word).strip() for word in words))))
            for word in folded:
                found.setdefault(word, {}).update((other, None) for other in folded if other != word)
        members = {word: tuple(others) for word, others in found.items() if others}
        return cls(members=members, longest=max(map(len, members), default=0))


@lru_cache(maxsize=1)
def spelling_thesaurus() -> Thesaurus:
    """The built-in table of spellings."""
    return Thesaurus.of(spelling_classes())


def alternatives(word: str, thesauri: Sequence[Thesaurus]) -> tuple[str, ...]:
    """Folded spellings of ``word`` (as typed, without white space), its own first, ``MAX_ALTERNATIVES`` at most."""
    found: dict[str, None] = {}
    for toggled in _final_long_vowels(word):
        folded = fold(toggled).strip()
        if len(folded) > MAX_VARIED_LENGTH:
            return (fold(word).strip(),)
        for spelling in _combined(_segments(folded, thesauri)):
            found[spelling] = None
    return tuple(islice(found, MAX_ALTERNATIVES))


def _final_long_vowels(word: str) -> Iterator[str]:
    """``word`` with the ー that ends each of its Katakana runs there and not there (コンピューター, コンピュータ)."""
    yield word
    for run in _KATAKANA_RUN.finditer(word):
        start, end = run.span()
        if run[0].endswith("ー"):
            if end - start > 3:
                yield word[: end - 1] + word[end:]
        elif end - start > 3:
            yield word[:end] + "ー" + word[end:]


def _segments(
    folded: str, thesauri: Sequence[Thesaurus], *, below: int = MAX_VARIED_LENGTH + 1
) -> list[tuple[str, ...]]:
    """Cut at the words that have variants, the longest first: each segment with the ways of writing it.

    Only words shorter than ``below`` count.
    """
    segments: list[tuple[str, ...]] = []
    plain_from = position = 0
    while position < len(folded):
        length, others = _variants_at(folded, position, thesauri, below)
        if not length:
            position += 1
            continue
        if plain_from < position:
            segments.append((folded[plain_from:position],))
        segments.append((folded[position : position + length], *others))
        position += length
        plain_from = position
    if plain_from < len(folded):
        segments.append((folded[plain_from:],))
    return segments


def _variants_at(folded: str, position: int, thesauri: Sequence[Thesaurus], below: int) -> tuple[int, tuple[str, ...]]:
    """The longest word with variants that begins at ``position`` and is shorter than ``below``.

    Returns its length (0 for none) and the other spellings.
    """
    year = _YEAR.match(folded, position)
    if year:
        return len(year[0]), tuple(other + "年" for other in _other_years(year))
    longest = min(max((thesaurus.longest for thesaurus in thesauri), default=0), len(folded) - position, below - 1)
    for length in range(longest, 0, -1):
        word = folded[position : position + length]
        others = [other for thesaurus in thesauri for other in thesaurus.members.get(word, ())]
        if others and not _is_cut_out(folded, position, position + length):
            # A word inside the word varies as well: 障がい in 障がい者.
            others += _combined(_segments(word, thesauri, below=length))
            return length, tuple(other for other in dict.fromkeys(others) if other != word)
    return _grammatical_number_at(folded, position)


def _grammatical_number_at(folded: str, position: int) -> tuple[int, tuple[str, ...]]:
    """An alphabetic word in the singular and the plural: enough for the English and Portuguese of the site."""
    match = _ALPHABETIC.match(folded, position)
    if match is None or _is_cut_out(folded, *match.span()):
        return 0, ()
    return len(match[0]), tuple(_other_numbers(match[0]))


def _other_numbers(word: str) -> Iterator[str]:
    if word.endswith("ies"):
        yield word[:-3] + "y"
    elif word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    elif word.endswith("y"):
        yield word[:-1] + "ies"
    elif word.endswith(("ch", "sh", "ss", "x")):
        yield word + "es"
    yield word + "s"


def _is_cut_out(folded: str, start: int, end: int) -> bool:
    """Whether the extent begins or ends inside an alphabetic word or a number."""
    return _joins(folded, start) or _joins(folded, end)


def _joins(folded: str, place: int) -> bool:
    if not 0 < place < len(folded):
        return False
    before, after = folded[place - 1], folded[place]
    return (before.isdigit() and after.isdigit()) or (_is_ascii_letter(before) and _is_ascii_letter(after))


def _is_ascii_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _other_years(year: re.Match[str]) -> Iterator[str]:
    """The same year in the Western count and in the eras: 平成16, h16 and 2004 give one another."""
    era_name, era_year, letter, letter_year, western = year.groups()
    if western is None:
        era = era_name or _ERA_LETTERS[letter]
        number = 1 if era_year == "元" else int(era_year or letter_year)
        anno = _ERAS[era] + number
        yield str(anno)
    else:
        anno = int(western)
    for era, before in _ERAS.items():
        number = anno - before
        if 1 <= number <= _ERA_LENGTHS[era]:
            yield f"{era}{number}"
            if number == 1:
                yield f"{era}元"


def _combined(segments: list[tuple[str, ...]]) -> Iterator[str]:
    """The ways of writing the whole; where there are too many, only one segment at a time is varied."""
    count = 1
    for segment in segments:
        count *= len(segment)
    if count <= MAX_ALTERNATIVES:
        yield from map("".join, product(*segments))
        return
    typed = [segment[0] for segment in segments]
    yield "".join(typed)
    for place, segment in enumerate(segments):
        for other in segment[1:]:
            yield "".join((*typed[:place], other, *typed[place + 1 :]))
