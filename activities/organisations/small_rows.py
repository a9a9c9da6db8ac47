"""The many short rows that belong to an organisation, read in one query. Private contact items are never among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import BooleanField, CharField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models.site_settings import in_language
from cms.core.statements import Statement

from .addresses import asked_by_filters, know
from .names import Named


@dataclass(frozen=True)
class MemberRow:
    """A member of a network."""

    name: str
    count: int | None
    is_approximate: bool
    note: str
    organisation: Any


@dataclass(frozen=True)
class Term:
    """An area, a subject, a field of the act or a keyword."""

    name: str
    name_en: str
    slug: str = ""

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)


@dataclass
class SmallRows:
    """What belongs to an organisation, each list in its order."""

    texts: list[Any] = field(default_factory=list)
    contacts: list[Any] = field(default_factory=list)
    services: list[Any] = field(default_factory=list)
    profiles: list[Any] = field(default_factory=list)
    meetings: list[Any] = field(default_factory=list)
    members: list[MemberRow] = field(default_factory=list)
    networks: list[Any] = field(default_factory=list)
    predecessors: list[Any] = field(default_factory=list)
    successors: list[Any] = field(default_factory=list)
    departments: list[Any] = field(default_factory=list)
    programmes: list[Any] = field(default_factory=list)
    areas: list[Term] = field(default_factory=list)
    domains: list[Term] = field(default_factory=list)
    npo_fields: list[Term] = field(default_factory=list)
    keywords: list[Term] = field(default_factory=list)


def read(organisation: Any) -> SmallRows:
    """Read the rows of a saved organisation; of one that is being previewed, from memory."""
    in_memory = organisation.pk is None or getattr(organisation, "_cluster_related_objects", None)
    return _in_memory(organisation) if in_memory else _saved(organisation.pk)


# From the database --------------------------------------------------------------------------------------------

Made = Callable[[int, Sequence[str | None]], Any]


@dataclass(frozen=True)
class _Branch:
    """One table of the union.

    `condition`: by which its rows belong to the organisation. `named`: the path to the organisation that each of them
    names, of which what directories filter by is read too.
    """

    model: str
    condition: str
    order: str
    columns: Sequence[str]
    made: Made
    only: tuple[tuple[str, Any], ...] = ()
    named: str = ""

    def rows(self, name: str, organisation: int, width: int) -> Any:
        rows = apps.get_model(f"organisations.{self.model}" if "." not in self.model else self.model).objects
        columns = [*self.columns, *(asked_by_filters(self.named).values() if self.named else ())]
        texts = {f"c{number:02}": Cast(column, TextField()) for number, column in enumerate(columns)}
        texts |= {f"c{number:02}": Value(None, TextField()) for number in range(len(columns), width)}
        return (
            rows.filter(**{self.condition: organisation}, **dict(self.only))
            .order_by()
            .annotate(relation=Value(name, CharField()), place=Cast(self.order, TextField()), **texts)
            .values_list("relation", "place", "pk", *sorted(texts))
        )


def _instance(model: str, columns: Sequence[str]) -> Made:
    """Make unsaved instances of a model from texts."""

    def made(pk: int, values: Sequence[str | None]) -> Any:
        cls = apps.get_model(f"organisations.{model}")
        typed = {name: _typed(cls._meta.get_field(name), value) for name, value in zip(columns, values, strict=False)}
        return cls(pk=pk, **typed)

    return made


def _typed(column: Any, value: str | None) -> Any:
    """The value of a column that was read as text; true is "1" in SQLite and "true" in PostgreSQL."""
    if isinstance(column, BooleanField):
        return _true(value)
    return None if value is None else column.to_python(value)


def _true(value: str | None) -> bool:
    return value in ("1", "true")


def _text(pk: int, values: Sequence[str | None]) -> Any:
    code, summary, purpose, notes, seo_title, description = values[:6]
    return apps.get_model("organisations.OrganisationText")(
        pk=pk, summary=summary, purpose=purpose, notes=notes, seo_title=seo_title, search_description=description,
        live=True, locale=apps.get_model("wagtailcore.Locale")(language_code=code or SOURCE_LANGUAGE),
    )  # fmt: skip


def _named(_pk: int, values: Sequence[str | None]) -> Named | None:
    key, site, name, name_en, slug, kind, status, supports, public, areas, keywords = values[: len(_NAMED) + 2]
    if key is None:
        return None
    named = Named(
        pk=int(key), site_id=int(site) if site else None, name=name or "", name_en=name_en or "", slug=slug or "",
        kind=kind or "", status=status or "", is_intermediary=_true(supports), is_public=_true(public),
    )  # fmt: skip
    return know(named, areas=areas, keywords=keywords)  # type: ignore[no-any-return]


def _member(pk: int, values: Sequence[str | None]) -> MemberRow:
    name, count, approximate, note = values[:4]
    return MemberRow(name or "", int(count) if count else None, _true(approximate), note or "", _named(pk, values[4:]))


def _term(_pk: int, values: Sequence[str | None]) -> Term:
    return Term(values[0] or "", values[1] or "", values[2] or "")


def _of(model: str, condition: str, order: str, *columns: str) -> _Branch:
    return _Branch(model, condition, order, columns, _instance(model, columns))


_NAMED = ("pk", "site_id", "name", "name_en", "slug", "kind", "status", "is_intermediary", "is_public")
_BRANCHES: dict[str, _Branch] = {
    "texts": _Branch(
        "OrganisationText", "organisation", "pk",
        ("locale__language_code", "summary", "purpose", "notes", "seo_title", "search_description"), _text,
        only=(("live", True),),
    ),
    "contacts": _Branch(
        "ContactItem", "organisation", "sort_order", ("kind", "value", "label", "note"),
        _instance("ContactItem", ("kind", "value", "label", "note")), only=(("is_public", True),),
    ),
    "services": _of(
        "Service", "organisation", "sort_order",
        "name", "name_en", "fees", "eligibility", "languages", "schedule", "how_to_apply",
    ),
    "profiles": _of(
        "NetworkProfile", "organisation", "pk",
        "pattern", "purposes", "member_kinds", "outputs", "started_fy", "ended_fy", "ongoing",
    ),
    "meetings": _of(
        "NetworkMeeting", "organisation", "sort_order", "body", "per_year", "is_approximate", "rhythm", "size", "note"
    ),
    "members": _Branch(
        "NetworkMember", "network", "sort_order",
        ("name", "count", "is_approximate", "note", *(f"organisation__{column}" for column in _NAMED)), _member,
        named="organisation_id",
    ),
    "networks": _Branch(
        "Organisation", "network_members__organisation", "sort_key", _NAMED, _named, only=(("is_public", True),),
        named="pk",
    ),
    "predecessors": _Branch("Organisation", "successor", "sort_key", _NAMED, _named, named="pk"),
    "successors": _Branch("Organisation", "predecessors", "sort_key", _NAMED, _named, named="pk"),
    "departments": _of("Department", "organisation", "from_fy", "name", "name_en", "from_fy", "to_fy", "successor_id"),
    "programmes": _of("Programme", "owner", "name", "name", "name_en", "tracks"),
    "areas": _Branch("Area", "organisations", "reading", ("name", "name_en"), _term),
    "domains": _Branch("Domain", "organisations", "reading", ("name", "name_en"), _term),
    "npo_fields": _Branch("NpoField", "organisations", "pk", ("short", "name_en"), _term),
    "keywords": _Branch(
        "OrganisationKeyword", "content_object", "pk", ("tag__name", "tag__name_en", "tag__slug"), _term
    ),
}  # fmt: skip
_WIDTH = max(len(branch.columns) + (2 if branch.named else 0) for branch in _BRANCHES.values())


def _union(organisation: int) -> QuerySet[Any]:
    first, *rest = (branch.rows(name, organisation, _WIDTH) for name, branch in _BRANCHES.items())
    return first.union(*rest, all=True)  # type: ignore[no-any-return]


_STATEMENT = Statement(_union, organisation=int)


def _saved(pk: int) -> SmallRows:
    found = SmallRows()
    for name, _place, key, *values in sorted(_STATEMENT(organisation=pk), key=_order):
        getattr(found, name).append(_BRANCHES[name].made(key, values))
    return found


def _order(row: Any) -> tuple[str, int, str, int]:
    """By what its table is in order of: a number, or a reading and else the name."""
    name, place, pk, first, *_values = row
    if place is None or place.lstrip("-").isdecimal():
        return (name, int(place or 0), "", pk)
    return (name, 0, place or first or "", pk)


# From memory --------------------------------------------------------------------------------------------------


def _in_memory(organisation: Any) -> SmallRows:
    saved = organisation.pk is not None
    joined = organisation.network_memberships.filter(network__is_public=True) if saved else None
    return SmallRows(
        texts=list(organisation.texts.filter(live=True).select_related("locale")) if saved else [],
        contacts=[item for item in organisation.contact_items.all() if item.is_public],
        services=list(organisation.services.all()),
        profiles=list(organisation.network_profiles.all()),
        meetings=list(organisation.network_meetings.all()),
        members=[
            MemberRow(row.name, row.count, row.is_approximate, row.note, row.organisation)
            for row in organisation.network_members.all()
        ],
        networks=[row.network for row in joined.select_related("network").order_by("network__sort_key")]
        if joined is not None
        else [],
        predecessors=list(organisation.predecessors.all()) if saved else [],
        successors=[organisation.successor] if organisation.successor else [],
        departments=list(organisation.departments.all()),
        programmes=list(organisation.programmes.all()),
        areas=[Term(area.name, area.name_en) for area in organisation.areas.all()],
        domains=[Term(domain.name, domain.name_en) for domain in organisation.domains.all()],
        npo_fields=[Term(row.short, row.name_en) for row in organisation.npo_fields.all()],
        keywords=[Term(item.tag.name, item.tag.name_en, item.tag.slug) for item in organisation.keyword_items.all()],
    )
