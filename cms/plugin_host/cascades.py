"""Deleting a row of core must not ask for rows in tables that are not there.

Django looks for dependents in the table of every loaded model. A plugin whose migrations were not run, or fail, is
loaded and has no tables, and each deletion of a page, a site, a person would fail for its sake.
"""

from django.apps import apps
from django.db.models import Model
from django.db.models.manager import EmptyManager

from . import installed

_hidden: set[str] = set()


def look_away(slug: str) -> None:
    """From now on, deletions in this process find no rows in the tables of a plugin."""
    if slug not in _hidden:
        _hidden.add(slug)
        for model in _models(slug):
            model._meta.__dict__["base_manager"] = EmptyManager(model)  # a cached property, answered beforehand


def look_again(slug: str) -> None:
    """The plugin's tables are there now."""
    if slug in _hidden:
        _hidden.discard(slug)
        for model in _models(slug):
            model._meta.__dict__.pop("base_manager", None)


def _models(slug: str) -> list[type[Model]]:
    return [model for label in installed.labels(slug) for model in apps.all_models[label].values()]
