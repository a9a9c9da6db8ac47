"""What a centre has set about its grants, read once."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from cms.core.memory import SHELL

from .statuses import Windows


def of_site(site: Any) -> tuple[Windows, tuple[int, ...]]:
    """Return the windows of a site and its days of reminders; remembered until somebody sets them anew."""
    model = apps.get_model("grants.GrantSettings")
    if site is None:
        return _both(model())

    def read() -> tuple[Windows, tuple[int, ...]]:
        return _both(model.objects.filter(site=site).first() or model())

    return SHELL.get(("grants.chosen", site.pk), read)


def _both(settings: Any) -> tuple[Windows, tuple[int, ...]]:
    return settings.windows, settings.days
