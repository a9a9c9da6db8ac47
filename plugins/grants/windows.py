"""How long before and after its deadline a call is shown as what, at a site."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from cms.core.memory import SHELL

from .statuses import Windows


def of_site(site: Any) -> Windows:
    """Return what the centre has set; remembered until somebody sets it anew."""
    if site is None:
        return Windows()
    settings = apps.get_model("grants.GrantSettings")

    def read() -> Windows:
        found = settings.objects.filter(site=site).first()
        return found.windows if found else Windows()

    return SHELL.get(("grants.windows", site.pk), read)
