"""Names and terms on whose translation the centre has agreed, and where a translation lacks them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Site

from activities.organisations.models import Organisation
from home.models import GlossaryTerm
from plugins.multilingual.translation.comparison import plain
from plugins.multilingual.translation.models import AgreedTerm

# A shorter name would be found inside too many words.
SHORTEST = 2


@dataclass(frozen=True)
class Term:
    """A word of the source, and how it must be written in the language."""

    term: str
    translation: str


def agreed(site: Site | None, language: str) -> list[Term]:
    """Return what is agreed for a language at a site, the longest terms first: three queries.

    Staff's own agreements win; in English then the explained words and the names of organisations, as their rows say.
    """
    found: dict[str, str] = {}
    if language == "en":
        names = Organisation.objects.filter(site=site).exclude(name_en="").values_list("name", "name_en")
        words = GlossaryTerm.objects.for_site(site).exclude(term_en="").values_list("term", "term_en")
        found |= dict(names) | dict(words)
    found |= dict(AgreedTerm.objects.filter(site=site, language=language).values_list("term", "translation"))
    terms = [Term(term, said) for term, said in found.items() if len(term) >= SHORTEST]
    return sorted(terms, key=lambda each: (-len(each.term), each.term))


def missing(text: str, translation: str, terms: Sequence[Term]) -> list[Term]:
    """Return the terms that a text uses and its translation does not have as agreed.

    A term inside a longer one that is there is not asked for: the longest is meant. Capitals and widths do not matter.
    """
    rest, said = plain(text), _folded(plain(translation))
    found = []
    for each in terms:
        if each.term in rest:
            rest = rest.replace(each.term, "\0")
            if _folded(each.translation) not in said:
                found.append(each)
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())
