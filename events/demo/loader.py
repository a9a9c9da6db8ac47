"""Loads the demo's events in Japanese and English; what is there already is left alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from wagtail.models import Locale

from cms.core.fiscal_year import FiscalYear
from cms.core.locales import LOCALES
from cms.core.models import Keyword
from cms.core.spoken_dates import say_day
from cms.plugin_api import DemoContext
from events.models import EventIndexPage, EventPage

from . import facts, rows
from .people import People
from .plans import KEYWORDS

SLUG = "events"
_EDITION = re.compile(r"\(第(\d+)回\)$")


def load(context: DemoContext) -> None:
    """Make the list page and the 14 events with their facts and registrations, then their English pages."""
    index = _index(context)
    known = {page.slug for page in EventPage.objects.child_of(index)}
    made = {}
    people = People()
    maker = rows.Maker(context)
    for item in facts.events():
        if slug_of(item) not in known:
            page = _page(item, index)
            maker.make(item, page, edition=edition_of(item), people=people)
            made[item["id"]] = page
    context.say(f"  {len(made)} events")
    english = Locale.objects.filter(language_code="en").first()
    if english and context.home.has_translation(english):
        _translate(index, english, made)


def slug_of(item: dict[str, Any]) -> str:
    """The end of the page's address: the fact's name without the mark of its kind."""
    return str(item["id"]).removeprefix("ev-")


def edition_of(item: dict[str, Any]) -> int | None:
    """The number that the name ends with: (第2回)."""
    found = _EDITION.search(item["name_ja"])
    return int(found[1]) if found else None


def _index(context: DemoContext) -> EventIndexPage:
    found = EventIndexPage.objects.child_of(context.home).first()
    if found:
        return found  # type: ignore[no-any-return]
    words = facts.words("ja")["index"]
    index = EventIndexPage(slug=SLUG, show_in_menus=True, locale=context.home.locale, **words)
    # The home page may have got children since it was loaded.
    context.home.specific_class.objects.get(pk=context.home.pk).add_child(instance=index)
    index.save_revision().publish()
    return index


def _page(item: dict[str, Any], index: EventIndexPage) -> EventPage:
    words = facts.words("ja")["events"][item["id"]]
    page = EventPage(
        title=_EDITION.sub("", item["name_ja"]),
        slug=slug_of(item),
        locale=index.locale,
        reading=words["reading"],
    )
    _write(page, item, "ja")
    page.keywords.add(*(_keyword(name) for name in words["keywords"]))
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


def _write(page: EventPage, item: dict[str, Any], code: str) -> None:
    """Give a page its words in a language."""
    words = facts.words(code)["events"][item["id"]]
    page.lead = words["lead"]
    page.what_to_bring = "\n".join(words["bring"])
    page.access = words["access"]
    page.recording_note = words.get("recording_note", "")
    # Wagtail turns lists of (name, value) into streams.
    streams: Any = page
    body: list[tuple[str, Any]] = []
    for part in words.get("body", ()):
        body += [("heading", {"text": part["heading"], "level": "2"}), ("text", part["text"])]
    about = facts.words(code)["note"]["about"]
    streams.body = [*body, ("heading", {"text": about, "level": "2"}), ("text", _notes(item, code))]
    streams.report = [("text", words["report"].format(summary=item[f"summary_{code}"]) + _before(item, code))]
    questions = [{"question": each["question"], "answer": each["answer"]} for each in words.get("faq", ())]
    streams.faq = [("faq", {"title": "", "questions": questions})] if questions else []


def _notes(item: dict[str, Any], code: str) -> str:
    """What is invented, and where the facts are from."""
    note = facts.words(code)["note"]
    known, colon = facts.sources(), LOCALES[code].colon
    listed = format_html_join(
        "", "<p>{}{}{} ({})</p>",
        ((note["sources"], colon, known[key][f"title_{code}"], known[key][f"publisher_{code}"])
         for key in item["sources"]),
    )  # fmt: skip
    return format_html("<p>{}</p>{}", note["invented"], listed)


def _before(item: dict[str, Any], code: str) -> str:
    """When it really took place, as far as that is known."""
    days = [date.fromisoformat(day) for day in item["dates"]]
    said = [say_day(day, language=LOCALES[code], year=True, weekday=False) for day in days]
    if not said and item["fy"]:
        year = FiscalYear(item["fy"])
        said = [str(year) if code == "ja" else f"fiscal year {year.year}"]
    if not said:
        return ""
    when = ("、" if code == "ja" else ", ").join(said)
    return format_html("<p>{}{}{}</p>", facts.words(code)["note"]["before"], LOCALES[code].colon, when)


def _keyword(name: str) -> Keyword:
    found = Keyword.objects.filter(name=name).first()
    if found:
        return found
    reading, name_en = KEYWORDS[name]
    slug = slugify(name, allow_unicode=True)
    return Keyword.objects.create(name=name, slug=slug, reading=reading, name_en=name_en)


def _translate(index: EventIndexPage, english: Locale, made: dict[str, EventPage]) -> None:
    target = index.get_translation_or_none(english)
    if target is None:
        target = index.copy_for_translation(english)
        words = facts.words("en")["index"]
        target.title, target.introduction = words["title"], words["introduction"]
        target.save_revision().publish()
    for item in facts.events():
        if item["id"] in made:
            page = made[item["id"]].copy_for_translation(english)
            page.title = item["name_en"]
            _write(page, item, "en")
            page.save_revision().publish()
