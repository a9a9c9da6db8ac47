"""Load the demo centre's own pages: texts from `texts/`, facts from `facts/`.

A page that exists already, by language and slug, is left alone, whatever an editor made of it.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Page

from cms.core.eras import PartialDate
from cms.core.locales import LOCALES
from cms.core.models import Appearance, Centre, Keyword, SiteLanguages
from cms.plugin_api import DemoContext
from home.models import (
    GlossaryPage,
    GlossaryTerm,
    GuideIndexPage,
    GuidePage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PublicationIndexPage,
    PublicationPage,
    StandardPage,
)

from . import text_file
from .bodies import Bodies

HERE = Path(__file__).parent
LANGUAGES = ("ja", "en")
INDEXES: Mapping[str, type[Page]] = {
    "guides": GuideIndexPage,
    "news": NewsIndexPage,
    "publications": PublicationIndexPage,
    "words": GlossaryPage,
}


def facts(name: str) -> Any:
    """Return the items of a file of facts."""
    return json.loads((HERE / "facts" / f"{name}.json").read_text(encoding="utf-8"))["items"]


def texts(code: str, name: str) -> dict[str, Any]:
    """Return the texts of one kind in one language."""
    return tomllib.loads((HERE / "texts" / code / f"{name}.toml").read_text(encoding="utf-8"))


def load(context: DemoContext) -> None:
    """Make everything that is missing, first in Japanese, then as translations of the same pages."""
    _settings(context)
    _glossary(context)
    for code in LANGUAGES:
        home = _home_in(code, context)
        if home is not None:
            _Pages(home, context).make()


def _settings(context: DemoContext) -> None:
    words = tomllib.loads((HERE / "texts" / "centre.toml").read_text(encoding="utf-8"))
    Appearance.objects.get_or_create(site=context.site, defaults=words["appearance"])
    Centre.objects.get_or_create(site=context.site, defaults=words["centre"])
    SiteLanguages.objects.get_or_create(site=context.site, defaults={"codes": list(LOCALES)})


def _glossary(context: DemoContext) -> None:
    words = tomllib.loads((HERE / "texts" / "glossary.toml").read_text(encoding="utf-8"))
    for item in facts("glossary"):
        GlossaryTerm.objects.get_or_create(
            site=context.site,
            term=item["ja"],
            defaults={
                "reading": item["reading"],
                "also_written": ", ".join(words["also_written"].get(item["ja"], ())),
                "definition": item["definition_ja"],
                "plain_definition": words["plain"][item["ja"]],
                "term_en": item["en"],
                "definition_en": item["definition_en"],
            },
        )


def _home_in(code: str, context: DemoContext) -> HomePage | None:
    return HomePage.objects.filter(translation_key=context.home.translation_key, locale__language_code=code).first()


class _Pages:
    """Makes the pages of one language below its home page."""

    def __init__(self, home: HomePage, context: DemoContext) -> None:
        self.home, self.context = home, context
        self.code = home.locale.language_code
        self.made: dict[str, Page] = {}
        self.untouched = not home.latest_revision_id

    def make(self) -> None:
        words = texts(self.code, "pages")
        for slug, model in INDEXES.items():
            self._page(slug, model, self.home, **words["indexes"][slug])
        # Bodies link to one another: all pages first, then the words with their links.
        for page in words["pages"]:
            self._page(page["slug"], StandardPage, self.home, **_only(page, "title", "lead", "place"))
        guides = texts(self.code, "guides")["guides"]
        for guide in guides:
            fields = _only(guide, "title", "lead", "audience", "consultation")
            self._page(guide["slug"], GuidePage, self.made["guides"], **fields)
        news = texts(self.code, "news")["news"]
        for item in news:
            fields = _only(item, "title", "lead", "category")
            date = self.context.today - timedelta(days=item["days"])
            self._page(item["slug"], NewsPage, self.made["news"], date=date, **fields)
        self._publications()
        self._write(words["pages"], guides, news)
        if self.untouched:
            self._welcome(words["home"])

    def _page(self, slug: str, model: type[Page], parent: Page, **fields: Any) -> None:
        """Make the page as a draft, or note that it is there; `made` knows it by its path below the home page."""
        key = slug if parent.pk == self.home.pk else f"{parent.slug}/{slug}"
        existing = model.objects.child_of(parent).filter(slug=slug).first()
        if existing is None:
            page = model(slug=slug, locale=self.home.locale, live=False, **fields)
            page.translation_key = self._family(model, slug) or page.translation_key
            parent.add_child(instance=page)
            page.is_new = True
            existing = page
        self.made[key] = existing

    def _family(self, model: type[Page], slug: str) -> Any:
        """Return the translation key of the page's Japanese original, for a page that has one."""
        if self.code == "ja":
            return None
        source = HomePage.objects.get(
            translation_key=self.home.translation_key, locale=Locale.objects.get(language_code="ja")
        )
        return model.objects.descendant_of(source).filter(slug=slug).values_list("translation_key", flat=True).first()

    def _publications(self) -> None:
        """Publications keep their titles in every language: they are the names of papers in Japanese."""
        if self.code != "ja":
            return
        words = texts(self.code, "publications")
        for item in facts("publications"):
            self._page(
                item["id"],
                PublicationPage,
                self.made["publications"],
                title=item["name"],
                kind=item["kind"],
                number=_number(item["name"]),
                issued_year=item.get("year"),
                issued_month=item.get("month"),
                publisher=item["publisher"],
                **words["about"].get(item["id"], {}),
            )
            self._tag(item["id"], item.get("topics", ()))
        for item in words["own"]:
            fields = _only(item, "title", "kind", "number", "publisher", "handed_to", "lead", "response")
            year = self.context.today.year - item["years"]
            self._page(
                item["slug"],
                PublicationPage,
                self.made["publications"],
                issued_year=year,
                issued_month=item["month"],
                body=Bodies({}).stream(item["body"]),
                **fields,
            )
            self._tag(item["slug"], item["topics"])
            self._attach(item, year)

    def _attach(self, item: Mapping[str, Any], year: int) -> None:
        """Give a publication of the centre's own its words as a file."""
        page = self.made[f"publications/{item['slug']}"]
        if getattr(page, "is_new", False):
            issued = f"{item['publisher']} {PartialDate(year, item['month']).label(gregorian=True)}"
            page.file = text_file.document(
                slug=item["slug"], title=item["title"], lines=[issued, item["lead"]], html=item["body"]
            )

    def _tag(self, slug: str, topics: Iterable[str]) -> None:
        page = self.made[f"publications/{slug}"]
        if getattr(page, "is_new", False):
            page.keywords.set(_keywords(topics))

    def _write(self, *kinds: Iterable[Mapping[str, Any]]) -> None:
        """Give the new pages their bodies and publish them."""
        bodies = Bodies({path: page.pk for path, page in self.made.items()})
        standard, guides, news = kinds
        for prefix, items in (("", standard), ("guides/", guides), ("news/", news)):
            for item in items:
                page = self.made[prefix + item["slug"]]
                if not getattr(page, "is_new", False):
                    continue
                page.body = bodies.stream(item.get("body", ""))
                if "steps" in item:
                    page.steps = [("step", _step(step, bodies)) for step in item["steps"]]
                if "keywords" in item:
                    page.keywords.set(_keywords(item["keywords"]))
        for page in self.made.values():
            if getattr(page, "is_new", False):
                page.save_revision().publish()

    def _welcome(self, words: Mapping[str, Any]) -> None:
        """Write the home page, once. Doors whose page another app makes are set when that page is there."""
        self.home.headline, self.home.lead = words["headline"], words["lead"]
        doors = []
        for door in words["doors"]:
            page = self.made.get(door["page"]) or self.made[door["otherwise"]]
            doors.append(("door", {**_only(door, "title", "line", "icon"), "page": Page.objects.get(pk=page.pk)}))
        self.home.doors = doors  # type: ignore[assignment]
        self.home.save_revision().publish()


def _only(item: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: item[name] for name in names if name in item}


def _number(title: str) -> str:
    """Return the number that a title of a series ends with: 「vol.3」."""
    last = title.split()[-1]
    return last if last.startswith("vol.") else ""


def _step(step: Mapping[str, Any], bodies: Bodies) -> dict[str, Any]:
    return {"title": step["title"], "summary": step.get("summary", ""), "body": bodies.stream(step["body"])}


def _keywords(names: Iterable[str]) -> list[Keyword]:
    words = tomllib.loads((HERE / "texts" / "keywords.toml").read_text(encoding="utf-8"))["keywords"]
    found = []
    for name in names:
        reading, english = words[name]
        keyword = Keyword.objects.filter(name=name).first()
        found.append(keyword or Keyword.objects.create(name=name, reading=reading, name_en=english))
    return found
