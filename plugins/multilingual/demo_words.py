"""Names and short texts of the demo centre's facts in the languages of the site: opening hours, rooms, keywords, areas.

What is said there already is left alone.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.utils import timezone

from cms.core.languages_on import languages_on
from cms.core.models import FactText
from cms.core.models.fact_texts import key_of
from cms.plugin_api import DemoContext

TEXTS = Path(__file__).parent / "demo_words"


def words(code: str) -> dict[str, str]:
    """Return the words in one language by the Japanese ones; empty where there are none."""
    path = TEXTS / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def load(context: DemoContext) -> None:
    context.say("names of places, hours and keywords, in the languages of the site")
    now = timezone.now()
    rows = [
        FactText(
            site=context.site, language=language.code, source=japanese, key=key_of(japanese), text=text, changed_at=now
        )
        for language in languages_on(context.site)
        for japanese, text in words(language.code).items()
    ]
    FactText.objects.bulk_create(rows, ignore_conflicts=True)
