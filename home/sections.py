"""The sections of the home page, each contributed by an app or a plugin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, Site

from cms.plugin_api import HomeSection, Registry


@dataclass(frozen=True)
class Section:
    """A section that has something to show: its key, its template and what the template gets."""

    key: str
    label: Any
    template: str
    context: Mapping[str, Any]


def of_home_page(page: Page, *, request: HttpRequest) -> list[Section]:
    """Return the sections that are on for the page's site and not empty, in order."""
    found = []
    for section in Registry.of(HomeSection, Site.find_for_request(request)):
        context = section.context(request, page)
        if context is not None:
            found.append(Section(section.key, section.label, section.template, context))
    return found
