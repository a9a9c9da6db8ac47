"""Migrate core before any plugin, and each plugin by itself, so that one that fails keeps nobody else back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from .boot import Boot
from .growing_state import GrowingState

Plan = Sequence[tuple[Migration, bool]]


@dataclass(frozen=True)
class Failure:
    """A plugin that could not be migrated: at which of its migrations, and what that raised.

    waits_for: the plugin whose failure kept it from beginning; `error` is None then.
    """

    slug: str
    migration: str
    error: BaseException | None = None
    waits_for: str = ""


class CoreFirst(MigrationExecutor):
    """Django's executor, but for plugins: they come after core, in their order; `failures` keeps what they raise.

    A migration that fails is rolled back by Django as always; the ones of the same plugin that came before it stay.
    Migrating backwards, or one app by name, is as in Django: then the operator wants to see the error.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.failures: list[Failure] = []
        self.at: Migration | None = None

    def _migrate_all_forwards(
        self, state: ProjectState, plan: Plan, full_plan: Plan, fake: bool, fake_initial: bool
    ) -> ProjectState:
        owners = owner_by_label()
        parts: dict[str, list[tuple[Migration, bool]]] = {slug: [] for slug in ("", *owners.values())}
        for step in plan:
            parts[owners.get(step[0].app_label, "")].append(step)
        state = super()._migrate_all_forwards(state, parts.pop(""), full_plan, fake, fake_initial)
        failed: set[str] = set()
        for slug, part in parts.items():
            if not part:
                continue
            if waits_for := self._waits_for(part, owners, failed):
                self.failures.append(Failure(slug, str(part[0][0]), waits_for=waits_for))
                failed.add(slug)
                continue
            try:
                state = super()._migrate_all_forwards(state, part, full_plan, fake, fake_initial)
            except (Exception, SystemExit) as error:  # whatever a plugin's migration does, the others must go on
                if self.progress_callback:
                    self.progress_callback("apply_failure", self.at, fake)
                self.failures.append(Failure(slug, str(self.at), error))
                failed.add(slug)
                # What the failed migration left of the state is of no use: read again what is applied.
                self.loader.build_graph()
                state = self._create_project_state(with_applied_migrations=True)
        return state

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        return GrowingState.of(super()._create_project_state(with_applied_migrations))  # type: ignore[misc]

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        self.at = migration
        return super().apply_migration(state, migration, fake=fake, fake_initial=fake_initial)

    def _waits_for(self, part: Plan, owners: Mapping[str, str], failed: set[str]) -> str:
        """Return the plugin that failed and on whose migrations one of these depends, or ""."""
        needed = {owners.get(app, "") for migration, _ in part for app, _ in migration.dependencies}
        return min(needed & failed, default="")


def owner_by_label() -> dict[str, str]:
    """Return the slug of the loaded plugin to which an app belongs, by the app's label, in the order of loading."""
    boot: Boot = settings.PLUGINS
    labels = {config.name: config.label for config in apps.get_app_configs()}
    return {
        labels[name]: plugin.slug
        for plugin in boot.loaded
        for name in (*plugin.apps, plugin.package)
        if name in labels and name not in settings.PLUGINS_START.core_apps
    }
