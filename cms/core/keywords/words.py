"""Keywords as people type them."""

import re
import unicodedata
from collections.abc import Iterable

from cms.core.models import Keyword
from cms.core.readings import to_hiragana


def split_words(text: str) -> list[str]:
    """Split at commas, also Japanese ones, and line ends; nothing empty, nothing twice."""
    words = (" ".join(word.split()) for word in re.split("[,、;\uff0c\uff1b\n]", text))
    return list(dict.fromkeys(word for word in words if word))


def folded(text: str) -> str:
    """Return the text in the form in which typed words are compared: NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def known_names(typed: Iterable[str]) -> list[str]:
    """Return the typed words, each replaced by the keyword that it means: by name, or as one of its other words.

    Words that no keyword has stay as typed (in NFKC); the order is kept, nothing comes twice.
    """
    words = [word for text in typed for word in split_words(unicodedata.normalize("NFKC", text))]
    if not words:
        return []
    names: dict[str, str] = {}
    others: dict[str, str] = {}
    for name, name_en, synonyms in Keyword.objects.values_list("name", "name_en", "synonyms"):
        names[folded(name)] = name
        for other in (name_en, *split_words(synonyms)):
            others.setdefault(folded(other), name)
    return list(dict.fromkeys(names.get(folded(word)) or others.get(folded(word)) or word for word in words))


def suggested(term: str, *, most: int = 12) -> list[str]:
    """Return names of keywords that begin with the term, in name, reading, English name or another word.

    Those that begin so come before those that only contain it; both in the order of the vocabulary.
    """
    wanted, kana = folded(term), folded(to_hiragana(term))
    if not wanted:
        return []
    first, then = [], []
    for name, reading, name_en, synonyms in Keyword.objects.values_list("name", "reading", "name_en", "synonyms"):
        words = [folded(word) for word in (name, name_en, *split_words(synonyms))]
        if any(word.startswith(wanted) for word in words) or folded(reading).startswith(kana):
            first.append(name)
        elif any(wanted in word for word in words):
            then.append(name)
    return [*first, *then][:most]
