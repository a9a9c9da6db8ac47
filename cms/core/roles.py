"""The staff groups and what each may do on a site.

Apps declare `RolePermissions`; they are given once per role, permission and site, after each `migrate`.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Site,
)

from cms.plugin_api import Registry, RolePermissions

from . import moderation

# key: (name of the group at first, page permissions on the home page, collection permissions)
ROLES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "editor": ("編集者", ("add", "change"), ("add", "change", "choose")),
    "moderator": (
        "公開担当",
        ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        ("add", "change", "choose"),
    ),
    "desk": ("イベント窓口", ("add", "change"), ("add", "choose")),
    "newsletter": ("おたより編集", ("add", "change"), ("add", "choose")),
    "manager": (
        "管理責任者",
        ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        ("add", "change", "delete", "choose"),
    ),
}
# Wagtail asks for the permissions of its own models, whatever models a project puts in their place.
MEDIA_MODELS = ("wagtailimages.image", "wagtaildocs.document")


def grant_after_migrate(using: str = "default", **kwargs: Any) -> None:
    """Give every role what the loaded apps declare, once all apps have their permissions."""
    # Django makes the permissions app by app, in this same signal: wait for the last app.
    last = [app for app in apps.get_app_configs() if app.models_module is not None][-1]
    if using != "default" or kwargs.get("app_config") is not last:
        return
    # Whether Django has heard of the last app before us depends on the order of INSTALLED_APPS; twice does no harm.
    create_permissions(last, verbosity=0, using=using)
    RoleGrant = apps.get_model("core.RoleGrant")
    for site in Site.objects.all():
        is_new = not RoleGrant.objects.filter(site=site).exists()
        grant(site=site)
        if is_new:  # a centre that took its workflow away later does not get it back
            moderation.ensure_workflow(site=site)


@transaction.atomic
def grant(*, site: Site) -> None:
    """Give each role its permissions on `site`, except those that it was given before."""
    StaffRole, RoleGrant = apps.get_model("core.StaffRole"), apps.get_model("core.RoleGrant")
    roles = {role.key: role for role in StaffRole.objects.select_related("group")}
    given = set(RoleGrant.objects.filter(site=site).values_list("role_id", "permission_id"))
    for key, role in roles.items():
        for permission, kind in _wanted(key):
            if (role.pk, permission.pk) in given:
                continue
            _give(role.group, permission, kind, site)
            RoleGrant.objects.create(role=role, permission=permission, site=site)


def _wanted(role: str) -> Iterable[tuple[Permission, str]]:
    _name, page_actions, media_actions = ROLES[role]
    yield from ((p, "global") for p in _permissions("wagtailadmin.admin", ("access",)))
    yield from ((p, "page") for p in _permissions("wagtailcore.page", page_actions))
    for model in MEDIA_MODELS:
        yield from ((p, "collection") for p in _permissions(model, media_actions))
    for declared in Registry.loaded(RolePermissions):
        if declared.role == role:
            kind = "site" if _has_site(declared.model) else "global"
            yield from ((p, kind) for p in _permissions(declared.model.lower(), declared.actions))


def _permissions(model: str, actions: Iterable[str]) -> list[Permission]:
    label, name = model.split(".")
    codenames = [f"{action}_{name}" for action in actions]
    return list(Permission.objects.filter(content_type__app_label=label, codename__in=codenames))


def _has_site(model: str) -> bool:
    return any(field.name == "site" for field in apps.get_model(model)._meta.get_fields())


def _give(group: Group, permission: Permission, kind: str, site: Site) -> None:
    if kind == "page":
        for page in site.root_page.get_translations(inclusive=True):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    elif kind == "collection":
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    elif kind == "site":
        GroupSitePermission.objects.get_or_create(group=group, site=site, permission=permission)
    else:
        group.permissions.add(permission)
