"""The data that a plugin holds: how much, and written out."""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from wagtail.models import Page, Revision, Site

from . import guard, installed
from .belonging import belonging_to, rows_on
from .incidents import Hook


def counts(slug: str, site: Site) -> list[tuple[str, int]] | None:
    """Return how many rows of what a plugin holds for a site, in words; None when the plugin cannot say.

    Asks its `data(site)`; where that says nothing, its models are counted, without those of which nothing tells to
    which of several sites their rows belong.
    """
    app = installed.config(slug)
    own = guard.call(Hook(plugin=slug, key="data"), _own_counts, app, site, fallback=False, site=site)
    if own is False:
        return None
    if own is not None:
        return own  # type: ignore[return-value]
    return guard.call(Hook(plugin=slug, key="data"), _counted, slug, site, fallback=None, site=site)


def _own_counts(app: Any, site: Site) -> Any:
    said = app.data(site) if app else None
    return None if said is None else [(str(label), int(number)) for label, number in said.items()]


def _counted(slug: str, site: Site) -> list[tuple[str, int]]:
    alone = Site.objects.count() == 1
    found = [
        (capfirst(str(model._meta.verbose_name_plural)), rows.count())
        for model, rows in rows_of(slug, site)
        if alone or belonging_to(site, model) is not None
    ]
    return [(label, number) for label, number in found if number]


def export(slug: str, site: Site) -> Any:
    """Return what a plugin holds for a site, ready for JSON. What its `export(site)` raises is raised.

    Where the plugin says nothing: every row of its models, as Django writes fixtures.
    """
    app = installed.config(slug)
    own = app.export(site) if app else None
    if own is not None:
        return own
    rows = {model._meta.label: found.order_by("pk") for model, found in rows_of(slug, site)}
    return {label: json.loads(serializers.serialize("json", found)) for label, found in rows.items()} | _of_pages(
        [found for found in rows.values() if issubclass(found.model, Page)]
    )


def _of_pages(querysets: list[QuerySet[Any]]) -> dict[str, Any]:
    """Return what Wagtail keeps of a plugin's pages in tables of its own: titles, addresses, all revisions."""
    pks = [pk for pages in querysets for pk in pages.values_list("pk", flat=True)]
    if not pks:
        return {}
    pages = Page.objects.filter(pk__in=pks).order_by("pk")
    kinds = ContentType.objects.get_for_models(Page)
    revisions = Revision.objects.filter(base_content_type=kinds[Page], object_id__in=map(str, pks)).order_by("pk")
    return {found.model._meta.label: json.loads(serializers.serialize("json", found)) for found in (pages, revisions)}


def rows_of(slug: str, site: Site | None) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    """Yield the models of a plugin with their rows that belong to a site; where nothing tells whose they are, all.

    Without a site: all rows. Tables that join two others come with those.
    """
    for label in installed.labels(slug):
        for model in apps.get_app_config(label).get_models():
            rows = model._default_manager.all()
            yield model, rows if site is None else rows_on(site, rows)
