"""What a visitor may see of the events of a site, as queries and as the words of queries that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from wagtail.models import Site

from cms.core import sites
from cms.core.languages_on import fallbacks_on
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.statements import Given, Kind
from events.registration.models import Event


def visitors_code() -> str:
    return language_of(get_language() or SOURCE_LANGUAGE).code


@dataclass(frozen=True)
class Shape:
    """All that the words of a query depend on: the languages, and how many home pages the site has.

    Of the languages those that are on: sites with other languages have other words.
    """

    codes: tuple[str, ...]
    roots: int

    @property
    def kinds(self) -> dict[str, Kind]:
        """Of the values of statements that ask for events and pages."""
        return {"site": int, **self.kinds_of_pages}

    @property
    def kinds_of_pages(self) -> dict[str, Kind]:
        """Of those that ask for pages alone."""
        return {f"root{number}": str for number in range(self.roots)}

    def marked(self, marks: Mapping[str, Any]) -> Visible:
        """What is visible, with those marks in place of the values that the statement has."""
        return Visible(
            marks.get("site"), tuple(marks[name] for name in self.kinds_of_pages if name in marks), self.codes
        )


@dataclass(frozen=True)
class Visible:
    """The event pages below the home pages of a site, in a language and those that it falls back to, and their events.

    site: its key. roots: the `url_path` of its home page in each language. codes: of the visitor's language, and of
    those that it falls back to and that are on at the site, nearest first.
    """

    site: Any
    roots: tuple[str, ...]
    codes: tuple[str, ...]

    @classmethod
    def on(cls, site: Site) -> Visible:
        """What the visitor of this request may see of a site."""
        roots = [root.root_path for root in sites.known().root_paths if root.site_id == site.pk]
        code = visitors_code()
        return cls(site.pk, tuple(roots), (code, *fallbacks_on(language_of(code), site)))

    @property
    def code(self) -> str:
        """Of the visitor's language."""
        return self.codes[0]

    @property
    def shape(self) -> Shape:
        return Shape(self.codes, len(self.roots))

    @property
    def values(self) -> dict[str, Given]:
        """What statements with `kinds` take."""
        return {"site": self.site, **self.values_of_pages}

    @property
    def values_of_pages(self) -> dict[str, Given]:
        """What statements with `kinds_of_pages` take."""
        return {f"root{number}": root for number, root in enumerate(self.roots)}

    def pages(self) -> Any:
        """The pages that the visitor may read; of an event, one per language."""
        return apps.get_model("events.EventPage").objects.below(self.roots).readable_in(self.codes)

    def events(self) -> Any:
        """The events that have such a page."""
        pages = self.pages().order_by().filter(translation_key=OuterRef("page_key"))
        return Event.objects.for_site(self.site).shown().filter(Exists(pages))
