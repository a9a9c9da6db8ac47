"""A page with furigana, from readings that are stored; what is not known yet is asked for."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from plugins.multilingual.models import AnnotatedText
from plugins.multilingual.ruby import markup

# Another one where the rules change so that all texts are worked out anew.
RULES: Final = "1"
LONGEST = 4000  # characters of a stretch; longer ones are no sentences
#: So many texts may wait on a site: who calls up addresses for fun does not fill the database.
MOST_WAITING = 5000
_NONE: Final[Mapping[str, str]] = {}


def key_of(text: str) -> str:
    return hashlib.sha256(f"{RULES}\n{text}".encode()).hexdigest()[:32]


def with_furigana(
    page: str, *, site: Any, may_ask: Callable[[str], bool], now: datetime, readings: Mapping[str, str] = _NONE
) -> str:
    """Return the page's HTML with ruby over everything whose reading is known: one query.

    readings: of words that somebody wrote into this page; they win.
    may_ask: which of the texts that are not known may be noted, to be worked out in the background. Not those of pages
    about a person, and of addresses that anybody can make up, except for the screen's own.
    """
    found = markup.stretches(page)
    texts = {stretch.text for stretch in found}
    keys = {key_of(text): text for text in texts if len(text) <= LONGEST}
    stored = AnnotatedText.objects.filter(site=site, key__in=keys).values_list("key", "spans")
    known = {keys[key]: spans for key, spans in stored}
    _ask_for(site, (text for text in keys.values() if text not in known and may_ask(text)), now)
    shown = {text: markup.overridden(text, known.get(text) or (), readings) for text in texts}
    return markup.with_ruby(page, shown, found)


def _ask_for(site: Any, texts: Iterable[str], now: datetime) -> None:
    from plugins.multilingual.jobs import annotate

    rows = [AnnotatedText(site=site, key=key_of(text), text=text, spans=None, wanted_at=now) for text in texts]
    if not rows or AnnotatedText.objects.filter(site=site).waiting().count() + len(rows) > MOST_WAITING:
        return
    AnnotatedText.objects.bulk_create(rows, ignore_conflicts=True)
    annotate.enqueue()
