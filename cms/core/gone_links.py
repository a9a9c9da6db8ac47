"""Versions of a page that name rows which are not there any more.

A row that a page names is kept from being deleted (`PROTECT`) by what is saved in the page's tables. Drafts and older
versions are JSON, which keeps nothing: reading one whose row was deleted is an error inside modelcluster, and the page
can be neither edited, compared nor reverted. Whoever has such a field says here what stands in for it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models


def gone_links(model: type[models.Model], data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the fields in which a version of a row names another one that was deleted.

    data: of `serializable_data`. Only fields with `PROTECT` are looked at: modelcluster empties those with `SET_NULL`,
    and leaves out a child whose `CASCADE` would have deleted it.
    """
    for field in model._meta.concrete_fields:
        if field.remote_field is None or field.remote_field.on_delete is not models.PROTECT:
            continue
        named = data.get(field.name)
        if named is not None and not field.remote_field.model._default_manager.filter(pk=named).exists():
            yield field.name
