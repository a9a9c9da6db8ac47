"""A page that is missing in a language is shown in the nearest language that has it, never as a 404."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page

from cms.core.locales import language_of


class FallbackRouting:
    """For the home page: look a path up in the home pages of the fallback languages when this one has none.

    The page that answers keeps its own locale, so the template marks the words with their language.
    """

    def route(self, request: HttpRequest, path_components: Sequence[str]) -> Any:
        try:
            return super().route(request, path_components)  # type: ignore[misc]
        except Http404:
            for home in self._homes_in_fallback_languages():
                try:
                    return super(FallbackRouting, home).route(request, path_components)  # type: ignore[misc]
                except Http404:
                    continue
            raise

    def _homes_in_fallback_languages(self) -> list[Page]:
        wanted = language_of(self.locale.language_code).fallbacks  # type: ignore[attr-defined]
        if not wanted:
            return []
        found = {
            page.locale.language_code: page
            for page in self.get_translations().live().select_related("locale").specific()  # type: ignore[attr-defined]
        }
        return [found[code] for code in wanted if code in found]
