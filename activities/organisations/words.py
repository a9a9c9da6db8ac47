"""Which of an organisation's texts a visitor reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, Value, When

from cms.core.languages_on import fallbacks_on
from cms.core.locales import SOURCE_LANGUAGE, language_of


def nearest(language: str) -> tuple[str, ...]:
    """Return the codes of the languages that words are looked for in, nearest first, without those that are off.

    Where there are words in none of these, any others stand in: without words nobody knows what an organisation does.
    """
    wanted = language_of(language)
    return tuple(dict.fromkeys((wanted.code, *fallbacks_on(wanted), SOURCE_LANGUAGE)))


def in_order_of(codes: Sequence[str]) -> Case:
    """Return the place of a text among these languages, to order by; of one in none of them after all."""
    places = (When(locale__language_code=code, then=Value(place)) for place, code in enumerate(codes))
    return Case(*places, default=Value(len(codes)))


def words_in(texts: Iterable[Any], language: str) -> Any:
    """Return the text in `language`, else in the nearest language that has one, else None."""
    found = {text.locale.language_code: text for text in texts}
    for code in nearest(language):
        if code in found:
            return found[code]
    return next(iter(found.values()), None)
