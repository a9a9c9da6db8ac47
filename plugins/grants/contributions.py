"""What grants add to a site."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.navigation import link_to
from cms.plugin_api import (
    Contribution,
    Demo,
    Landmark,
    MenuItem,
    PageType,
    Report,
    RolePermissions,
    SiteSettings,
)

from . import demo

EDITED = ("Funder", "GrantProgramme", "GrantCall", "Award")
PAGES = (
    ("grants.GrantIndexPage", ("home.HomePage", "home.StandardPage")),
    ("grants.GrantPage", ("grants.GrantIndexPage",)),
)


def contribute() -> Iterable[Contribution]:
    yield from _rights()
    for model, above in PAGES:
        yield PageType(model=model, under=above)
    yield Landmark(key="grants", model="grants.GrantIndexPage")
    yield MenuItem(
        key="grants", label=pgettext_lazy("menu", "Find grants"), url=link_to("grants"), section="main", order=500
    )
    yield SiteSettings(model="grants.GrantSettings", icon="calendar-alt")
    yield Report(
        key="checks", label=_("Grants to look up this month"), url_name="grant_calls:checks", icon="tasks",
        permission="grants.change_grantcall",
    )  # fmt: skip
    yield Demo(key="grants", load=demo.load, order=600)


def _rights() -> Iterable[Contribution]:
    for role in ("editor", "moderator", "manager"):
        for model in EDITED:
            yield RolePermissions(role=role, model=f"grants.{model}", actions=("add", "change", "delete"))
    yield RolePermissions(role="manager", model="grants.GrantSettings", actions=("change",))
