"""Pages of the demo centre for families: home, two events and three guides in every language that the site shows.

What is there already, by language and slug, is left alone. One page is older than its source on purpose.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core.languages_on import languages_on
from cms.core.locales import SOURCE_LANGUAGE
from cms.plugin_api import DemoContext
from events.models import EventIndexPage, EventPage
from home.models import GuideIndexPage, GuidePage

from .translation.services import noting

TEXTS = Path(__file__).parent / "demo_texts"
#: (language, guide): made from what the Japanese said before its last sentence was added.
STALE = ("es", "school-system")
FAMILIES = "families"


@cache
def texts(code: str) -> dict[str, Any]:
    """Return the texts in one language; empty where there are none."""
    path = TEXTS / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def load(context: DemoContext) -> None:
    """Make what is missing: first the Japanese guides, then their translations."""
    guides = GuideIndexPage.objects.descendant_of(context.home).first()
    if guides is None:
        return
    context.say("guides and events for families, in the languages of the site")
    made = [page for words in texts(SOURCE_LANGUAGE)["guides"] if (page := _source(guides, words))]
    codes = [language.code for language in languages_on(context.site) if texts(language.code)]
    others = [code for code in codes if code != SOURCE_LANGUAGE]
    # Whose page is to be old comes before the source says more.
    for code in sorted(others, key=lambda code: code != STALE[0]):
        _Language(context, code).make(guides)
        if code == STALE[0]:
            _say_more(made)
    if STALE[0] not in others:
        _say_more(made)


def _source(guides: Any, words: dict[str, Any]) -> GuidePage | None:
    """Make the Japanese guide; None where it is there."""
    if GuidePage.objects.child_of(guides).filter(slug=words["slug"]).exists():
        return None
    made = GuidePage(slug=words["slug"], locale=guides.locale, audience=FAMILIES, live=False)
    guide_words(made, words, _links(guides), with_added=False)
    guides.add_child(instance=made)
    made.save_revision().publish()
    return GuidePage.objects.get(pk=made.pk)  # type: ignore[no-any-return]


def _say_more(made: list[GuidePage]) -> None:
    """Publish the sentences that were added to the Japanese guides later."""
    for page in made:
        words = next(each for each in texts(SOURCE_LANGUAGE)["guides"] if each["slug"] == page.slug)
        if any("added" in step for step in words["steps"]):
            guide_words(page, words, _links(page.get_parent()), with_added=True)
            page.save_revision().publish()
            noting.note(GuidePage.objects.get(pk=page.pk), now=timezone.now())


def guide_words(page: Any, words: dict[str, Any], links: dict[str, int], *, with_added: bool) -> None:
    """Give a guide its words. with_added: also those that the Japanese got later."""
    page.title, page.lead = words["title"], words["lead"]
    page.body = [("text", _linked(words["intro"], links))]
    page.steps = [
        ("step", {
            "title": step["title"], "summary": step["summary"],
            "body": [("text", _linked(step["body"] + (step.get("added", "") if with_added else ""), links))],
        })
        for step in words["steps"]
    ]  # fmt: skip


def _links(guides: Page) -> dict[str, int]:
    """Return the keys of the pages that texts link to, by path; where a language lacks one, of the Japanese."""
    events = EventPage.objects.descendant_of(guides.get_parent())
    return {f"guides/{page.slug}": page.pk for page in Page.objects.child_of(guides)} | {
        f"events/{page.slug}": page.pk for page in events
    }


def _linked(html: str, links: dict[str, int]) -> str:
    for path, key in links.items():
        html = html.replace(f'href="page:{path}"', f'linktype="page" id="{key}"')
    # What a site does not have is said without a link.
    return re.sub(r'<a href="page:[^"]*">(.*?)</a>', r"\1", html)


def _below(home: Page, path: str) -> Page | None:
    """Return the published page at a path below a home page."""
    return Page.objects.live().filter(url_path=f"{home.url_path}{path}/").first()


class _Language:
    """The pages in one language, below its home page."""

    def __init__(self, context: DemoContext, code: str) -> None:
        self.context, self.code, self.words = context, code, texts(code)
        self.locale = Locale.objects.get_or_create(language_code=code)[0]

    def make(self, guides: Any) -> None:
        home = self._home() if "home" in self.words else None
        index = self._translation(guides, self.words.get("guides_index", {}))
        # Guides that others link to come first.
        for words in sorted(self.words["guides"], key=lambda words: words["slug"] != "consultation"):
            self._guide(guides, index, words)
        events = EventIndexPage.objects.descendant_of(self.context.home).first()
        if events is not None and "events_index" in self.words:
            self._translation(events, self.words["events_index"])
            for slug, words in self.words.get("events", {}).items():
                self._event(events, slug, words)
        if home is not None:
            self._open_doors(home)

    def _home(self) -> Any:
        """Make the home page; None where it is there: its doors are its editors'."""
        source = self.context.home.specific_class.objects.get(pk=self.context.home.pk)
        if source.get_translation_or_none(self.locale) is not None:
            return None
        home = source.copy_for_translation(self.locale)
        home.title, home.headline, home.lead = (self.words["home"][name] for name in ("title", "headline", "lead"))
        home.doors = []
        home.save_revision().publish()
        return home

    def _open_doors(self, home: Any) -> None:
        """Lead from the home page to what is there by now: in its language, else in Japanese."""
        doors = []
        for door in self.words["home"]["doors"]:
            page = _below(home, door["page"]) or _below(self.context.home, door["page"])
            if page is not None:
                doors.append(("door", {**{name: door[name] for name in ("title", "line", "icon")}, "page": page}))
        home.doors = doors
        home.save_revision().publish()

    def _translation(self, source: Any, words: dict[str, str]) -> Any:
        """Return the translation of an index, made with these words where there is none."""
        found = source.get_translation_or_none(self.locale)
        if found is None:
            found = source.copy_for_translation(self.locale)
            for name, value in words.items():
                setattr(found, name, value)
            found.save_revision().publish()
        return found

    def _guide(self, guides: Any, index: Any, words: dict[str, Any]) -> None:
        source = GuidePage.objects.child_of(guides).filter(slug=words["slug"]).first()
        if source is None or source.get_translation_or_none(self.locale) is not None:
            return
        page = source.copy_for_translation(self.locale)
        is_stale = (self.code, words["slug"]) == STALE
        guide_words(page, words, _links(guides) | _links(index), with_added=not is_stale)
        page.save_revision().publish()
        noting.is_up_to_date(page, now=timezone.now())

    def _event(self, events: Any, slug: str, words: dict[str, Any]) -> None:
        source = EventPage.objects.child_of(events).filter(slug=slug).first()
        if source is None or source.get_translation_or_none(self.locale) is not None:
            return
        page: Any = source.copy_for_translation(self.locale)
        page.title, page.lead, page.access = words["title"], words["lead"], words["access"]
        page.what_to_bring, page.reading = "\n".join(words["bring"]), ""
        page.report = []
        parts = [[("heading", {"text": head, "level": "2"}), ("text", text)] for head, text in words["body"]]
        page.body = [block for part in parts for block in part]
        questions = [{"question": question, "answer": answer} for question, answer in words["faq"]]
        page.faq = [("faq", {"title": "", "questions": questions})]
        page.save_revision().publish()
        noting.is_up_to_date(page, now=timezone.now())
