"""What core itself contributes."""

from collections.abc import Iterable
from datetime import timedelta

from cms.plugin_api import Contribution, Demo, RolePermissions, Schedule

from . import demo_staff, schedules


def contribute() -> Iterable[Contribution]:
    for role in ("moderator", "manager"):
        yield RolePermissions(role=role, model="core.Keyword", actions=("add", "change", "delete"))
    yield RolePermissions(role="editor", model="core.Keyword", actions=("add", "change"))
    for model in ("core.Appearance", "core.Centre"):
        yield RolePermissions(role="manager", model=model, actions=("add", "change"))
    for role in ("editor", "moderator", "manager"):
        yield RolePermissions(role=role, model="kakehashi_search.SynonymClass", actions=("add", "change", "delete"))
    yield Demo(key="staff", load=demo_staff.load, order=50)
    yield Schedule(key="publish_scheduled", run=schedules.publish_scheduled, when=timedelta(seconds=30))
