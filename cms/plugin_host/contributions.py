"""What the plugin host itself contributes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.plugin_api import Contribution, MenuItem, RolePermissions, Schedule

from . import access, incidents


def contribute() -> Iterable[Contribution]:
    yield RolePermissions(role="manager", model="plugin_host.PluginState", actions=("change",))
    yield MenuItem(key="plugins", label=_("Plugins"), url=screen, section="admin", icon="sliders", order=9500)
    yield Schedule(key="forget_incidents", run=forget_incidents, when=timedelta(days=1))


def screen(request: HttpRequest) -> str | None:
    return reverse("plugins") if access.may_switch(request.user) else None


def forget_incidents(*, now: datetime) -> None:
    incidents.forget_old(now=now)
