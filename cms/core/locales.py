"""The registry of languages: one table drives routing, `lang`, `hreflang`, fonts, formats and the switcher.

Standard library only: settings import it before Django is set up. Which of these languages a site shows, its staff
choose (`cms.core.languages_on`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site.

    code: Django's language code and URL prefix. bcp47: the `lang` attribute. hreflang: for search engines.
    babel: the locale that formats dates and numbers. name: the language named in itself. english: named in English,
    as a msgid. dir: the way it is written. fallbacks: codes whose pages are shown, marked, where this language has
    none, nearest first. aliases: other prefixes and Accept-Language tags that mean this language, in small letters.
    comma: what stands between a day and its time, with its space. fonts: families that have its letters, for drawings
    and paper made by the server.
    """

    code: str
    name: str
    bcp47: str
    hreflang: str
    babel: str
    english: str = ""
    dir: str = "ltr"
    comma: str = ", "
    # Plain Japanese is written for these readers; then English, in which they read facts and the words of the screen.
    fallbacks: tuple[str, ...] = ("ja-simple", "en", "ja")
    aliases: tuple[str, ...] = field(default=())
    fonts: tuple[str, ...] = ("Noto Sans", "DejaVu Sans")

    @property
    def is_japanese(self) -> bool:
        """Whether its words are Japanese, be they plain or not."""
        return self.code.split("-")[0] == SOURCE_LANGUAGE

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it; in Japanese and Chinese it brings its own room."""
        return "：" if self.is_japanese or self.code.startswith("zh") else ": "

    @property
    def folder(self) -> str:
        """The folder of its catalogues, as Django names it: pt_BR, zh_Hans, ja_Simple."""
        language, _, rest = self.code.partition("-")
        return f"{language}_{rest.title() if len(rest) > 2 else rest.upper()}" if rest else language


SOURCE_LANGUAGE = "ja"
CJK_JAPANESE = ("Noto Sans CJK JP", "Noto Sans JP", "IPAexGothic")

LOCALES: dict[str, Language] = {
    "ja": Language("ja", "日本語", "ja", "ja", "ja_JP", "Japanese", fallbacks=(), fonts=CJK_JAPANESE),
    # ja-easy is no valid tag (BCP 47 registers "simple"), but one city has it in its addresses.
    "ja-simple": Language(
        "ja-simple", "やさしい日本語", "ja-simple", "ja-simple", "ja_JP", "Plain Japanese", fallbacks=("ja",),
        aliases=("ja-easy", "ja-yasashii"), fonts=CJK_JAPANESE,
    ),
    "en": Language("en", "English", "en", "en", "en_GB", "English", fallbacks=("ja-simple", "ja")),
    "pt-br": Language(
        "pt-br", "Português (Brasil)", "pt-BR", "pt-BR", "pt_BR", "Brazilian Portuguese", aliases=("pt", "pt-pt"),
    ),
    "es": Language("es", "Español", "es", "es", "es", "Spanish", aliases=("es-419",)),
    "vi": Language("vi", "Tiếng Việt", "vi", "vi", "vi_VN", "Vietnamese", aliases=("vi-vn",)),
    # Search engines know Filipino by the code of Tagalog only.
    "fil": Language("fil", "Filipino", "fil", "tl", "fil_PH", "Filipino", aliases=("tl", "tl-ph", "fil-ph")),
    "zh-hans": Language(
        "zh-hans", "简体中文", "zh-Hans", "zh-Hans", "zh_Hans_CN", "Simplified Chinese", comma=" ",
        aliases=("zh", "zh-cn", "zh-sg", "zh-my", "zh-hans-cn"), fonts=("Noto Sans CJK SC", "Noto Sans SC"),
    ),
    "ur": Language(
        "ur", "اردو", "ur", "ur", "ur_PK", "Urdu", dir="rtl", comma="، ", aliases=("ur-pk", "ur-in"),
        fonts=("Noto Nastaliq Urdu", "Noto Naskh Arabic", "Noto Sans Arabic"),
    ),
}  # fmt: skip

#: What a site shows whose staff have chosen nothing.
FIRST_LANGUAGES = ("ja", "en")


def languages() -> list[tuple[str, str]]:
    """Return Django's LANGUAGES: the code and its own name of every language of the registry."""
    return [(language.code, language.name) for language in LOCALES.values()]


def language_of(code: str) -> Language:
    """Return the language with this code or alias, or the source language for one that is not registered."""
    return language_named(code) or LOCALES[SOURCE_LANGUAGE]


def language_named(code: str) -> Language | None:
    """Return the language with this code or alias, in letters of any case, or None."""
    code = code.lower()
    if code in LOCALES:
        return LOCALES[code]
    return next((known for known in LOCALES.values() if code in known.aliases), None)


def language_info(known: Iterable[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return what Django's LANG_INFO has to know more: our names, and those aliases as fallbacks that it knows not."""
    info: dict[str, Mapping[str, Any]] = {}
    for language in LOCALES.values():
        info[language.code] = {
            "bidi": language.dir == "rtl", "code": language.code, "name": language.english, "name_local": language.name,
        }  # fmt: skip
        info |= {alias: {"fallback": [language.code]} for alias in language.aliases if alias not in known}
    return info
