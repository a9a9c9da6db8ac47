"""Where the landmarks of a site are, for those who lead there."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.plugin_host.gates.pages import hidden

from . import landmarks, sites
from .locales import language_of
from .memory import SHELL
from .templatetags.kakehashi import in_visitors_language


def places(request: HttpRequest, *, language: str | None = None) -> Mapping[str, Page]:
    """Return the landmarks of the request's site by key, in a language or the nearest fallback language.

    language: its code, by default the visitor's.
    """
    code = language_of(language or get_language() or settings.LANGUAGE_CODE).code
    found: dict[str, Mapping[str, Page]] = request.__dict__.setdefault("_landmarks", {})
    if code not in found:
        site = Site.find_for_request(request)
        found[code] = SHELL.get(("landmarks", site.pk, code), lambda: _find(site, code)) if site else {}
    return found[code]


def _find(site: Site, code: str) -> Mapping[str, Page]:
    known = sites.known()
    pages = [page for page in known.pages if hidden(page, site) is None]
    return landmarks.chosen(pages, roots=[root for root in known.root_paths if root.site_id == site.pk], code=code)


def address_of(page: Page) -> str:
    """Return a page's address in the visitor's language, for those who know no request; nothing where it has none."""
    page._wagtail_cached_site_root_paths = sites.root_paths()
    return in_visitors_language(page.get_url() or "")


def link_to(key: str) -> Callable[[HttpRequest], str | None]:
    """Return a menu item's `url`: the address of the landmark, or None where the site has no such page."""

    def url(request: HttpRequest) -> str | None:
        page = places(request).get(key)
        return in_visitors_language(page.get_url(request) or "") if page else None

    return url
