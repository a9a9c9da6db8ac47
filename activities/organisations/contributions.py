"""What organisations contribute to the site."""

from __future__ import annotations

from collections.abc import Iterable

from cms.plugin_api import Contribution, Demo, PageType, RolePermissions

from . import demo

FACTS = ("organisations.Organisation", "organisations.Area", "organisations.Domain")
WORDS = "organisations.OrganisationText"
PARTS = ("organisations.Department", "organisations.Programme")


def contribute() -> Iterable[Contribution]:
    yield Demo(key="organisations", load=demo.load, order=100)
    yield PageType(model="organisations.OrganisationDirectoryPage", under=("home.HomePage", "home.StandardPage"))
    yield from permissions()


def permissions() -> Iterable[Contribution]:
    """Editors write, moderators and managers publish, merge and delete."""
    for role in ("editor", "moderator", "manager"):
        removing = () if role == "editor" else ("delete",)
        for model in (*FACTS, *PARTS):
            yield RolePermissions(role=role, model=model, actions=("add", "change", "view", *removing))
        publishing = () if role == "editor" else ("publish", "lock", "unlock")
        yield RolePermissions(role=role, model=WORDS, actions=("add", "change", "view", *publishing))
    for role in ("desk", "newsletter"):
        yield RolePermissions(role=role, model="organisations.Organisation", actions=("view",))
