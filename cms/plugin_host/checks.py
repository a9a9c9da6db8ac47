"""System checks: a plugin that is not loaded is said at start. Warnings, because an error would keep `migrate` away."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from .boot import Boot, Status


def plugins_not_loaded(**kwargs: Any) -> list[CheckMessage]:
    """Warn of every plugin that is there and not loaded, unless it was switched off on purpose."""
    return list(_warnings(settings.PLUGINS))


def _warnings(boot: Boot) -> Iterator[CheckMessage]:
    for verdict in boot.verdicts:
        hint = f"Run `python manage.py plugins show {verdict.slug}` to see all of it."
        if verdict.status not in {Status.LOADED, Status.OFF}:
            text = f"The plugin {verdict.slug} is not loaded ({verdict.status}): {verdict.reason}"
            yield Warning(text, hint=hint, id="kakehashi.W010")
        for note in verdict.notes if verdict.loaded else ():
            yield Warning(f"The plugin {verdict.slug}: {note}", id="kakehashi.W011")


def register_all() -> None:
    """Register the checks; called once, when the apps are ready."""
    register(plugins_not_loaded)
