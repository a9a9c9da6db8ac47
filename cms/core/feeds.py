"""RSS and Atom of a site: what all of its feeds share."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.translation import get_language

from .answered_once import unless_known
from .locales import SOURCE_LANGUAGE, language_of


class SiteFeed(Feed):
    """A feed in the visitor's language; `request` is the one that it answers."""

    request: HttpRequest
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # A feed object serves all requests of a process: what belongs to one request goes on a copy.
        own = type(self)()
        own.request = request
        return unless_known(request, super(SiteFeed, own).__call__(request, *args, **kwargs))

    @property
    def language(self) -> str:  # type: ignore[override]
        return language_of(get_language() or SOURCE_LANGUAGE).bcp47

    def with_question(self, url: str) -> str:
        """Return an address with what this request asks."""
        question = self.request.META.get("QUERY_STRING", "")
        return f"{url}?{question}" if question else url
