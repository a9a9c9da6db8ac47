"""The activities of one organisation, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.addresses import Addresses
from activities.choices import PartnerRole
from cms.core.fiscal_year import FiscalYearRange
from cms.core.locales import SOURCE_LANGUAGE, language_of
from cms.core.statements import Statement


@dataclass(frozen=True)
class Row:
    """One activity and what the organisation did in it."""

    title: str
    url: str
    lang: str
    years: str
    roles: str


def _took_part(organisation: int, language: str) -> QuerySet[Any]:
    """What an organisation did: a row per role, with the activity's words in `language` where they are translated."""
    ActivityPage = apps.get_model("activities.ActivityPage")
    translated = ActivityPage.objects.live().filter(
        translation_key=OuterRef("page__translation_key"), locale__language_code=language
    )
    return (
        apps.get_model("activities.PartnerLine")
        .objects.filter(organisation=organisation, page__in=ActivityPage.objects.shown().values("pk"))
        .order_by("sort_order", "pk")
        .annotate(
            department_then=F("department__name"),
            title=F("page__title"), url_path=F("page__url_path"), reading=F("page__reading"),
            start_fy=F("page__start_fy"), end_fy=F("page__end_fy"), ongoing=F("page__ongoing"),
            translated_title=Subquery(translated.values("title")[:1]),
            translated_path=Subquery(translated.values("url_path")[:1]),
        )
        .values(
            "page_id", "role", "department_then", "department_name", "title", "url_path", "reading", "start_fy",
            "end_fy", "ongoing", "translated_title", "translated_path",
        )
    )  # fmt: skip


_TOOK_PART = Statement(_took_part, organisation=int, language=str)


def read(*, organisation: Any, request: HttpRequest) -> Sequence[Row]:
    """Read the activities, newest first, in one query."""
    language = language_of(get_language() or SOURCE_LANGUAGE)
    by_page: dict[int, list[Any]] = {}
    for line in _TOOK_PART(organisation=organisation.pk, language=language.code):
        by_page.setdefault(line["page_id"], []).append(line)
    pages = sorted(
        by_page.values(),
        key=lambda lines: (
            -(lines[0]["end_fy"] or lines[0]["start_fy"] or 0),
            lines[0]["reading"] or lines[0]["title"],
        ),
    )
    addresses = Addresses(request)
    roles = {role.value: str(role.label) for role in PartnerRole}
    return [_row(lines, addresses, roles, language.bcp47) for lines in pages]


def _newest_first(line: Any) -> tuple[int, str]:
    return -(line["end_fy"] or line["start_fy"] or 0), line["reading"] or line["title"]


def _row(lines: Sequence[Any], addresses: Addresses, roles: dict[str, str], bcp47: str) -> Row:
    first = lines[0]
    is_translated = first["translated_title"] is not None
    years = FiscalYearRange.of_years(
        first["start_fy"], first["end_fy"], ongoing=first["ongoing"] and not first["end_fy"]
    )
    return Row(
        title=first["translated_title"] if is_translated else first["title"],
        url=addresses.of(first["translated_path"] if is_translated else first["url_path"]),
        lang=bcp47 if is_translated else SOURCE_LANGUAGE,
        years=str(years),
        roles=_(", ").join(dict.fromkeys(_role(line, roles) for line in lines)),
    )


def _role(line: Any, roles: dict[str, str]) -> str:
    department = line["department_name"] if line["department_then"] is None else line["department_then"]
    if not department:
        return roles[line["role"]]
    return _("%(role)s (%(department)s)") % {"role": roles[line["role"]], "department": department}
