"""Every kind of page that the site has, with an address in the demo for each.

A new page type is added here, or a test fails; one without an example in the demo fails too.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from django.db import connection

from cms.core.locales import LOCALES, Language

ROOT = Path(__file__).resolve().parents[2]

HOME_DEPTH = 2

First = Callable[[str, Sequence[object]], Sequence[str] | None]


@dataclass(frozen=True)
class PageType:
    """A kind of page.

    path: its address below the language, for one that is no page of the tree or is a view of one. model: the label of
    the page model ("home.HomePage") whose first page is the example. slug: of the example. below: what follows the
    page's address. status: that it answers with.
    """

    name: str
    model: str = ""
    slug: str = ""
    below: str = ""
    path: str | None = None
    status: int = 200


def of_plugins() -> Iterator[PageType]:
    """Yield the kinds of pages that the plugins here name in `tests/page_types.py`, as `PAGE_TYPES`, field by field."""
    for file in sorted(ROOT.glob("plugins/*/tests/page_types.py")):
        named = import_module(f"plugins.{file.parts[-3]}.tests.page_types").PAGE_TYPES
        yield from (PageType(**fields) for fields in named)


PAGE_TYPES = (
    PageType("home", model="home.HomePage"),
    PageType("standard", model="home.StandardPage"),
    PageType("guides", model="home.GuideIndexPage"),
    PageType("guide", model="home.GuidePage"),
    PageType("guide on one page", model="home.GuidePage", below="all/"),
    PageType("guide step", model="home.GuidePage", below="1/"),
    PageType("news list", model="home.NewsIndexPage"),
    PageType("news", model="home.NewsPage"),
    PageType("publications", model="home.PublicationIndexPage"),
    PageType("publication", model="home.PublicationPage"),
    PageType("glossary", model="home.GlossaryPage"),
    PageType("activities", model="activities.ActivityIndexPage"),
    PageType("activities narrowed down", model="activities.ActivityIndexPage", below="?q=障害"),
    PageType("activities without a hit", model="activities.ActivityIndexPage", below="?q=すいぞくかん"),
    PageType("lineage", model="activities.ActivityIndexPage", below="lineage/"),
    PageType("keywords of activities", model="activities.ActivityIndexPage", below="keywords/"),
    PageType("activity", model="activities.ActivityPage", slug="pc-course-employment"),
    PageType("activity with an evaluation", model="activities.ActivityPage", slug="community-cats"),
    PageType("activity with a comparison", model="activities.ActivityPage", slug="kamaishi-forestry"),
    PageType("activity of many partners", model="activities.ActivityPage", slug="nagaike-park"),
    PageType("directory", model="organisations.OrganisationDirectoryPage"),
    PageType("directory narrowed down", model="organisations.OrganisationDirectoryPage", below="?q=川崎"),
    PageType("organisation", model="organisations.OrganisationDirectoryPage", slug="organisations", below="n-pocket/"),
    PageType(
        "public body", model="organisations.OrganisationDirectoryPage", slug="public-bodies", below="okayama-city/"
    ),
    PageType("network", model="organisations.OrganisationDirectoryPage", slug="networks", below="mmc-committee/"),
    PageType("events", model="events.EventIndexPage"),
    PageType("events narrowed down", model="events.EventIndexPage", below="?free=1&kind=course&kind=forum"),
    PageType("events without a hit", model="events.EventIndexPage", below="?q=すいぞくかん"),
    PageType("past events", model="events.EventIndexPage", below="?when=past"),
    PageType("calendar", model="events.EventIndexPage", below="calendar/"),
    PageType("event", model="events.EventPage", slug="school-guidance"),
    PageType("event with time slots", model="events.EventPage", slug="carers"),
    PageType("event of several dates that is full", model="events.EventPage", slug="pr-series"),
    PageType("event that was called off", model="events.EventPage", slug="probono"),
    PageType("event that is over, with a recording", model="events.EventPage", slug="wam-online"),
    PageType("keywords", path="keywords/"),
    PageType("keyword", path="keywords/障害/"),
    PageType("search", path="search/?q=障害"),
    PageType("search without words", path="search/"),
    PageType("search without a hit", path="search/?q=すいぞくかん"),
    PageType("not found", path="there-is-nothing-here/", status=404),
    *of_plugins(),
)


class Demo:
    """Finds examples in the demo's own database.

    first: answers a question in SQL, its values written as %s, with the first row or None.
    """

    def __init__(self, first: First) -> None:
        self.first = first

    @classmethod
    def of_file(cls, database: Path) -> "Demo":
        """Return the demo of a site that runs beside the tests, on a SQLite file."""
        file = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        return cls(lambda question, values: file.execute(question.replace("%s", "?"), values).fetchone())

    @classmethod
    def of_tests(cls) -> "Demo":
        """Return the demo of the tests' own database, whichever that is."""

        def first(question: str, values: Sequence[object]) -> Sequence[str] | None:
            with connection.cursor() as cursor:
                cursor.execute(question, values)
                return cursor.fetchone()

        return cls(first)

    def path(self, page_type: PageType) -> str | None:
        """Return the example's address below the language, or None when the demo has none."""
        if page_type.path is not None:
            return page_type.path
        page = self._page(page_type.model, page_type.slug)
        return None if page is None else page + page_type.below

    def _page(self, model: str, slug: str) -> str | None:
        label, name = model.lower().split(".")
        found = self.first(
            "SELECT page.url_path, home.url_path FROM wagtailcore_page page"
            " JOIN django_content_type kind ON kind.id = page.content_type_id"
            " JOIN wagtailcore_page home ON home.depth = %s AND substr(page.path, 1, length(home.path)) = home.path"
            " JOIN wagtailcore_locale locale ON locale.id = page.locale_id"
            " WHERE kind.app_label = %s AND kind.model = %s AND page.live AND locale.language_code = 'ja'"
            " AND (%s = '' OR page.slug = %s) ORDER BY page.path LIMIT 1",
            (HOME_DEPTH, label, name, slug, slug),
        )
        return found and found[0].removeprefix(found[1])


