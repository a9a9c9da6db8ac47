"""Loads the demo's grants in Japanese and English; what is there already is left alone."""

from __future__ import annotations

import tomllib
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from wagtail.models import Locale, Page

from activities.organisations.models import Area, Organisation
from cms.plugin_api import DemoContext
from plugins.grants.models import Funder, GrantCall, GrantIndexPage, GrantPage, GrantProgramme

from . import beside

SLUG, GUIDE = "grants", "finding-grants"
FACTS = (
    "cycle", "opens_month", "decision_month", "amount_min", "amount_max", "rate", "years_max", "costs", "legal_forms",
    "partners", "min_members", "talk_first", "website",
)  # fmt: skip
CALL_FACTS = ("decision_month", "amount_max", "rate", "label", "label_en")
WORDS = ("title", "summary", "what_for", "who", "needed", "how_to_apply")


@cache
def facts() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "grants.toml").read_text(encoding="utf-8"))


def load(context: DemoContext) -> None:
    """Make the list, the funders, and for each grant its page, its facts and its calls; then the English pages."""
    if GrantIndexPage.objects.child_of(context.home).exists():
        return
    index = _index(context)
    funders = {key: _funder(context, item) for key, item in facts()["funders"].items()}
    made = [(item, *_grant(context, index, funders, item)) for item in facts()["grants"]]
    by_id = {item["id"]: programme for item, _page, programme in made}
    for item, _page, programme in made:
        if "next" in item:
            programme.next_step = by_id[item["next"]]
            programme.save()
    context.say(f"  {len(made)} grants")
    english = Locale.objects.filter(language_code="en").first()
    if english and context.home.has_translation(english):
        _translate(index, english, [(item, page) for item, page, _programme in made])
    beside.load(context, by_id)


def _index(context: DemoContext) -> GrantIndexPage:
    guide = Page.objects.descendant_of(context.home).filter(slug=GUIDE).first()
    words = facts()["index"]["ja"]
    index = GrantIndexPage(slug=SLUG, show_in_menus=True, locale=context.home.locale, guide=guide, **words)
    # The home page may have got children since it was loaded.
    context.home.specific_class.objects.get(pk=context.home.pk).add_child(instance=index)
    index.save_revision().publish()
    return index


def _funder(context: DemoContext, item: dict[str, Any]) -> Funder:
    slug = item.get("organisation")
    organisation = Organisation.objects.filter(site=context.site, slug=slug).first() if slug else None
    names = {name: item[name] for name in ("name", "reading", "name_en", "kind")}
    return Funder.objects.create(site=context.site, organisation=organisation, **names)


def _grant(
    context: DemoContext, index: GrantIndexPage, funders: dict[str, Funder], item: dict[str, Any]
) -> tuple[GrantPage, GrantProgramme]:
    # The facts come first: whoever hears of a new page looks at it, and one without facts is not there.
    programme = GrantProgramme.objects.create(
        site=context.site, funder=funders[item["funder"]], name=item["ja"]["title"], name_en=item["en"]["title"],
        reading=item["reading"], has_ended=item.get("ended", False), checked_on=context.today - timedelta(days=40),
        **{name: item[name] for name in FACTS if name in item},
    )  # fmt: skip
    programme.npo_fields.set(item.get("fields", []))
    programme.areas.set(Area.objects.filter(name__in=item.get("areas", [])))
    for call in item.get("calls", []):
        _call(programme, call, today=context.today)
    page = GrantPage(
        slug=item["id"], locale=index.locale, translation_key=programme.page_key, **_words(item, "ja")
    )  # fmt: skip
    index.add_child(instance=page)
    page.save_revision().publish()
    return page, programme


def _words(item: dict[str, Any], code: str) -> dict[str, str]:
    return {name: item[code][name] for name in WORDS if name in item[code]}


def _call(programme: GrantProgramme, item: dict[str, Any], *, today: date) -> None:
    def day(counted: str, known: str = "") -> date | None:
        return today + timedelta(days=item[counted]) if counted in item else item.get(known)

    GrantCall.objects.create(
        programme=programme, opens_on=day("opens", "opened"), closes_on=day("closes", "closed"),
        closes_time=time.fromisoformat(item["time"]) if "time" in item else None, closing_kind=item.get("kind", ""),
        decision_on=day("decision"), for_fy=item.get("fy"), **{name: item[name] for name in CALL_FACTS if name in item},
    )  # fmt: skip


def _translate(index: GrantIndexPage, english: Locale, made: list[tuple[dict[str, Any], GrantPage]]) -> None:
    target = index.copy_for_translation(english)
    target.guide = index.guide.get_translation_or_none(english) if index.guide else None
    _write(target, facts()["index"]["en"])
    for item, page in made:
        copy = page.copy_for_translation(english)
        _write(copy, dict.fromkeys(WORDS, "") | _words(item, "en"))


def _write(page: Any, words: dict[str, str]) -> None:
    for name, text in words.items():
        setattr(page, name, text)
    page.save_revision().publish()
