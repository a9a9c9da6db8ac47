"""Which of an organisation's texts a visitor reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.core.locales import SOURCE_LANGUAGE, language_of


def words_in(texts: Iterable[Any], language: str) -> Any:
    """Return the text in `language`, else in the nearest language that has one, else None."""
    found = {text.locale.language_code: text for text in texts}
    wanted = language_of(language)
    for code in (wanted.code, *wanted.fallbacks, SOURCE_LANGUAGE):
        if code in found:
            return found[code]
    return next(iter(found.values()), None)
