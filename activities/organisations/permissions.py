"""Who may edit the words of which organisations: those who may edit the organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.permissions import SiteScopedPolicy

from .models import Organisation


def facts_policy() -> SiteScopedPolicy:
    """The policy of the facts: per site, shared organisations for superusers."""
    return SiteScopedPolicy(Organisation)


class OwnedPolicy(ModelPermissionPolicy):
    """For rows that belong to an organisation: the right held anywhere, together with the right to change the owner."""

    def __init__(self, model: Any, *, owner: str) -> None:
        super().__init__(model)
        self.owner = owner

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        actions = set(actions)
        if not self.user_has_any_permission(user, actions):
            return False
        if instance is None or getattr(instance, f"{self.owner}_id") is None:
            return True
        needed = "view" if actions <= {"view"} else "change"
        return facts_policy().user_has_permission_for_instance(user, needed, getattr(instance, self.owner))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        owners = facts_policy().instances_user_has_any_permission_for(user, ["change", "view"])
        return self.model._default_manager.filter(**{f"{self.owner}__in": owners})

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.instances_user_has_any_permission_for(user, [action])
