"""sitemap.xml: everything that anybody may read, in all languages, each address with its translations."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import views
from django.db.models import Max, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.core.languages_on import languages_on
from cms.core.locales import LOCALES, language_of
from cms.plugin_host.belonging import at_or_below
from cms.plugin_host.gates.pages import without_hidden

SECTION = "pages"


class PageSitemap(Sitemap):
    """All live public pages of the site of the request, and what they say stands below them."""

    limit = 1000

    def items(self) -> Any:
        return self._rows().order_by("path").defer_streamfields().specific()

    def get_latest_lastmod(self) -> datetime | None:
        """When the newest page was published. By one query: Django asks each page, and reads them all."""
        newest = self._rows().aggregate(newest=Max(Coalesce("last_published_at", "latest_revision_created_at")))
        return newest["newest"]  # type: ignore[no-any-return]

    def _rows(self) -> Any:
        below = Q(pk__in=[])
        for root in self.get_wagtail_site().root_page.get_translations(inclusive=True).live().filter(self._is_on):
            below |= at_or_below(root.path)
        return without_hidden(Page.objects.live().public().filter(below), self.get_wagtail_site())

    @cached_property
    def _is_on(self) -> Q:
        """The condition for pages in the languages of the site."""
        return Q(locale__language_code__in=[language.code for language in languages_on(self.get_wagtail_site())])

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        pages = list(self.paginator.page(page).object_list)
        families = self._families(pages)
        urls, days = [], set()
        for item in pages:
            own = item.get_full_url(self.request) or ""
            for info in item.get_sitemap_urls(self.request):
                urls.append({**info, "alternates": _alternates(own, info["location"], families[item.translation_key])})
                days.add(info.get("lastmod"))
        if days and None not in days:
            self.latest_lastmod = max(days)
        return urls

    def _families(self, pages: Iterable[Page]) -> Mapping[Any, Mapping[str, str]]:
        """Return, for each page's family, the address by language of those members that are in the sitemap."""
        keys = {page.translation_key for page in pages}
        members = Page.objects.live().public().filter(self._is_on, translation_key__in=keys).select_related("locale")
        families: dict[Any, dict[str, str]] = {key: {} for key in keys}
        for member in members:
            language = language_of(member.locale.language_code)
            families[member.translation_key][language.code] = member.get_full_url(self.request) or ""
        return families


def _alternates(own: str, location: str, family: Mapping[str, str]) -> list[dict[str, str]]:
    if len(family) < 2 or not location.startswith(own):
        return []
    rest = location[len(own) :]
    known = [(language, family[code]) for code, language in LOCALES.items() if code in family]
    first, address = known[0]
    # Without a language, the address asks the browser.
    for_all_others = address.replace(f"/{first.code}/", "/", 1)
    links = [(language.hreflang, url) for language, url in known] + [("x-default", for_all_others)]
    return [{"lang_code": hreflang, "location": f"{url}{rest}"} for hreflang, url in links]


def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """The sitemap; of a large site an index of its parts."""
    pages = PageSitemap(request)
    sections: dict[str, Any] = {SECTION: pages}
    if section is None and pages.paginator.num_pages > 1:
        return views.index(request, sections, sitemap_url_name="sitemap_section")
    return views.sitemap(request, sections, section=section)
