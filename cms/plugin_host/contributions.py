"""What the plugin host itself contributes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from cms.plugin_api import Contribution, RolePermissions, Schedule

from . import incidents


def contribute() -> Iterable[Contribution]:
    yield RolePermissions(role="manager", model="plugin_host.PluginState", actions=("change",))
    yield Schedule(key="forget_incidents", run=forget_incidents, when=timedelta(days=1))


def forget_incidents(*, now: datetime) -> None:
    incidents.forget_old(now=now)
