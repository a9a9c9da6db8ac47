"""What every public page needs around its words: names, menu, languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.encoding import iri_to_uri, uri_to_iri
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from wagtail.models import Site

from cms.plugin_api import MenuItem, Registry

from .locales import LOCALES, Language, language_of
from .models import Appearance, Centre
from .site_files.alternates import alternates
from .theme import stylesheet


@dataclass(frozen=True)
class MenuLink:
    """A link of the menu. `here`: the current page is it or stands below it."""

    label: str
    url: str
    here: bool


@dataclass(frozen=True)
class LanguageLink:
    """The same address in another language."""

    language: Language
    url: str
    path: str
    current: bool


class Shell:
    """Everything is computed when a template asks, so that a page without a header pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.site = Site.find_for_request(request)
        self.language = language_of(get_language() or settings.LANGUAGE_CODE)

    @property
    def appearance(self) -> Appearance | None:
        return Appearance.for_request(self.request) if self.site else None

    @property
    def centre(self) -> Centre | None:
        appearance = self.appearance
        if appearance is None:
            return None
        try:
            return appearance.site.centre  # type: ignore[no-any-return]
        except Centre.DoesNotExist:
            return Centre.for_request(self.request)

    @property
    def home_url(self) -> str:
        return f"/{self.language.code}/"

    @property
    def languages(self) -> list[LanguageLink]:
        """The same address in every language; outside the languages' own addresses, their home pages."""
        current = f"/{self.language.code}/"
        path = self.request.path.removeprefix(current) if self.request.path.startswith(current) else ""
        query = self.request.META.get("QUERY_STRING", "") if path else ""
        translated = alternates(self.request) or {}
        links = []
        for code, language in LOCALES.items():
            address = translated.get(code) or f"/{code}/{iri_to_uri(path)}"
            url = f"{address}?{query}" if query else address
            links.append(LanguageLink(language, url, address, code == self.language.code))
        return links

    @property
    def written_in(self) -> list[LanguageLink]:
        """The languages that search engines are told of: for a page, those that it has words in."""
        translated = alternates(self.request)
        return [link for link in self.languages if translated is None or link.language.code in translated]

    @property
    def canonical_url(self) -> str:
        """The one address of what is shown: words shown in place of a missing translation have their own."""
        translated = alternates(self.request)
        if not translated or self.language.code in translated:
            return self.absolute_url
        nearest = (code for code in (*self.language.fallbacks, *translated) if code in translated)
        return self.origin + translated[next(nearest)]

    @property
    def origin(self) -> str:
        return f"{self.request.scheme}://{self.request.get_host()}"

    @property
    def absolute_url(self) -> str:
        """This page without its query: what search engines and shared links should know it by."""
        return self.request.build_absolute_uri(self.request.path)

    @property
    def readable_url(self) -> str:
        """The same in letters that a person can read and type."""
        return uri_to_iri(self.absolute_url)

    @property
    def search_url(self) -> str:
        """The address of the site's search, or nothing where there is none."""
        try:
            return reverse("site_search")
        except NoReverseMatch:
            return ""

    @property
    def theme_url(self) -> str:
        """The stylesheet of the centre's own colour, or nothing for the default colour."""
        appearance = self.appearance
        return stylesheet.url_for(self.site.pk, appearance.accent) if appearance and self.site else ""

    def _is_here(self, url: str) -> bool:
        """Whether the present page is `url` or stands below it. Everything stands below home: that does not count."""
        return self.request.path == url or (url != self.home_url and self.request.path.startswith(url))

    def _menu(self, section: str) -> list[MenuLink]:
        links = []
        for item in Registry.of(MenuItem, self.site):
            if item.section != section:
                continue
            url = item.url(self.request)
            if url:
                links.append(MenuLink(str(item.label), url, self._is_here(url)))
        return links

    @property
    def main_menu(self) -> list[MenuLink]:
        return self._menu("main")

    @property
    def footer_menu(self) -> list[MenuLink]:
        return self._menu("footer")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, lazily."""
    return {"shell": SimpleLazyObject(lambda: Shell(request))}
