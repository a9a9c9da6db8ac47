"""Whether a visitor is shown the page that tells about an event: only then one registers by its form.

What somebody holds already, a place, an offer, a place in the queue, hangs on no page and stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.core import sites
from cms.core.languages_on import fallbacks_on, languages_on
from cms.core.locales import SOURCE_LANGUAGE, Language, language_of
from cms.core.public_pages import without_private

from .models import Event


@dataclass(frozen=True)
class Shown:
    """Where an event is shown at its site.

    here: whether in the visitor's language or one that stands in for it, as its page is served. elsewhere: the other
    languages of the site in which it is. was: whether a page of it has been public, so that somebody may have its
    form open.
    """

    here: bool
    elsewhere: list[Language]
    was: bool


def shown(event: Event, *, site: Site) -> Shown:
    """Return where an event is shown to whoever speaks the active language. One query.

    Pages that are private, stand below no home page of the site, or are in a language that is off are shown to nobody.
    """
    on = languages_on(site)
    wanted = language_of(get_language() or SOURCE_LANGUAGE)
    served = {wanted.code, *fallbacks_on(wanted, site)}
    rows = without_private(Page.objects.filter(_below_homes(site), translation_key=event.page_key))
    live: set[str] = set()
    was = False
    for code, is_live, first in rows.values_list("locale__language_code", "live", "first_published_at"):
        was = was or is_live or first is not None
        if is_live:
            live.add(code)
    found = [language for language in on if language.code in live]
    here = any(language.code in served for language in found)
    return Shown(here, [] if here else found, was)


def _below_homes(site: Site) -> Q:
    below = Q(pk__in=[])
    for root in sites.known().root_paths:
        if root.site_id == site.pk:
            below |= Q(url_path__startswith=root.root_path)
    return below
