"""Everything that the page of one activity shows, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities import lineage_view, small_rows
from activities.choices import PartnerKind
from activities.fields import lines, partial_date_label
from activities.organisations.addresses import asked_by_filters, know, public_urls
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models.site_settings import in_language
from cms.core.statements import Statement
from cms.core.templatetags.kakehashi import in_visitors_language


@dataclass(frozen=True)
class Partner:
    """One line of 関わった団体."""

    role: str
    name: str
    url: str | None
    department: str
    department_now: str
    years: str
    lang: str
    programme: str
    adopted: str
    note: str


@dataclass(frozen=True)
class Term:
    """An area, a field or a keyword; `url` lists the activities with it."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Source:
    """Where facts come from; `lang` is set when its words are not in the visitor's language."""

    title: str
    publisher: str
    url: str
    lang: str


@dataclass(frozen=True)
class Activity:
    """The words of `page` and the facts of `facts`."""

    page: Any
    facts: Any
    pillars: Sequence[tuple[str, str]]
    partners: Sequence[Partner]
    numbers: Sequence[tuple[str, str]]
    outcomes: Sequence[Any]
    areas: Sequence[Term]
    fields: Sequence[Term]
    keywords: Sequence[Term]
    family: lineage_view.Drawn | None

    @property
    def eyebrow(self) -> str:
        """What kind of page this is, with its latest pillar."""
        return str(self.pillars[-1][0]) if self.pillars else _("Activity")

    @property
    def source_lang(self) -> str:
        """The language of facts that are not translated, when the visitor reads another; else empty."""
        return "" if japanese() else SOURCE_LANGUAGE

    @property
    def sources(self) -> list[Source]:
        return [_source(item.value) for item in self.facts.sources if item.block_type == "source"]

    @property
    def kinds(self) -> list[str]:
        return [str(PartnerKind(kind).label) for kind in self.facts.partner_kinds]

    @property
    def places(self) -> list[str]:
        return lines(self.facts.places)

    @property
    def lessons(self) -> list[str]:
        return lines(self.page.lessons)

    @property
    def source_notes(self) -> list[str]:
        return lines(self.page.source_notes)

    def _in_source_words(self, text: str) -> str:
        """Mark words that stay in the source language for those who read another."""
        return format_html('<span lang="{}">{}</span>', SOURCE_LANGUAGE, text) if text and self.source_lang else text

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The facts box."""
        facts = self.facts
        rows = [(_("Fiscal years"), str(facts.years))]
        if facts.ongoing:
            day = facts.last_confirmed_on
            said = formats.date_format(day, "DATE_FORMAT") if day else _("when the source was written; not since then")
            rows.append((_("Last confirmed on"), said))
        if facts.held_on:
            rows.append((_("Held on"), formats.date_format(facts.held_on, "DATE_FORMAT")))
        if facts.opened:
            rows.append((_("Opened"), partial_date_label(facts.opened)))
        pillars = [f"{label}({years})" if years and len(self.pillars) > 1 else label for label, years in self.pillars]
        rows += [
            (_("Pillar"), " → ".join(pillars)),
            (_("Stage"), facts.get_stage_display()),
            (_("Kinds of partners"), _(", ").join(self.kinds)),
            (_("Places"), self._in_source_words(_(", ").join(self.places))),
            (_("Areas"), _(", ").join(term.label for term in self.areas)),
            (_("Committee"), self._in_source_words(facts.committee)),
            (_("Fields of activity"), _(", ").join(term.label for term in self.fields)),
        ]
        return [(label, value) for label, value in rows if value]


def read(*, page: Any, request: HttpRequest) -> Activity:
    """Read an activity; `page.facts_page` must be there."""
    facts = page.facts_page
    small = small_rows.read(facts)
    address = list_url(page, request)
    return Activity(
        page=page,
        facts=facts,
        pillars=[(period.get_pillar_display(), period.years_label) for period in small.pillar_periods],
        partners=_partners(facts, request),
        numbers=[(number.label, str(number.approximate)) for number in small.numbers],
        outcomes=[outcome for outcome in small.outcomes if outcome.consent],
        areas=_terms(small.area, "area", address),
        fields=_terms(small.field, "field", address),
        keywords=_terms(small.keyword, "keyword", address),
        family=lineage_view.family_of(facts=facts, links=small.links, request=request),
    )


def _lines(page: int) -> QuerySet[Any]:
    rows = apps.get_model("activities.PartnerLine").objects.filter(page=page).order_by("sort_order", "pk")
    rows = rows.select_related("organisation", "department__successor", "programme")
    return rows.annotate(**asked_by_filters("organisation_id"))


_LINES = Statement(_lines, page=int)


def _known(lines: Iterable[Any]) -> list[Any]:
    """The lines, their organisations told what the filters of directories ask."""
    found = list(lines)
    for line in found:
        if line.organisation:
            know(line.organisation, areas=line.of_areas, keywords=line.of_keywords)
    return found


def _partners(facts: Any, request: HttpRequest) -> list[Partner]:
    rows = _known(_LINES(page=facts.pk)) if facts.is_saved_state else list(facts.partner_lines.all())
    urls = public_urls([line.organisation for line in rows if line.organisation], request)
    foreign = not japanese()
    return [
        Partner(
            role=line.get_role_display(),
            name=line.display_name,
            url=urls[line.organisation_id] if line.organisation else None,
            department=line.department_then,
            department_now=line.department_now,
            years=line.years_label,
            lang=(line.organisation.name_lang if line.organisation else SOURCE_LANGUAGE) if foreign else "",
            programme=line.programme_label,
            adopted=adopted_label(line),
            note=line.note,
        )
        for line in rows
    ]


def _source(value: Any) -> Source:
    if japanese() or not value["title_en"]:
        return Source(value["title"], value["publisher"], value["url"], "" if japanese() else SOURCE_LANGUAGE)
    return Source(value["title_en"], value["publisher_en"] or value["publisher"], value["url"], "")


def japanese() -> bool:
    """Whether the visitor reads Japanese."""
    return (get_language() or "ja").startswith("ja")


def adopted_label(line: Any) -> str:
    """The fiscal year of adoption, said only where there is one."""
    return str(FiscalYear(line.adoption_fy)) if line.adoption_fy else ""


def list_url(page: Any, request: HttpRequest) -> str:
    """The address of the list that the page stands in, in the visitor's language."""
    own = in_visitors_language(page.get_url(request) or "/")
    return own.rstrip("/").rpartition("/")[0] + "/"


def _terms(rows: Sequence[Any], kind: str, list_address: str) -> list[Term]:
    terms = []
    for name, name_en, key in rows:
        url = reverse("keyword", args=[key]) if kind == "keyword" else f"{list_address}?{urlencode({kind: key})}"
        terms.append(Term(in_language(name, name_en), url))
    return terms
