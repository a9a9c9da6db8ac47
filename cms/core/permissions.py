"""Who may edit which rows: facts belong to a site, or to all sites and then to superusers."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy


class SiteScopedPolicy(SitePermissionPolicy):
    """Wagtail's site policy, with rows without a site (shared by all) visible to staff and edited by superusers."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        shared = not isinstance(instance, Site) and instance.pk and getattr(instance, self.site_fk_field_name) is None
        if shared:
            if user.is_active and user.is_superuser:
                return True
            return set(actions) <= {"view"} and self.user_has_any_permission(user, ["view", "change", "add"])
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        actions = list(actions)
        sites = self.sites_user_has_any_permission_for(user, actions)
        rows = Q(**{f"{self.site_field_name}__in": sites})
        if user.is_active and (user.is_superuser or (set(actions) == {"view"} and sites.exists())):
            rows |= Q(**{f"{self.site_field_name}__isnull": True})
        return self.model._default_manager.filter(rows)
