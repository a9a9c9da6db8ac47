"""What every public page needs around its words: names, menu, languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri, uri_to_iri
from django.utils.functional import cached_property
from django.utils.translation import get_language
from wagtail.models import Site

from cms.plugin_api import MenuItem, Registry
from cms.plugin_host import menus

from .languages_on import fallbacks_on, languages_on
from .locales import Language, language_of
from .memory import SHELL
from .models import Appearance, Centre
from .negotiation import NOTE
from .site_files.alternates import alternates
from .theme import stylesheet


@dataclass(frozen=True)
class MenuLink:
    """A link of the menu.

    here: as `aria-current` says it: "page" on the page itself, "true" below it, else nothing. Everything stands below
    home: that does not count.
    """

    label: str
    url: str
    here: str


@dataclass(frozen=True)
class LanguageLink:
    """The same address in another language."""

    language: Language
    url: str
    path: str
    current: bool


class Shell:
    """Everything is computed when a template asks, once, so that a page without a header pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def site(self) -> Site | None:
        return Site.find_for_request(self.request)  # type: ignore[no-any-return]

    @cached_property
    def language(self) -> Language:
        return language_of(get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def appearance(self) -> Appearance | None:
        """What the centre set, or what a site has that set nothing."""
        if self.site is None:
            return None
        try:
            return self.site.appearance  # type: ignore[no-any-return]
        except Appearance.DoesNotExist:
            return Appearance(site=self.site)

    @cached_property
    def centre(self) -> Centre | None:
        """What the centre set, or nothing in every field."""
        if self.site is None:
            return None
        try:
            return self.site.centre  # type: ignore[no-any-return]
        except Centre.DoesNotExist:
            return Centre(site=self.site)

    @cached_property
    def notice(self) -> str:
        """What the centre says on every page today."""
        return self.centre.notice_on(timezone.localdate()) if self.centre is not None else ""

    @cached_property
    def home_url(self) -> str:
        return f"/{self.language.code}/"

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The same address in every language; outside the languages' own addresses, their home pages."""
        current = f"/{self.language.code}/"
        path = self.request.path.removeprefix(current) if self.request.path.startswith(current) else ""
        query = self.request.META.get("QUERY_STRING", "") if path else ""
        translated = alternates(self.request) or {}
        links = []
        for language in languages_on(self.site):
            code = language.code
            address = translated.get(code) or f"/{code}/{iri_to_uri(path)}"
            url = f"{address}?{query}" if query else address
            links.append(LanguageLink(language, url, address, code == self.language.code))
        return links

    #: The part of the page that tells a first visitor who chose the language.
    note_on_language = NOTE

    @cached_property
    def is_for_search_engines(self) -> bool:
        """Whether the address is one of a language, with the same address in the others."""
        return self.request.path.startswith(self.home_url)

    @cached_property
    def written_in(self) -> list[LanguageLink]:
        """The languages that search engines are told of: for a page, those that it has words in."""
        translated = alternates(self.request)
        return [link for link in self.languages if translated is None or link.language.code in translated]

    @cached_property
    def canonical_url(self) -> str:
        """The one address of what is shown: words shown in place of a missing translation have their own."""
        translated = alternates(self.request)
        if not translated or self.language.code in translated:
            return self.absolute_url
        nearest = (code for code in (*fallbacks_on(self.language), *translated) if code in translated)
        return self.origin + translated[next(nearest)]

    @cached_property
    def for_all_others(self) -> str:
        """Where those are led who read none of the page's languages: without one, the address asks the browser."""
        first = next(iter(self.written_in), None)
        return first.path.removeprefix(f"/{first.language.code}") if first else ""

    @cached_property
    def origin(self) -> str:
        return f"{self.request.scheme}://{self.request.get_host()}"

    @cached_property
    def absolute_url(self) -> str:
        """This page without its query: what search engines and shared links should know it by."""
        return self.request.build_absolute_uri(self.request.path)

    @cached_property
    def readable_url(self) -> str:
        """The same in letters that a person can read and type."""
        return uri_to_iri(self.absolute_url)

    @cached_property
    def search_url(self) -> str:
        """The address of the site's search, or nothing where there is none."""
        try:
            return reverse("site_search")
        except NoReverseMatch:
            return ""

    @cached_property
    def theme_url(self) -> str:
        """The stylesheet of the centre's own colour, or nothing for the default colour."""
        appearance = self.appearance
        return stylesheet.url_for(self.site.pk, appearance.accent) if appearance and self.site else ""

    def _here(self, url: str) -> str:
        if self.request.path == url:
            return "page"
        return "true" if url != self.home_url and self.request.path.startswith(url) else ""

    def _menu(self, section: str) -> tuple[MenuLink, ...]:
        key = ("menu", section, self.site and self.site.pk, self.language.code)
        links = SHELL.get(key, lambda: self._find_menu(section))
        return tuple(MenuLink(label, url, self._here(url)) for label, url in links)

    def _find_menu(self, section: str) -> list[tuple[str, str]]:
        items = (item for item in Registry.of(MenuItem, self.site) if item.section == section)
        found = ((str(item.label), menus.address(item, self.request, site=self.site)) for item in items)
        return [(label, url) for label, url in found if url]

    @cached_property
    def main_menu(self) -> tuple[MenuLink, ...]:
        return self._menu("main")

    @cached_property
    def footer_menu(self) -> tuple[MenuLink, ...]:
        return self._menu("footer")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`."""
    return {"shell": Shell(request)}
