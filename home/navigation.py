"""Where the home app's own pages are: one query a request for the menu, the footer and the home page."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.core.locales import language_of
from cms.core.templatetags.kakehashi import in_visitors_language

from .models import GlossaryPage, GuideIndexPage, NewsIndexPage, PublicationIndexPage

INDEXES: Mapping[type[Page], str] = {
    GuideIndexPage: "guides",
    NewsIndexPage: "news",
    PublicationIndexPage: "publications",
    GlossaryPage: "glossary",
}


def places(request: HttpRequest) -> Mapping[str, Page]:
    """Return the list pages, and the standard pages that have a place, by key: "guides", "about", …

    Each is the one in the visitor's language or, where there is none, that of the nearest fallback language.
    """
    found: dict[str, Page] | None = getattr(request, "_home_places", None)
    if found is None:
        found = _find(request)
        request._home_places = found  # type: ignore[attr-defined]
    return found


def _find(request: HttpRequest) -> dict[str, Page]:
    site = Site.find_for_request(request)
    below = Q()
    for root in Site.get_site_root_paths():
        if site is not None and root.site_id == site.pk:
            below |= Q(url_path__startswith=root.root_path)
    if not below:
        return {}
    types = {
        content_type.pk: INDEXES[model] for model, content_type in ContentType.objects.get_for_models(*INDEXES).items()
    }
    language = language_of(get_language() or settings.LANGUAGE_CODE)
    order = [language.code, *language.fallbacks]
    pages = (
        Page.objects.filter(below, live=True, locale__language_code__in=order)
        .filter(Q(content_type__in=types) | Q(standardpage__place__gt=""))
        .annotate(place=F("standardpage__place"))
        .select_related("locale")
        .order_by("path")
    )
    found: dict[str, Page] = {}
    for page in sorted(pages, key=lambda page: order.index(page.locale.language_code)):
        found.setdefault(types.get(page.content_type_id) or page.place, page)
    return found


def link_to(key: str) -> Callable[[HttpRequest], str | None]:
    """Return a menu item's `url`: the address of the place, or None where the site has no such page."""

    def url(request: HttpRequest) -> str | None:
        page = places(request).get(key)
        return in_visitors_language(page.get_url(request) or "") if page else None

    return url


def home_url(request: HttpRequest) -> str:
    """The first page, in the visitor's language."""
    return f"/{language_of(get_language() or settings.LANGUAGE_CODE).code}/"
