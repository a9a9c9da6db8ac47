"""Whether a plugin's tables are there: which of its migrations were not run."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from . import installed


def unapplied(slugs: Iterable[str]) -> dict[str, list[str]]:
    """Return for each plugin with migrations that were not run their names ("grants.0002_area").

    One query at most, two where the table of migrations is not there yet; the modules are not imported.
    """
    named = {slug: [name for label in installed.labels(slug) for name in _names(label)] for slug in slugs}
    if not any(named.values()):
        return {}
    recorder = MigrationRecorder(connections[DEFAULT_DB_ALIAS])
    labels = {name.partition(".")[0] for names in named.values() for name in names}
    applied = {f"{app}.{name}" for app, name in recorder.migration_qs.filter(app__in=labels).values_list("app", "name")}
    missing = {slug: [name for name in names if name not in applied] for slug, names in named.items()}
    return {slug: names for slug, names in missing.items() if names}


def command(slug: str) -> str:
    """Return what an administrator runs to get the tables of a plugin."""
    return " && ".join(f"python manage.py migrate {label}" for label in installed.labels(slug) if _names(label))


def has_migrations(label: str) -> bool:
    """Whether an app has tables that migrations made."""
    return bool(_names(label))


def _names(label: str) -> list[str]:
    if label not in apps.app_configs:
        return []
    module, _elsewhere = MigrationLoader.migrations_module(label)
    try:
        package = import_module(module or "")
    except (ModuleNotFoundError, ValueError):
        return []
    found = pkgutil.iter_modules(getattr(package, "__path__", []))
    return [f"{label}.{module.name}" for module in found if not module.ispkg and module.name[0] not in "_~"]
