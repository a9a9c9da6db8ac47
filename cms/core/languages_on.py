"""Which languages a site shows: routing knows all of the registry, and each site narrows it."""

from django.core.exceptions import ObjectDoesNotExist
from wagtail.models import Site

from cms.plugin_host import states

from .locales import FIRST_LANGUAGES, LOCALES, Language, language_of


def languages_on(site: Site | None) -> list[Language]:
    """Return the languages that are on at a site, in the order of the registry. A query where the site is not known."""
    if site is not None:
        try:
            return site.sitelanguages.shown  # type: ignore[no-any-return]
        except ObjectDoesNotExist:
            pass
    return [LOCALES[code] for code in FIRST_LANGUAGES]


def nearest_on(site: Site | None, code: str) -> Language:
    """Return the language with this code where it is on at the site, or the nearest of its fallbacks that is."""
    shown = languages_on(site)
    wanted = language_of(code)
    chain = [wanted, *(language_of(fallback) for fallback in wanted.fallbacks)]
    return next((language for language in chain if language in shown), shown[0])


def fallbacks_on(language: Language, site: Site | None = None) -> list[str]:
    """Return the codes whose words stand in for this language's at a site; all where there is no site.

    site: by default the current one.
    """
    site = site or states.current_site()
    if site is None:
        return list(language.fallbacks)
    shown = {each.code for each in languages_on(site)}
    return [code for code in language.fallbacks if code in shown]
