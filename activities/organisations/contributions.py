"""What organisations contribute to the site."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from cms.core.navigation import link_to
from cms.plugin_api import (
    Block,
    Contribution,
    Demo,
    Landmark,
    MenuItem,
    PageType,
    RolePermissions,
    SearchKind,
    StaffPanel,
)

from . import blocks, demo, search_kind, today

FACTS = ("organisations.Organisation", "organisations.Area", "organisations.Domain")
WORDS = "organisations.OrganisationText"
PARTS = ("organisations.Department", "organisations.Programme")


def contribute() -> Iterable[Contribution]:
    yield Demo(key="organisations", load=demo.load, order=100)
    yield MenuItem(key="organisations", label=_("Find an organisation"), url=link_to("organisations"), order=320)
    yield Landmark(key="organisations", model="organisations.OrganisationDirectoryPage")
    yield SearchKind(
        key="organisations", label=_("Organisations"), model="organisations.Organisation", order=250,
        queryset=search_kind.searchable, card=search_kind.card, tagged=search_kind.tagged, counts=search_kind.counts,
        rows=search_kind.rows, cards=search_kind.cards,
    )  # fmt: skip
    yield StaffPanel(
        key="unconfirmed", template="core/today/unconfirmed.html", context=today.unconfirmed_context, order=700
    )
    yield Block(name="organisation", factory=blocks.organisation_block, zones=("body", "activity", "home"))
    yield Block(name="partners", factory=blocks.partners_block, zones=("body", "activity", "home"))
    yield PageType(model="organisations.OrganisationDirectoryPage", under=("home.HomePage", "home.StandardPage"))
    yield from permissions()


def permissions() -> Iterable[Contribution]:
    """Editors write and merge, moderators and managers publish and delete."""
    for role in ("editor", "moderator", "manager"):
        removing = () if role == "editor" else ("delete",)
        for model in (*FACTS, *PARTS):
            yield RolePermissions(role=role, model=model, actions=("add", "change", "view", *removing))
        publishing = () if role == "editor" else ("publish", "lock", "unlock")
        yield RolePermissions(role=role, model=WORDS, actions=("add", "change", "view", *publishing))
    for role in ("desk", "newsletter"):
        yield RolePermissions(role=role, model="organisations.Organisation", actions=("view",))
