"""A page that is missing in a language is shown in the nearest language that has it, never as a 404."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest
from django.urls import Resolver404
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from cms.core.languages_on import fallbacks_on
from cms.core.locales import language_of
from cms.core.public_pages import at_addresses

# Deeper addresses than this are routed by Wagtail itself: the list of candidates must stay short.
DEEPEST = 12


class FallbackRouting:
    """For the home page: look a path up in the home pages of the fallback languages when this one has none.

    The page that answers keeps its own locale, so the template marks the words with their language.

    One query finds the page, the pages above it and the translations of all of these, for routing, breadcrumbs,
    view restrictions and the language switch. A page that is there wins over a route of the page above it.
    """

    def route(self, request: HttpRequest, path_components: Sequence[str]) -> RouteResult:
        roots = self._get_site_root_paths(request)  # type: ignore[attr-defined]
        own = next((root for root in roots if root.root_path == self.url_path), None)  # type: ignore[attr-defined]
        components = list(path_components)
        if own is None or len(components) > DEEPEST:
            return super().route(request, components)  # type: ignore[misc,no-any-return]
        by_language = {root.language_code: root.root_path for root in roots if root.site_id == own.site_id}
        codes = (own.language_code, *fallbacks_on(language_of(own.language_code)))
        homes = [by_language[code] for code in codes if code in by_language]
        return route_below(homes, request, components, family_of(homes, components))


def route_below(homes: Sequence[str], request: HttpRequest, components: list[str], family: list[Page]) -> RouteResult:
    """Return what answers below the first of the home pages, given by their tree URLs, that has the path.

    family: what `family_of` returned for them. The request keeps it.

    Raises:
        Http404: none of them has it.
    """
    request._page_family = family  # type: ignore[attr-defined]
    by_url = {row.url_path: row for row in family}
    for home in homes:
        try:
            return _route_in_one_language(home, request, components, by_url, family)
        except Http404:
            continue
    raise Http404


def _route_in_one_language(
    home: str, request: HttpRequest, components: list[str], by_url: dict[str, Page], family: list[Page]
) -> RouteResult:
    """Let the deepest page on the way answer for what is left of it."""
    for depth in range(len(components), -1, -1):
        row = by_url.get(_url(home, components[:depth]))
        if row is None:
            continue
        if depth < len(components) and not _may_answer(row, components[depth:]):
            # A page below it would be in the family: nothing in this language has the address.
            raise Http404
        page = row.specific
        _remember(page, row, family)
        if isinstance(page, FallbackRouting):
            # A home page would look for all of them again.
            return super(FallbackRouting, page).route(request, components[depth:])  # type: ignore[misc,no-any-return]
        return page.route(request, components[depth:])
    raise Http404


def _may_answer(row: Page, components: list[str]) -> bool:
    """Say whether a page may have a route of its own for what is left of an address, without asking for the page."""
    kind = row.specific_class
    if kind is None or issubclass(kind, FallbackRouting) or kind.route is Page.route:
        return False
    if kind.route is not RoutablePageMixin.route:
        return True
    try:
        kind.get_resolver().resolve(f"/{'/'.join(components)}/")
    except Resolver404:
        return False
    return True


def _url(home: str, components: list[str]) -> str:
    return home + "".join(f"{component}/" for component in components)


def family_of(homes: Sequence[str], components: list[str]) -> list[Page]:
    """Return the pages on the way and all their translations, each knowing whether it is restricted itself."""
    candidates = [_url(home, components[:depth]) for home in homes for depth in range(len(components) + 1)]
    on_the_way = at_addresses(candidates)
    return list(
        Page.objects.filter(translation_key__in=on_the_way.values("translation_key"))
        .annotate(is_restricted=Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
        .select_related("locale")
        .order_by("path")
    )


def _remember(page: Any, row: Page, family: list[Page]) -> None:
    """Give the page what the query found out, so that nobody asks again."""
    page.locale = row.locale
    page.found_translations = [other for other in family if other.translation_key == row.translation_key]
    above = [other for other in family if row.path.startswith(other.path) and other.pk != row.pk]
    # All of them but the root; anything else would hide a restriction.
    if len(above) == row.depth - 2:
        page.found_above, page.is_restricted = above, row.is_restricted
        if above:
            page._cached_parent_obj = above[-1]
