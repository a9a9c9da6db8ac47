"""The staff groups and what each may do on a site.

Apps declare `RolePermissions`; they are given once per role, permission and site, after each `migrate`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


#: (label of the app, codename): the permissions so called.
Known = Mapping[tuple[str, str], list[Permission]]
#: (role, permission, kind of permission)
Given = tuple[Any, Permission, str]


@transaction.atomic
def grant(*, site: Site) -> None:
    """Give each role its permissions on `site`, except those that it was given before."""
    StaffRole, RoleGrant = apps.get_model("core.StaffRole"), apps.get_model("core.RoleGrant")
    given, known = set(RoleGrant.objects.filter(site=site).values_list("role_id", "permission_id")), _known()
    new = [
        (role, permission, kind)
        for role in StaffRole.objects.select_related("group")
        for permission, kind in _wanted(role.key, known)
        if (role.pk, permission.pk) not in given
    ]
    if new:
        _give(new, site)
        RoleGrant.objects.bulk_create(RoleGrant(role=role, permission=each, site=site) for role, each, _kind in new)


def _known() -> Known:
    found = defaultdict(list)
    for permission in Permission.objects.select_related("content_type").order_by():
        found[permission.content_type.app_label, permission.codename].append(permission)
    return found


def _wanted(role: str, known: Known) -> Iterator[tuple[Permission, str]]:
    _name, page_actions, media_actions = ROLES[role]
    yield from ((p, "global") for p in _permissions(known, "wagtailadmin.admin", ("access",)))
    yield from ((p, "page") for p in _permissions(known, "wagtailcore.page", page_actions))
    for model in MEDIA_MODELS:
        yield from ((p, "collection") for p in _permissions(known, model, media_actions))
    for declared in Registry.loaded(RolePermissions):
        if declared.role == role:
            kind = "site" if _has_site(declared.model) else "global"
            yield from ((p, kind) for p in _permissions(known, declared.model.lower(), declared.actions))


def _permissions(known: Known, model: str, actions: Iterable[str]) -> Iterator[Permission]:
    label, name = model.split(".")
    for action in actions:
        yield from known.get((label, f"{action}_{name}"), ())


def _has_site(model: str) -> bool:
    return any(field.name == "site" for field in apps.get_model(model)._meta.get_fields())


def _give(new: Sequence[Given], site: Site) -> None:
    """Give each group what is new to its role; what it has already it keeps once."""
    of_kind: dict[str, list[tuple[Group, Permission]]] = defaultdict(list)
    for role, permission, kind in new:
        of_kind[kind].append((role.group, permission))
    GroupPagePermission.objects.bulk_create(
        (
            GroupPagePermission(group=group, page=page, permission=permission)
            for page in site.root_page.get_translations(inclusive=True)
            for group, permission in of_kind["page"]
        ),
        ignore_conflicts=True,
    )
    root = Collection.get_first_root_node()
    GroupCollectionPermission.objects.bulk_create(
        (GroupCollectionPermission(group=g, collection=root, permission=p) for g, p in of_kind["collection"]),
        ignore_conflicts=True,
    )
    GroupSitePermission.objects.bulk_create(
        (GroupSitePermission(group=g, site=site, permission=p) for g, p in of_kind["site"]), ignore_conflicts=True
    )
    for group in {group for group, _permission in of_kind["global"]}:
        group.permissions.add(*(permission for mine, permission in of_kind["global"] if mine == group))
