"""What is not as it should be, for `manage.py plugins doctor`."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Sum, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Site, get_page_models

from . import guard, in_streams, incidents, installed, pending, states
from .incidents import Hook
from .models import PluginIncident, PluginState


@dataclass(frozen=True)
class Finding:
    """One thing: about which plugin, what it is, what to do about it. `is_problem`: not only worth knowing."""

    slug: str
    text: str
    advice: str = ""
    is_problem: bool = True


def findings() -> Iterator[Finding]:
    """Yield all that can be found out about plugins in this process and this database. In English, for operators."""
    yield from _not_loaded()
    yield from _without_tables()
    yield from _without_what_they_need()
    yield from _pages_without_code()
    yield from _blocks_without_code()
    yield from _paused()
    yield from _failing()
    yield from _rows_of_nobody()
    yield from _said_by_plugins()


def _not_loaded() -> Iterator[Finding]:
    for verdict in installed.verdicts():
        if not verdict.loaded:
            reasons = "; ".join(str(reason) for reason in verdict.reasons)
            advice = f"python manage.py plugins show {verdict.slug}"
            yield Finding(verdict.slug, f"{verdict.status}: {reasons}", advice, is_problem=verdict.status != "off")


def _without_tables() -> Iterator[Finding]:
    for slug, names in pending.unapplied(installed.manifests()).items():
        yield Finding(slug, f"migrations that were not run: {', '.join(names)}", pending.command(slug))


def _without_what_they_need() -> Iterator[Finding]:
    for site in Site.objects.all():
        for slug in installed.manifests():
            lacking = [other for other in installed.needs(slug) if not states.is_on(other, site)]
            if lacking:
                text = f"off at {site.hostname}, because it needs what is off there: {', '.join(lacking)}"
                yield Finding(slug, text, is_problem=False)


def _pages_without_code() -> Iterator[Finding]:
    known = [kind.pk for kind in ContentType.objects.get_for_models(Page, *get_page_models()).values()]
    rows = Page.objects.exclude(content_type__in=known).values_list("content_type__app_label", flat=True)
    for label, number in sorted(Counter(rows).items()):
        text = f"{number} pages are kept whose code is not loaded; visitors get 404"
        yield Finding(label, text, "Bring the plugin back, or delete the pages while it is there.")


def _blocks_without_code() -> Iterator[Finding]:
    found: Counter[str] = Counter()
    for model, names in in_streams.streams():
        for name in names:
            # A name that no model gives a field of its own.
            texts = model._default_manager.annotate(text_of_stream=Cast(name, TextField()))
            for stored in texts.filter(text_of_stream__contains="__").values_list("text_of_stream", flat=True):
                found.update(set(_owners(json.loads(stored))))
    for slug in sorted(found):
        if slug not in installed.manifests() and slug not in installed.core_labels():
            yield Finding(slug, f"{found[slug]} pages hold blocks whose code is not loaded; they show nothing there")


def _owners(stored: Any) -> Iterator[str]:
    """Yield the slugs in the types of blocks, at any depth."""
    if isinstance(stored, dict):
        kind = stored.get("type")
        if isinstance(kind, str) and "__" in kind:
            yield kind.partition("__")[0]
        for value in stored.values():
            yield from _owners(value)
    elif isinstance(stored, list):
        for value in stored:
            yield from _owners(value)


def _paused() -> Iterator[Finding]:
    for row in PluginState.objects.filter(paused_until__gt=timezone.now()).select_related("site"):
        what = row.contribution or "all of it"
        yield Finding(row.slug, f"{what} is paused at {row.site.hostname} until {row.paused_until:%H:%M} UTC")


def _failing() -> Iterator[Finding]:
    recent = PluginIncident.objects.filter(last_at__gt=timezone.now() - incidents.WINDOW)
    totals = recent.values("plugin", "contribution").annotate(total=Sum("count")).order_by("plugin", "contribution")
    for row in totals:
        yield Finding(row["plugin"], f"{row['contribution']}: {row['total']} incidents, some in the last hour")


def _rows_of_nobody() -> Iterator[Finding]:
    known = [verdict.slug for verdict in installed.verdicts()]
    mine = ~Q(slug__in=known)
    for slug in PluginState.objects.filter(mine).order_by("slug").values_list("slug", flat=True).distinct():
        yield Finding(slug, "its switches are kept, but there is no such plugin", is_problem=False)


def _said_by_plugins() -> Iterator[Finding]:
    for site in Site.objects.all():
        for slug in installed.manifests():
            if states.is_on(slug, site):
                yield from (Finding(slug, f"{site.hostname}: {sentence}") for sentence in health(slug, site))


def health(slug: str, site: Site) -> list[str]:
    """Return what a plugin says that staff should know about it at a site."""
    app = installed.config(slug)
    nothing: list[str] = []
    if app is None:
        return nothing
    hook = Hook(plugin=slug, key="health")
    return guard.call(hook, lambda: [str(sentence) for sentence in app.health(site)], fallback=nothing, site=site)
