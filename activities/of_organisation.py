"""The activities of one organisation, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Count, OuterRef, QuerySet, Value, Window
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from activities import words
from activities.choices import PartnerRole
from activities.querysets import TRANSLATED
from cms.core.addresses import Addresses
from cms.core.fiscal_year import FiscalYearRange
from cms.core.json_rows import rows_as_json, rows_of
from cms.core.statements import Statement
from cms.core.untranslated import untranslated

#: So many activities stand on the page of an organisation; the rest is in the list of activities.
NEWEST = 20


@dataclass(frozen=True)
class Row:
    """One activity and what the organisation did in it."""

    title: str
    url: str
    lang: str
    years: str
    roles: str


@dataclass(frozen=True)
class TookPart:
    """The newest activities of an organisation, and how many there are in all."""

    rows: Sequence[Row]
    total: int


def _took_part(organisation: int, **languages: str) -> QuerySet[Any]:
    """The newest activities that an organisation took part in, its roles in each, its words in the first language."""
    ActivityPage = apps.get_model("activities.ActivityPage")
    lines = apps.get_model("activities.PartnerLine").objects.filter(organisation=organisation)
    return (
        ActivityPage.objects.shown()
        .filter(pk__in=lines.values("page"))
        .translated(*languages.values())
        .annotate(
            lines=rows_as_json(
                lines.filter(page=OuterRef("pk")), "page", "sort_order", "pk", "role", "department__name",
                "department_name",
            ),
            total=Window(Count("pk")),
            latest=Coalesce("end_fy", "start_fy", Value(0)),
            reading_or_title=Coalesce(NullIf("reading", Value("")), "title"),
        )
        .order_by("-latest", "reading_or_title", "pk")
        .values(
            "title", "summary", "url_path", "start_fy", "end_fy", "ongoing", *TRANSLATED, "lines", "total",
        )[:NEWEST]
    )  # fmt: skip


_TOOK_PART = Statement(_took_part, organisation=int, **words.KINDS)


def read(*, organisation: Any, request: HttpRequest) -> TookPart:
    """Read the activities, newest first, in one query."""
    found = list(_TOOK_PART(organisation=organisation.pk, **words.marks()))
    addresses = Addresses(request)
    roles = {role.value: str(role.label) for role in PartnerRole}
    rows = [_row(page, addresses, roles) for page in found]
    return TookPart(rows, found[0]["total"] if found else 0)


def _row(page: Any, addresses: Addresses, roles: dict[str, str]) -> Row:
    shown = words.chosen(page, addresses)
    years = FiscalYearRange.of_years(page["start_fy"], page["end_fy"], ongoing=page["ongoing"] and not page["end_fy"])
    lines = sorted(rows_of(page["lines"]), key=lambda line: (line[0], line[1]))
    return Row(
        title=shown.title,
        url=shown.url,
        lang=shown.lang,
        years=str(years),
        roles=format_html_join(
            _(", "), "{}", ((role,) for role in dict.fromkeys(_role(*line[2:], roles=roles) for line in lines))
        ),
    )


def _role(role: str, now: str | None, then: str, *, roles: dict[str, str]) -> str:
    department = then if now is None else now
    if not department:
        return roles[role]
    return format_html(_("{role} ({department})"), role=roles[role], department=untranslated(department))
