"""What registration contributes to the site: permissions for staff, and work that is done by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from cms.mail.kinds import MailKind
from cms.plugin_api import Contribution, RolePermissions, Schedule, Urls

from . import services
from .choices import MessageKind

FACTS = (
    "Event", "Session", "Venue", "CapacityPool", "Offering", "FormVersion", "EventOrganiser", "EventLanguage", "Desk",
    "EventFigure", "Chapter",
)  # fmt: skip
PEOPLE = ("Registration", "Notice")


def contribute() -> Iterable[Contribution]:
    yield from permissions()
    for kind in MessageKind:
        yield MailKind(name=f"registration.{kind.value}", label=kind.label)
    yield Urls(module="events.registration.urls", prefix="registrations/")
    yield Schedule(key="expire_unverified", run=services.expire_unverified, when=timedelta(minutes=1))
    yield Schedule(key="expire_offers", run=services.expire_offers, when=timedelta(minutes=1))
    yield Schedule(key="remind", run=services.send_due_reminders, when=timedelta(minutes=10))
    yield Schedule(key="continue_messages", run=services.continue_messages, when=timedelta(minutes=1))
    yield Schedule(key="erase", run=services.erase_due, when=timedelta(hours=1))


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
