"""Everything that the page of one activity shows, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, CharField, TextField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import formats
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities import lineage, lineage_view
from activities.choices import PartnerKind
from activities.fields import lines, partial_date_label
from cms.core.fiscal_year import FiscalYear
from cms.core.locales import SOURCE_LANGUAGE
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
    terms = _terms(facts, list_url(page, request))
    small = _small_rows(facts)
    links = lineage.links_of(facts.pk) if facts.pk else []
    return Activity(
        page=page,
        facts=facts,
        pillars=[(period.get_pillar_display(), period.years_label) for period in small["pillar_periods"]],
        partners=_partners(facts, request),
        numbers=[(number.label, str(number.approximate)) for number in small["numbers"]],
        outcomes=[outcome for outcome in small["outcomes"] if outcome.consent],
        areas=terms["area"],
        fields=terms["field"],
        keywords=terms["keyword"],
        family=lineage_view.family_of(facts=facts, links=links, request=request),
    )


def _partners(facts: Any, request: HttpRequest) -> list[Partner]:
    rows = facts.partner_lines.select_related("organisation", "department__successor", "programme")
    foreign = not japanese()
    return [
        Partner(
            role=line.get_role_display(),
            name=line.display_name,
            url=line.organisation.public_url(request) if line.organisation else None,
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


# Rows of few columns that are read together: relation, and its columns as text.
_SMALL: dict[str, tuple[str, tuple[str, ...]]] = {
    "pillar_periods": ("activities.PillarPeriod", ("pillar", "from_fy", "to_fy")),
    "numbers": ("activities.NumberLine", ("label", "number")),
    "outcomes": ("activities.Outcome", ("text", "people", "consent")),
}


def _small_rows(facts: Any) -> dict[str, list[Any]]:
    """Pillars, numbers and outcomes, in one query when they are saved; from memory in a preview."""
    if not facts.is_saved_state:
        return {name: list(getattr(facts, name).all()) for name in _SMALL}
    branches = []
    for name, (label, columns) in _SMALL.items():
        texts = {f"c{n}": Cast(column, TextField()) for n, column in enumerate(columns)}
        texts |= {f"c{n}": Value(None, TextField()) for n in range(len(columns), 3)}
        rows = apps.get_model(label).objects.filter(page=facts.pk).order_by()
        rows = rows.annotate(relation=Value(name, CharField()), **texts)
        branches.append(rows.values_list("relation", "sort_order", "pk", "c0", "c1", "c2"))
    found: dict[str, list[Any]] = {name: [] for name in _SMALL}
    for name, order, pk, *values in sorted(
        branches[0].union(*branches[1:], all=True), key=lambda row: (row[0], row[1] or 0, row[2])
    ):
        model = apps.get_model(_SMALL[name][0])
        fields = [model._meta.get_field(column) for column in _SMALL[name][1]]
        kept = {field.name: _typed(field, value) for field, value in zip(fields, values, strict=False)}
        found[name].append(model(pk=pk, sort_order=order, **kept))
    return found


def _typed(field: Any, value: str | None) -> Any:
    """The value of a column that was read as text; true is "1" in SQLite and "true" in PostgreSQL."""
    if isinstance(field, BooleanField):
        return value in ("1", "true")
    return None if value is None else field.to_python(value)


def list_url(page: Any, request: HttpRequest) -> str:
    """The address of the list that the page stands in, in the visitor's language."""
    own = in_visitors_language(page.get_url(request) or "/")
    return own.rstrip("/").rpartition("/")[0] + "/"


def _terms(facts: Any, list_address: str) -> dict[str, list[Term]]:
    """Areas, fields and keywords in one query when they are saved; from memory in a preview."""
    found: dict[str, list[Term]] = {"area": [], "field": [], "keyword": []}
    in_japanese = japanese()
    if not facts.is_saved_state:
        found["area"] = [Term(area.label) for area in facts.areas.all()]
        found["field"] = [Term(field.label) for field in facts.npo_fields.all()]
        found["keyword"] = [
            Term(item.tag.name if in_japanese else item.tag.name_en or item.tag.name)
            for item in facts.tagged_items.all()
        ]
        return found
    for kind, name, name_en, key in _terms_query(facts.pk):
        url = f"{list_address}?{urlencode({kind: key})}"
        found[kind].append(Term(name if in_japanese else name_en or name, url))
    return found


def _terms_query(pk: int) -> Any:
    def rows(model: str, kind: str, name: str, key: str, order: str, **where: int) -> Any:
        return (
            apps.get_model(model)
            .objects.filter(**where)
            .order_by()
            .annotate(kind=Value(kind, CharField()), key=Cast(key, CharField()), sorted_by=Cast(order, CharField()))
            .values_list("kind", name, "name_en", "key", "sorted_by")
        )

    areas = rows("organisations.Area", "area", "name", "pk", "reading", activities=pk)
    fields = rows("organisations.NpoField", "field", "short", "pk", "name", activities=pk)
    keywords = rows("core.Keyword", "keyword", "name", "slug", "reading", activity_items__content_object=pk)
    found = sorted(areas.union(fields, keywords, all=True), key=lambda row: (row[0], row[4]))
    return [row[:4] for row in found]
