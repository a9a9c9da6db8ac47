"""The groups that staff belong to, found by a stable key whatever they are called."""

from django.contrib.auth.models import Group, Permission
from django.db import models
from wagtail.models import Site


class StaffRole(models.Model):
    """A staff group that the software knows. `key` is one of `cms.core.roles.ROLES`; the group's name is free."""

    key = models.SlugField(unique=True)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="staff_role")

    def __str__(self) -> str:
        return self.key


class RoleGrant(models.Model):
    """A permission that was given to a role on a site once. What a manager takes away later is not given again."""

    role = models.ForeignKey(StaffRole, on_delete=models.CASCADE, related_name="grants")
    permission = models.ForeignKey(Permission, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "permission", "site"], name="core_role_grant_once"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission.codename}"
