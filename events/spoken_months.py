"""Months the way people say them: 2026年12月, December 2026."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton

from cms.core.locales import Language


def say_month(month: str | date, *, language: Language) -> str:
    """Return a month, given as "2026-12" or as one of its days."""
    day = month if isinstance(month, date) else date.fromisoformat(f"{month}-01")
    if language.is_japanese:
        return f"{day.year}年{day.month}月"
    return str(format_skeleton("yMMMM", day, locale=language.babel))
