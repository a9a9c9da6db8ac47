"""What holds blocks of a plugin: pages, snippets, settings. Their data is JSON: it is looked through as text."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail.models import Site

from cms.plugin_api import Block, Registry

from . import installed, states
from .belonging import belonging_to, shared


def holders(slug: str, site: Site | None) -> Iterator[Model]:
    """Yield what holds a block of this plugin in its published words: on a site, shared by all, or, without, anywhere.

    A query for each model that has streams; none for plugins whose tables are not there yet.
    """
    unready = states.unready()
    for model, names in streams():
        if installed.owner(model._meta.app_label) in unready:
            continue
        rows = _on(site, model._default_manager.all()) if site else model._default_manager.all()
        holds = Q()
        for name in names:
            rows = rows.annotate(**{f"{name}_text": Cast(name, TextField())})
            holds |= Q(**{f"{name}_text__contains": f'"{slug}__'})
        yield from rows.filter(holds)


def contributes_blocks(slug: str) -> bool:
    return any(block.plugin == slug for block in Registry.loaded(Block))


def streams() -> Iterator[tuple[type[Model], list[str]]]:
    """Yield the models that have streams of their own, with the names of these."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.local_fields if isinstance(field, StreamField)]
        if names:
            yield model, names


def _on(site: Site, rows: QuerySet) -> QuerySet:
    condition = belonging_to(site, rows.model)
    return rows if condition is None else rows.filter(condition | shared(rows.model))
