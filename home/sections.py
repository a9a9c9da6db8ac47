"""The sections of the home page, each contributed by an app or a plugin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.plugin_api import HomeSection, Registry
from cms.plugin_host import guard, installed


@dataclass(frozen=True)
class Section:
    """A section that has something to show, and what its template gets."""

    contribution: HomeSection
    context: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What the section is known by on the page; a plugin's has its slug, so that two may choose the same word."""
        own = self.contribution.key
        return f"{self.contribution.plugin}-{own}" if installed.is_plugin(self.contribution.plugin) else own

    @property
    def label(self) -> Any:
        return self.contribution.label


def of_home_page(page: Page, *, request: HttpRequest) -> list[Section]:
    """Return the sections that are on for the page's site and not empty, in order."""
    found = []
    site = Site.find_for_request(request)
    for section in Registry.of(HomeSection, site):
        context = guard.call(section, _context, section, request, page, fallback=None, site=site)
        if context is not None:
            found.append(Section(section, context))
    return found


def _context(section: HomeSection, request: HttpRequest, page: Page) -> Mapping[str, Any] | None:
    return guard.must_be(section.context(request, page), Mapping, type(None))  # type: ignore[no-any-return]
