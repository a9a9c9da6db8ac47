"""What staff see of the languages of an event in its workspace: what is promised, what is set up, what does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.locales import LOCALES
from events.registration.choices import AllocationState, LanguageUse, PoolKind, SpokenLanguage
from events.registration.models import CapacityPool, EventLanguage

from .spoken import spoken_in


@dataclass
class Line:
    """One language of an event. pages: its pages in this language, as (title, address, whether it is live)."""

    name: str
    lang: str
    uses: list[str]
    pool: Any = None
    page: tuple[str, str, bool] | None = None


def lines(event: Any) -> list[Line]:
    """Return every language that the event is held in, has interpreters for, or is told about in. Three queries."""
    found: dict[str, Line] = {}

    def line(spoken: SpokenLanguage) -> Line:
        return found.setdefault(spoken.value, Line(str(spoken.label), spoken.bcp47, []))

    for row in EventLanguage.objects.filter(event=event):
        line(SpokenLanguage(row.code)).uses.append(row.get_use_display())
    waiting = Count("allocations", filter=Q(allocations__state=AllocationState.QUEUED))
    for pool in CapacityPool.objects.filter(event=event, kind=PoolKind.INTERPRETER).annotate(waiting=waiting):
        if pool.language in SpokenLanguage.values:
            line(SpokenLanguage(pool.language)).pool = pool
    pages = Page.objects.filter(translation_key=event.page_key, alias_of__isnull=True).select_related("locale")
    for page in pages.order_by("pk"):
        spoken = spoken_in(page.locale.language_code)
        language = LOCALES.get(page.locale.language_code)
        if language is not None:
            told = line(spoken) if spoken else found.setdefault(language.code, Line(language.name, language.bcp47, []))
            told.page = (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), page.live)
    return list(found.values())


def hints(event: Any, shown: list[Line]) -> list[tuple[str, str]]:
    """Return what does not fit together, each with the screen where it is put right."""
    interpreted = str(LanguageUse.INTERPRETED.label)
    languages = reverse("event_workspace:rows", args=[event.pk, "languages"])
    interpreters = reverse("event_workspace:add_interpreters", args=[event.pk])
    found = []
    for line in shown:
        if line.pool is not None and interpreted not in line.uses:
            said = _("%(language)s: there are interpreters, but the lists of events do not show the language.")
            found.append((said % {"language": line.name}, languages))
        if line.pool is None and interpreted in line.uses:
            said = _("%(language)s: an interpreter is announced, but nobody counts how many families can have one.")
            found.append((said % {"language": line.name}, interpreters))
    return found


def in_workspace(request: HttpRequest, event: Any) -> str:
    """Below what the centre promises: the languages one by one."""
    shown = lines(event)
    context = {"event": event, "lines": shown, "hints": hints(event, shown)}
    return render_to_string("multilingual/events/workspace.html", context, request=request)
