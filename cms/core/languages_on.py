"""Which languages a site shows."""

from wagtail.models import Site

from .locales import FIRST_LANGUAGES, LOCALES, Language, language_of


def languages_on(site: Site | None) -> list[Language]:
    """Return the languages that are on at a site, in the order of the registry."""
    return [language for code, language in LOCALES.items() if code in FIRST_LANGUAGES]


def nearest_on(site: Site | None, code: str) -> Language:
    """Return the language with this code where it is on at the site, or the nearest of its fallbacks that is."""
    shown = languages_on(site)
    wanted = language_of(code)
    chain = [wanted, *(language_of(fallback) for fallback in wanted.fallbacks)]
    return next((language for language in chain if language in shown), shown[0])
