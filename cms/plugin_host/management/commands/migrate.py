from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db.migrations import Migration
from django.utils import timezone

from cms.plugin_host import incidents, states
from cms.plugin_host.migrating import CoreFirst, Failure


class Command(migrate.Command):
    """Django's `migrate`, which ends well when core is migrated, and names the plugins that are not.

    With CMS_PLUGINS_STRICT it fails for a plugin too. `migrate LABEL` is as in Django.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        if options["app_label"]:
            super().handle(*args, **options)
            return
        executors: list[CoreFirst] = []

        def executor(*arguments: Any) -> CoreFirst:
            executors.append(CoreFirst(*arguments))
            return executors[-1]

        # Django's command finds its executor by this name; everything else of it stays as it is.
        django_executor, migrate.MigrationExecutor = migrate.MigrationExecutor, executor  # type: ignore[attr-defined]
        try:
            super().handle(*args, **options)
        finally:
            migrate.MigrationExecutor = django_executor  # type: ignore[attr-defined]
        states.forget_readiness()
        if failures := [failure for each in executors for failure in each.failures]:
            self._report(failures)

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        if action == "apply_failure" and self.verbosity >= 1:
            self.stdout.write(self.style.ERROR(" FAILED"))
        super().migration_progress_callback(action, migration, fake)

    def _report(self, failures: list[Failure]) -> None:
        for failure in failures:
            if failure.error is None:
                why = f"it waits for the plugin {failure.waits_for}"
            else:
                why = f"{type(failure.error).__name__}: {failure.error}"
                hook = incidents.Hook(plugin=failure.slug, key="migrate")
                incidents.failed(hook, failure.error, site=None, now=timezone.now())
            self.stderr.write(
                self.style.ERROR(f"The plugin {failure.slug} is not migrated and stays off: {failure.migration}: {why}")
            )
            self.stderr.write(f"  See the whole error: python manage.py migrate {failure.slug} --traceback")
        if settings.PLUGINS_START.strict:
            raise CommandError(f"Not migrated: {', '.join(failure.slug for failure in failures)}")
