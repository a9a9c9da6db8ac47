"""What can only be asked of the whole site: its migrations, its system checks. Each fault goes to whose it is."""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from cms.plugin_api import Plugin, SearchKind
from cms.plugin_host.boot import Reason, Status
from cms.plugin_host.boot.children import Finding
from cms.plugin_host.boot.manifest import Manifest

from . import declarations, examination, signals
from .failures import Unattributed, traceback_of, worded


@dataclass
class Found:
    """What is wrong, by package, and what nobody can be blamed for: apps with changed tables, errors of checks."""

    faults: dict[str, list[Reason]] = field(default_factory=dict)
    notes: dict[str, list[Reason]] = field(default_factory=dict)
    changed_apps: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)

    def blame(self, plugin: Manifest, *reasons: Reason) -> None:
        self.faults.setdefault(plugin.package, []).extend(reasons)

    def note(self, plugin: Manifest, reason: Reason) -> None:
        self.notes.setdefault(plugin.package, []).append(reason)

    def of(self, plugin: Manifest) -> Finding | None:
        """Return what is to say about one plugin, or None."""
        faults, notes = (tuple(kept.get(plugin.package, ())) for kept in (self.faults, self.notes))
        status = Status.REJECTED if faults else Status.LOADED
        return Finding(status, faults, notes=notes) if faults or notes else None


def examine(plugins: Sequence[Manifest], *, known: Found | None = None, strictly: bool = True) -> Found:
    """Ask migrations and checks about the site with these plugins.

    known: what is so without the last of them, who then answers for the rest. strictly: where nobody answers for it,
    raise Unattributed.
    """
    site = _Site(plugins, suspect=plugins[-1] if known and plugins else None)
    site.ask_migrations()
    site.ask_checks()
    site.ask_keys()
    for plugin in plugins:
        for note in signals.own_receivers(plugin):
            site.found.note(plugin, note)
    found = site.found
    new_apps = sorted(found.changed_apps - (known or Found()).changed_apps)
    new_errors = sorted(found.errors - (known or Found()).errors)
    reasons = [Reason("foreign_tables", {"app": app}) for app in new_apps]
    reasons += [Reason("check", {"error": error}) for error in new_errors]
    if reasons and site.suspect:
        found.blame(site.suspect, *reasons)
    elif reasons and strictly:
        raise Unattributed(Finding(Status.REJECTED, tuple(reasons)))
    return found


def labels_of(plugin: Manifest) -> list[str]:
    """Return the labels of the apps that a plugin brings."""
    packages = {plugin.package, *plugin.apps}
    return [config.label for config in apps.get_app_configs() if config.name in packages]


