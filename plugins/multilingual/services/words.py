"""Which words a site reads how: staff's readings first, then what facts of the site say of themselves."""

from typing import Any

from activities.organisations.models import Organisation
from cms.core.readings import normalise_reading
from home.models import GlossaryTerm
from plugins.multilingual.models import Reading
from plugins.multilingual.ruby import annotate
from plugins.multilingual.ruby.scripts import READING, has_kanji

# A name of one kanji would be found inside too many words.
SHORTEST_NAME = 2


def glossary_of(site: Any) -> dict[str, str]:
    """Return word → reading in Hiragana, for a site (or its id); a few queries, for work in the background."""
    pk = getattr(site, "pk", site)
    facts = [
        *GlossaryTerm.objects.for_site(site).values_list("term", "reading"),
        *Organisation.objects.filter(site=pk).exclude(kana="").values_list("name", "kana"),
    ]
    words = {}
    for word, reading in facts:
        read = normalise_reading(reading).replace(" ", "").replace("・", "")
        # Letters cannot be told apart in a reading; the dictionary reads the kanji beside them.
        is_plain = has_kanji(word) and not any(mark.isascii() and mark.isalnum() for mark in word)
        if len(word) >= SHORTEST_NAME and is_plain and READING.fullmatch(read):
            words[word] = read
    return words | dict(Reading.objects.filter(site=pk).values_list("word", "reading"))


def spans_of(text: str, glossary: dict[str, str]) -> list[tuple[int, int, str]]:
    """Return the readings of a text, as they are stored.

    Raises:
        AnalyserMissing: SudachiPy is not installed.
    """
    return [(span.start, span.end, span.reading) for span in annotate.spans_of(text, glossary)]
