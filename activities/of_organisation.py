"""The activities of one organisation, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import gettext as _

from activities import words


@dataclass(frozen=True)
class Row:
    """One activity and what the organisation did in it."""

    title: str
    url: str
    lang: str
    years: str
    roles: str


def read(*, organisation: Any, request: HttpRequest) -> Sequence[Row]:
    """Read the activities, newest first, in two queries (three where the visitor reads another language)."""
    shown = apps.get_model("activities.ActivityPage").objects.shown()
    lines = (
        apps.get_model("activities.PartnerLine")
        .objects.filter(organisation=organisation, page__in=shown.values("pk"))
        .select_related("department")
        .order_by("sort_order")
    )
    by_page: dict[int, list[Any]] = {}
    for line in lines:
        by_page.setdefault(line.page_id, []).append(line)
    pages = list(shown.filter(pk__in=by_page).select_related("locale").defer_streams()) if by_page else []
    pages.sort(key=lambda page: (-(page.end_fy or page.start_fy or 0), page.reading or page.title))
    texts = words.of(pages, request)
    return [
        Row(
            title=texts[page.pk].title, url=texts[page.pk].url, lang=texts[page.pk].lang, years=str(page.years),
            roles=_(", ").join(dict.fromkeys(_role(line) for line in by_page[page.pk])),
        )
        for page in pages
    ]  # fmt: skip


def _role(line: Any) -> str:
    role = str(line.get_role_display())
    return f"{role}({line.department_then})" if line.department_then else role