class _Site:
    """The site with some plugins. suspect: whose fault it is when nothing tells whose."""

    def __init__(self, plugins: Sequence[Manifest], suspect: Manifest | None) -> None:
        self.plugins = plugins
        self.suspect = suspect
        self.labels = {label: plugin for plugin in plugins for label in labels_of(plugin)}
        self.found = Found()

    def ask_migrations(self) -> None:
        try:
            loader = MigrationLoader(None)
        except NodeNotFoundError as error:
            label = error.origin.app_label if error.origin else error.node[0]
            owner = self.labels.get(label) or self.suspect
            if (
                owner and error.node[0] != owner.slug and settings.PLUGINS.of(error.node[0])
            ):  # there, but not started with the plugin
                params = {"migration": str(error.origin), "other": error.node[0]}
                self.found.blame(owner, Reason("unnamed_need", params))
            else:
                self._blame(owner, "migration_graph", error)
            return
        except Exception as error:  # a circle, a module without Migration
            self._blame(None, "migration_graph", error)
            return
        conflicts = loader.detect_conflicts()
        for label, names in conflicts.items():
            if label in self.labels:
                text = f"{label}: {', '.join(sorted(names))}"
                self.found.blame(self.labels[label], Reason("migration_graph", {"error": text}))
        for label, plugin in self.labels.items():
            self.found.blame(plugin, *self._run_before(loader, label), *self._unnamed_needs(loader, label, plugin))
        if not conflicts:
            self._see_changes(loader)

    def _blame(self, owner: Manifest | None, key: str, error: Exception) -> None:
        reason = Reason(key, {"error": worded(error)})
        if plugin := owner or self.suspect:
            self.found.blame(plugin, reason)
            return
        raise Unattributed(Finding(Status.REJECTED, (reason,), traceback_of(error))) from error

    def _run_before(self, loader: MigrationLoader, label: str) -> Iterator[Reason]:
        """Core is migrated before any plugin, so that no plugin can keep it from being migrated."""
        for (app, name), migration in loader.disk_migrations.items():
            for other, _ in migration.run_before if app == label else ():
                if self.labels.get(other) is not self.labels[label]:
                    yield Reason("run_before", {"migration": f"{app}.{name}", "app": other})

    def _unnamed_needs(self, loader: MigrationLoader, label: str, plugin: Manifest) -> Iterator[Reason]:
        """Migrations follow the order of loading, which follows `needs`."""
        for (app, name), migration in loader.disk_migrations.items():
            for other, _ in migration.dependencies if app == label else ():
                owner = self.labels.get(other)
                if owner and owner is not plugin and owner.slug not in plugin.needs:
                    yield Reason("unnamed_need", {"migration": f"{app}.{name}", "other": owner.slug})

    def _see_changes(self, loader: MigrationLoader) -> None:
        """See what `makemigrations` would write."""
        with translation.override(None):
            detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
            changes = detector.changes(graph=loader.graph)
        for label in changes:
            if label in self.labels:
                self.found.note(self.labels[label], Reason("not_migrated", {"label": label}))
            else:
                self.found.changed_apps.add(label)

    def ask_keys(self) -> None:
        """One address of the site's search tells kinds of results apart by their keys, whoever they belong to."""
        packages = {plugin.package for plugin in self.plugins}
        owners = {
            kind.key: config.slug
            for config in apps.get_app_configs()
            if isinstance(config, Plugin) and config.name not in packages
            for kind in config.contribute()
            if isinstance(kind, SearchKind)
        }
        for plugin in self.plugins:
            config = examination.config_of(plugin)
            for each in declarations.declared_by(plugin, config) if isinstance(config, Plugin) else ():
                if isinstance(each.contribution, SearchKind):
                    key = each.contribution.key
                    owner = owners.setdefault(key, plugin.slug)
                    if owner != plugin.slug:
                        self.found.blame(plugin, each.fault("key_taken", key=key, owner=owner))

    def ask_checks(self) -> None:
        """Run the checks that any command would run first: an error there would keep `migrate` from running."""
        configs = [config for config in apps.get_app_configs() if config.label in self.labels]
        try:
            messages = checks.run_checks(app_configs=configs or None)
        except Exception as error:
            self._blame(None, "check", error)
            return
        for message in messages:
            if message.is_serious() and not message.is_silenced():
                text = " ".join(str(message).split())
                if owner := _owner(message.obj, self.plugins, self.labels):
                    self.found.blame(owner, Reason("check", {"error": text}))
                else:
                    self.found.errors.add(text)


def _owner(thing: Any, plugins: Iterable[Manifest], labels: dict[str, Manifest]) -> Manifest | None:
    """Return the plugin to which a model, a field, a class or a function belongs."""
    model = getattr(thing, "model", thing)
    meta = getattr(model, "_meta", None)
    if meta is not None and meta.app_label in labels:
        return labels[meta.app_label]
    module = inspect.getmodule(thing) if not isinstance(thing, str) else None
    name = module.__name__ if module else getattr(type(thing), "__module__", "")
    for plugin in plugins:
        if name == plugin.package or name.startswith(f"{plugin.package}."):
            return plugin
    return None
