"""System checks: what would break later is said at start."""

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from cms.catalogues import catalogues
from cms.settings.environment import BASE_DIR


def compiled_catalogues(**kwargs: Any) -> list[CheckMessage]:
    """Warn when a message catalogue is not compiled: its strings would be English on every screen."""
    plugins = [plugin.path for plugin in settings.PLUGINS.loaded]
    missing = [po for po in catalogues(BASE_DIR, plugins) if not po.with_suffix(".mo").exists()]
    if not missing:
        return []
    names = ", ".join(os.path.relpath(po, BASE_DIR) for po in missing)
    return [
        Warning(
            f"Not compiled: {names}", hint="Run `python manage.py compile_catalogues`.", id="kakehashi.W001",
        )
    ]  # fmt: skip


def register_all() -> None:
    """Register the checks of core; called once, when the apps are ready."""
    if settings.USE_I18N:
        register(compiled_catalogues)
