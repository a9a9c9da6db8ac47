"""Find and serve the page at an address without asking for what is remembered."""

from copy import copy

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from . import sites
from .languages_on import fallbacks_on
from .locales import language_of
from .memory import Memory
from .models.routing import DEEPEST, FallbackRouting, family_of, route_below

#: The pages on the way to the addresses that are asked for, some ten kilobytes each.
FAMILIES = Memory(256)


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, to which the route is already known."""
    components = [component for component in path.split("/") if component]
    site = Site.find_for_request(request)
    if site is not None and len(components) <= DEEPEST and _has_fallbacks(site):
        try:
            request._wagtail_route_for_request = _route(request, site, components)  # type: ignore[attr-defined]
        except Http404:
            request._wagtail_route_for_request = None  # type: ignore[attr-defined]
    return wagtail_serve(request, path)  # type: ignore[no-any-return]


def _has_fallbacks(site: Site) -> bool:
    kind = ContentType.objects.get_for_id(site.root_page.content_type_id).model_class()
    return kind is not None and issubclass(kind, FallbackRouting)


def _route(request: HttpRequest, site: Site, components: list[str]) -> RouteResult:
    homes = _homes(site)
    known = FAMILIES.get((tuple(homes), tuple(components)), lambda: family_of(homes, components))
    # Copies: a page that is being shown keeps things to itself that belong to the one request.
    family = [copy(row) for row in known]
    if not any(row.url_path == homes[0] and row.live for row in family):
        # As in Wagtail, a home page that is not published takes what is below it along.
        homes = homes[1:] or [site.root_page.url_path]
    return route_below(homes, request, components, family)


def _homes(site: Site) -> list[str]:
    """Return the tree URLs of the home pages to look below: the visitor's language, then its fallbacks."""
    by_language = {path.language_code: path.root_path for path in sites.known().root_paths if path.site_id == site.pk}
    language = language_of(get_language() or "")
    homes = [by_language[code] for code in (language.code, *fallbacks_on(language)) if code in by_language]
    return homes or [site.root_page.url_path]
