"""Loads the demo's activities in Japanese and English; what is there already is left alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.text import slugify
from wagtail.models import Locale

from activities.choices import PartnerRole, Pillar, Stage
from activities.models import (
    ActivityIndexPage,
    ActivityPage,
    NumberLine,
    PartnerLine,
    PillarPeriod,
    PredecessorLink,
)
from cms.core.models import Keyword
from cms.plugin_api import DemoContext

from . import bodies, facts, texts
from .bodies_known import KnownBodies

SLUG = "activities"
ROLES: dict[str, PartnerRole] = {
    "委託": PartnerRole.COMMISSIONED,
    "後援": PartnerRole.ENDORSED,
    "共催": PartnerRole.COHOSTED,
    "協働": PartnerRole.COLLABORATED,
    "助成": PartnerRole.FUNDED,
    "協働課": PartnerRole.SECTION_IN_CHARGE,
}
_ERA_YEAR = re.compile(r"平成(\d+)年度")


def load(context: DemoContext) -> None:
    """Make the list page and the 43 activities, then their English pages."""
    index = _index(context)
    bodies_known = KnownBodies(context.site)
    items = facts.activities()
    pages = {page.slug: page for page in ActivityPage.objects.child_of(index)}
    keywords = _keywords(items)
    made = []
    for item in items:
        if item["id"] not in pages:
            pages[item["id"]] = _page(item, index, bodies_known, keywords)
            made.append(item)
    bodies_known.link_renamed_departments()
    for item in made:
        _relate(item, pages)
    context.say(f"  {len(made)} activities")
    english = Locale.objects.filter(language_code="en").first()
    if english and context.home.has_translation(english):
        _translate(index, english, made, pages)


def _index(context: DemoContext) -> ActivityIndexPage:
    found = ActivityIndexPage.objects.child_of(context.home).first()
    if found:
        return found
    index = ActivityIndexPage(
        title="活動をさがす",
        slug=SLUG,
        introduction="団体と行政、企業、学校、地域の人がいっしょに取り組んだ活動の事例集です。だれが、いつ、どの役割で関わり、その後どうなったかが分かります。",
        show_in_menus=True,
        locale=context.home.locale,
    )
    context.home.add_child(instance=index)
    index.save_revision().publish()
    return index


def _keywords(items: list[dict[str, Any]]) -> dict[str, Keyword]:
    names = {name for item in items for name in (*item["tags"], *item.get("methods", ()))}
    found = {keyword.name: keyword for keyword in Keyword.objects.filter(name__in=names)}
    for name in sorted(names - found.keys()):
        reading, name_en, synonyms = texts.KEYWORDS[name]
        found[name] = Keyword.objects.create(
            name=name, slug=slugify(name, allow_unicode=True), reading=reading, name_en=name_en, synonyms=synonyms
        )
    for keyword in found.values():
        if not keyword.reading and keyword.name in texts.KEYWORDS:
            keyword.reading, keyword.name_en, keyword.synonyms = texts.KEYWORDS[keyword.name]
            keyword.save()
    return found


def _page(item: dict[str, Any], index: Any, known: KnownBodies, keywords: dict[str, Keyword]) -> ActivityPage:
    page = ActivityPage(
        title=item["name_ja"],
        slug=item["id"],
        locale=index.locale,
        summary=item["summary_ja"],
        name_en=item["name_en"],
        reading=texts.READINGS[item["id"]],
        other_names="\n".join(item.get("aliases", ())),
        start_fy=item["start_fy"],
        end_fy=None if item["ongoing"] else item["end_fy"],
        ongoing=item["ongoing"],
        held_on=date.fromisoformat(item["held_on"]) if "held_on" in item else None,
        opened=item.get("opened", ""),
        committee=item.get("committee", ""),
        stage=_stage(item),
        partner_kinds=item["partner_types"],
        places="\n".join(item["places"]),
        lessons="\n".join(item.get("lessons", ())),
        outputs=_outputs(item),
        sources=_sources(item),
        source_notes="\n".join(note for note, _english in _notes(item)),
        body=bodies.of(item, facts.processes()),
    )
    page.pillar_periods = _pillars(item)
    page.partner_lines = _partner_lines(item, known)
    page.numbers = [
        NumberLine(label=texts.NUMBERS[key][0], number=texts.NUMBERS[key][1].format(value))
        for key, value in item["numbers"].items()
    ]
    page.areas = [known.area(name) for name in _areas(item)]
    page.npo_fields = list(
        apps.get_model("organisations.NpoField").objects.filter(
            number__in={texts.FIELDS[tag] for tag in item["tags"] if tag in texts.FIELDS}
        )
    )
    names = dict.fromkeys([*item["tags"], *item.get("methods", ())])
    page.keywords.add(*(keywords[name] for name in names))
    index.add_child(instance=page)
    return page


def _stage(item: dict[str, Any]) -> str:
    if item.get("phases"):
        return Stage.POLICY
    return Stage(item["stage"]) if "stage" in item else ""


def _pillars(item: dict[str, Any]) -> list[PillarPeriod]:
    if "funding_shift" in item:
        return [
            PillarPeriod(
                pillar=Pillar(shift["pillar"]),
                from_fy=shift.get("from_fy") or item["start_fy"],
                to_fy=shift.get("until_fy"),
                sort_order=order,
            )
            for order, shift in enumerate(item["funding_shift"])
        ]
    return [PillarPeriod(pillar=Pillar(item["pillar"]), from_fy=item["start_fy"], to_fy=item["end_fy"])]


def _partner_lines(item: dict[str, Any], known: KnownBodies) -> list[PartnerLine]:
    lines = [
        PartnerLine(organisation=known.by_slug(slug), name="" if known.by_slug(slug) else slug,
                    role=PartnerRole.CARRIED_OUT)
        for slug in item["lead_organisations"]
    ]  # fmt: skip
    lines += [_commissioner(item, entry, known) for entry in item["commissioners"]]
    lines += [_programme_line(item, phase, known) for phase in item.get("phases", ()) if phase["programme"]]
    for name in item["partners"]:
        organisation = known.by_name(name)
        role = PartnerRole.COOPERATED
        lines.append(PartnerLine(organisation=organisation, name="" if organisation else name, role=role))
    for order, line in enumerate(lines):
        line.sort_order = order
    return lines


def _commissioner(item: dict[str, Any], entry: dict[str, Any], known: KnownBodies) -> PartnerLine:
    organisation = known.by_name(entry["organisation"])
    department = known.department(entry["organisation"], entry["department"])
    words = entry.get("programme") or ""
    programme = known.programme(entry["organisation"], words)
    era = _ERA_YEAR.search(words)
    adopted = texts.ADOPTED.get(item["id"]) if words else None
    return PartnerLine(
        organisation=organisation,
        name="" if organisation else entry["organisation"],
        department=department,
        department_name="" if department else entry["department"] or "",
        role=ROLES[entry["role"]],
        from_fy=entry.get("from_fy"),
        to_fy=entry.get("to_fy"),
        programme=programme,
        programme_name=words if words and not (programme and programme.name == words) else "",
        adoption_fy=adopted or (int(era[1]) + 1988 if era else None),
    )


def _programme_line(item: dict[str, Any], phase: dict[str, Any], known: KnownBodies) -> PartnerLine:
    owner = item["commissioners"][0]["organisation"]
    organisation, programme = known.by_name(owner), known.programme(owner, phase["programme"])
    return PartnerLine(
        organisation=organisation,
        name="" if organisation else owner,
        role=PartnerRole.COLLABORATED,
        from_fy=phase["fy"],
        to_fy=phase["fy"],
        programme=programme,
        programme_name="" if programme else phase["programme"],
        note=phase["what"],
    )


def _areas(item: dict[str, Any]) -> list[str]:
    of_places = [texts.AREAS_OF_PLACES[place.split()[0]] for place in item["places"]]
    of_bodies = [texts.AREAS_OF_BODIES.get(entry["organisation"]) for entry in item["commissioners"]]
    return list(dict.fromkeys(area for area in of_places or of_bodies if area))


def _outputs(item: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    questions = item.get("interview_questions")
    return [
        ("output", {"title": title, "note": f"問い{questions}つ" if questions and "インタビュー" in title else ""})
        for title in item["outputs"]
    ]


def _sources(item: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    known = facts.sources()
    return [
        ("source", {
            "title": known[key]["title_ja"], "publisher": known[key]["publisher_ja"],
            "title_en": known[key]["title_en"], "publisher_en": known[key]["publisher_en"],
        })
        for key in item["sources"]
    ]  # fmt: skip


def _notes(item: dict[str, Any]) -> list[tuple[str, str]]:
    """What the facts say about their own certainty, in both languages."""
    notes = [texts.NOTES[item["id"]]] if "notes" in item or "data_quality" in item else []
    if "period_scope" in item and "notes" not in item:
        notes.append(texts.PERIOD_SCOPES[item["period_scope"]])
    for key, note in (
        ("inferred_from_title", texts.INFERRED_FROM_TITLE),
        ("pillar_inferred", texts.PILLAR_INFERRED),
        ("reference_case", texts.REFERENCE_CASE),
    ):
        if item.get(key):
            notes.append(note)
    return notes


def _relate(item: dict[str, Any], pages: dict[str, ActivityPage]) -> None:
    page = pages[item["id"]]
    for slug in item["predecessors"]:
        page.predecessor_links.add(
            PredecessorLink(predecessor=pages[slug], note=texts.LINEAGE_NOTES.get(item["id"], ""))
        )
    if item.get("related"):
        page.body.append(("related", {"title": "あわせて読む", "pages": [pages[slug] for slug in item["related"]]}))
    page.save_revision().publish()


def _translate(index: Any, english: Any, made: list[dict[str, Any]], pages: dict[str, ActivityPage]) -> None:
    target = index.get_translation_or_none(english)
    if target is None:
        target = index.copy_for_translation(english)
        target.title = "Find activities"
        target.introduction = (
            "Cases in which groups, government, companies, schools and neighbours did something together: who took "
            "part, when, as what, and what became of it."
        )
        target.save_revision().publish()
    for item in made:
        page = pages[item["id"]].copy_for_translation(english)
        page.title = item["name_en"]
        page.summary = item["summary_en"]
        page.other_names = ""
        page.lessons = "\n".join(texts.LESSONS_EN[lesson] for lesson in item.get("lessons", ()))
        page.source_notes = "\n".join(note for _japanese, note in _notes(item))
        page.body = []
        page.save_revision().publish()
