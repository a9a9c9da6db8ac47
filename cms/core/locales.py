"""The registry of languages: one table drives routing, `lang`, `hreflang`, fonts, formats and the switcher.

Standard library only: settings import it before Django is set up.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site.

    code: Django's language code and URL prefix. bcp47: the `lang` attribute. hreflang: for search engines.
    babel: the locale that formats dates and numbers. name: the language named in itself.
    fallbacks: codes whose pages are shown, marked, where this language has none, nearest first.
    aliases: other prefixes and Accept-Language tags that mean this language.
    """

    code: str
    name: str
    bcp47: str
    hreflang: str
    babel: str
    dir: str = "ltr"
    fallbacks: tuple[str, ...] = ("ja",)
    aliases: tuple[str, ...] = field(default=())


SOURCE_LANGUAGE = "ja"

LOCALES: dict[str, Language] = {
    "ja": Language("ja", "日本語", "ja", "ja", "ja_JP", fallbacks=()),
    "en": Language("en", "English", "en", "en", "en_GB"),
}


def languages() -> list[tuple[str, str]]:
    """Return Django's LANGUAGES: the code and its own name of every language of the registry."""
    return [(language.code, language.name) for language in LOCALES.values()]


def language_of(code: str) -> Language:
    """Return the language with this code or alias, or the source language for one that is not registered."""
    if code in LOCALES:
        return LOCALES[code]
    return next((known for known in LOCALES.values() if code in known.aliases), LOCALES[SOURCE_LANGUAGE])
