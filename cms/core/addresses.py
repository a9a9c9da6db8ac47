"""Addresses of many pages from their places in the tree, without a page object for each."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from .templatetags.kakehashi import in_visitors_language


class Addresses:
    """Addresses for one visitor. Pages below the same page differ in their last part alone, so that Wagtail is asked
    once for each page that has others below it."""

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request
        self._above: dict[str, str] = {}

    def of(self, url_path: str) -> str:
        """Return the address of the page whose `url_path` this is, in the visitor's language; empty if it has none."""
        above, slug = url_path.rstrip("/").rsplit("/", 1)
        if above not in self._above:
            self._above[above] = in_visitors_language(Page(url_path=f"{above}/").get_url(self.request) or "")
        base = self._above[above]
        return f"{base}{iri_to_uri(slug)}/" if base else ""
