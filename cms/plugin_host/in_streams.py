"""Which pages hold blocks of a plugin. The data of blocks is JSON: it is looked through as text."""

from collections.abc import Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.fields import StreamField
from wagtail.models import Page, Site, get_page_models

from cms.plugin_api import Block, Registry

from .holdings import standing_on


def pages_with_blocks(slug: str, site: Site | None) -> Iterator[Page]:
    """Yield the pages, on a site or on all, whose published words hold a block of this plugin. A query per model."""
    for model, names in streams():
        holds = Q()
        rows = model._default_manager.all()
        for name in names:
            rows = rows.annotate(**{f"{name}_text": Cast(name, TextField())})
            holds |= Q(**{f"{name}_text__contains": f'"{slug}__'})
        rows = rows.filter(holds)
        yield from rows.filter(standing_on(site)) if site else rows


def contributes_blocks(slug: str) -> bool:
    return any(block.plugin == slug for block in Registry.loaded(Block))


def streams() -> Iterator[tuple[type[Page], list[str]]]:
    """Yield the page models that have streams, with the names of these."""
    for model in get_page_models():
        names = [field.name for field in model._meta.local_fields if isinstance(field, StreamField)]
        if names:
            yield model, names