#: In turn, so that each kind of page is looked at in one of them and each of them has some of every kind.
FURTHER_LANGUAGES = tuple(code for code in LOCALES if code not in ("ja", "en"))


@dataclass(frozen=True)
class Situation:
    """How somebody looks at a page.

    language: a code; "": a further language, another one for each page type. axe: "always", "thorough" where what it
    would find is found in another situation too, or "" where it is the same as in another.
    """

    name: str
    width: int = 1280
    height: int = 900
    language: str = "ja"
    scheme: str = "light"
    script: bool = True
    axe: Literal["always", "thorough", ""] = "always"

    def language_for(self, page_type: PageType) -> Language:
        turn = PAGE_TYPES.index(page_type) % len(FURTHER_LANGUAGES)
        return LOCALES[self.language or FURTHER_LANGUAGES[turn]]

    @property
    def options(self) -> Mapping[str, object]:
        return {
            "viewport": {"width": self.width, "height": self.height},
            "color_scheme": self.scheme,
            "java_script_enabled": self.script,
            "locale": "ja-JP" if self.language == "ja" else "en-GB",
            "reduced_motion": "reduce",
            "timezone_id": "Asia/Tokyo",
        }


SITUATIONS = (
    Situation("desktop"),
    Situation("phone in the dark", width=360, height=740, scheme="dark", axe="thorough"),
    Situation("phone in English", width=360, height=740, language="en", axe="thorough"),
    Situation("phone in a further language", width=360, height=740, language="", scheme="dark"),
    Situation("phone without a script", width=360, height=740, script=False, axe=""),
    Situation("zoomed to 400 per cent", width=320, height=225, axe=""),
)
