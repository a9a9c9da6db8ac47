"""Who may look after the events of which site, and who may see the people."""

from __future__ import annotations

from typing import Any

from cms.core.permissions import SiteScopedPolicy
from events.registration.models import Event
from events.registration.querysets import EventQuerySet

SEE_PEOPLE = "event_registration.view_registration"
CHANGE_PEOPLE = "event_registration.change_registration"


def policy() -> SiteScopedPolicy:
    return SiteScopedPolicy(Event)


def may_look(user: Any) -> bool:
    return policy().user_has_any_permission(user, ["view", "change"])


def events_of(user: Any, action: str = "view") -> EventQuerySet:
    """Return the events on whose sites this person may do this."""
    actions = {"view", action} if action == "view" else {action}
    if action == "view":
        actions.add("change")
    return policy().instances_user_has_any_permission_for(user, actions)  # type: ignore[return-value]


def sites_to_add_on(user: Any) -> Any:
    """Return the sites on which this person may set events up."""
    return policy().sites_user_has_any_permission_for(user, ["add"])


def may_change(user: Any, event: Event) -> bool:
    return policy().user_has_permission_for_instance(user, "change", event)


def sees_people(user: Any) -> bool:
    """Editors keep the facts and see no person."""
    return bool(user.has_perm(SEE_PEOPLE))


def changes_people(user: Any) -> bool:
    return bool(user.has_perm(CHANGE_PEOPLE))
