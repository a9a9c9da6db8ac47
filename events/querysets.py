"""Which event pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from wagtail.models import PageManager, Site
from wagtail.query import PageQuerySet

from cms.core import sites
from cms.core.public_pages import one_of_each_family, without_private


class EventPageQuerySet(PageQuerySet):
    """Verbs for pages of events."""

    def on_site(self, site: Site) -> EventPageQuerySet:
        """The live pages below the site's home pages, in every language, that everybody may read."""
        return self.below(root.root_path for root in sites.known().root_paths if root.site_id == site.pk)

    def below(self, roots: Iterable[str]) -> EventPageQuerySet:
        """The live pages below these home pages, named by their `url_path`, that everybody may read."""
        below = Q(pk__in=[])
        for root in roots:
            below |= Q(url_path__startswith=root)
        return without_private(self.filter(below, live=True))  # type: ignore[return-value]

    def readable_in(self, codes: Sequence[str]) -> EventPageQuerySet:
        """Those in one of these languages."""
        return self.filter(locale__language_code__in=codes)

    def one_each(self, code: str) -> EventPageQuerySet:
        """One page of each family: in the language, or in the nearest one that it falls back to."""
        return self.filter(one_of_each_family(code))

    def defer_streams(self) -> EventPageQuerySet:
        """For lists: without the columns that hold whole texts."""
        return self.defer(*STREAMS)


STREAMS = ("body", "faq", "report", "what_to_bring", "access", "recording_note")


class EventPageManager(PageManager.from_queryset(EventPageQuerySet)):  # type: ignore[misc]
    """Manager of event pages."""

    def nearest(self, pages: Any, codes: Sequence[str]) -> dict[Any, Any]:
        """Of pages with their locale, the one of each family in the first of these languages, by translation key."""
        found: dict[Any, Any] = {}
        for page in sorted(
            (page for page in pages if page.locale.language_code in codes),
            key=lambda page: codes.index(page.locale.language_code),
        ):
            found.setdefault(page.translation_key, page)
        return found
