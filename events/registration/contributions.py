"""What registration contributes to the site: permissions for staff, and work that is done by the clock."""

from __future__ import annotations

from collections.abc import Iterable

from cms.plugin_api import Contribution, RolePermissions

FACTS = (
    "Event", "Session", "Venue", "CapacityPool", "Offering", "FormVersion", "EventOrganiser", "EventLanguage", "Desk",
    "EventFigure", "Chapter",
)  # fmt: skip
PEOPLE = ("Registration", "Notice")


def contribute() -> Iterable[Contribution]:
    yield from permissions()


def permissions() -> Iterable[Contribution]:
    """The desk and managers keep facts and registrations; editors and moderators keep facts and see no person."""
    for role in ("desk", "manager"):
        for model in (*FACTS, *PEOPLE):
            yield RolePermissions(
                role=role, model=f"event_registration.{model}", actions=("add", "change", "delete", "view")
            )
        for model in ("ErasureReport", "Draw"):
            yield RolePermissions(role=role, model=f"event_registration.{model}", actions=("view",))
    for role in ("editor", "moderator"):
        for model in FACTS:
            yield RolePermissions(role=role, model=f"event_registration.{model}", actions=("add", "change", "view"))
