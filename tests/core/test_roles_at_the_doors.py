"""Every address of the admin that gives rights, tried by every role: nobody raises herself or acts on another site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import (
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
)

from cms.core import roles
from cms.core.models import Appearance, StaffRole
from cms.plugin_host import installed
from cms.plugin_host.models import PluginState

pytestmark = pytest.mark.django_db
#: What stands behind these gives rights, or moves what rights are about.
RAISING = ("users/", "groups/", "sites/", "workflows/", "collections/", "bulk/wagtailusers/")
RIGHTS = (GroupPagePermission, GroupCollectionPermission, GroupSitePermission, Site, Workflow, WorkflowPage, Task,
          PluginState, Appearance)  # fmt: skip
#: Wagtail's window that offers the steps of a workflow by name; what it makes is asked for a permission.
OPEN_TO_STAFF = "/admin/workflows/task_chooser/"
PLACE = re.compile(r"<(\w+):(\w+)>")


def raising() -> Iterator[str]:
    """Yield the patterns of these addresses, found in the URL configuration."""
    for path in _below(get_resolver().url_patterns, ""):
        below = path.removeprefix("admin/")
        if path.startswith("admin/") and below.startswith(RAISING):
            yield "/" + path


def _below(patterns: Any, before: str) -> Iterator[str]:
    for each in patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(each.url_patterns, path)
        elif isinstance(each, URLPattern):
            yield path


def rights() -> dict[str, list[Any]]:
    """Who may do what, as it is in the database."""
    users = get_user_model().objects
    found: dict[str, list[Any]] = {
        "users": list(users.values_list("username", "is_superuser", "is_staff", "is_active", "groups", "password")),
        "of users": list(users.values_list("username", "user_permissions")),
        "groups": list(Group.objects.values_list("name", "permissions")),
    }
    for model in RIGHTS:
        found[model.__name__] = list(model.objects.values_list())
    return {name: sorted(map(str, rows)) for name, rows in found.items()}


@pytest.fixture
def other(db: None) -> Site:
    """A site next door, on which the roles were given nothing."""
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=Page(title="隣の市", slug="next-city"))
    return Site.objects.create(hostname="next.example", root_page=home)


def member_of(role: str) -> Any:
    user = get_user_model().objects.create_user(f"a-{role}", "a@example.jp", "a long password")
    user.groups.add(StaffRole.objects.get(key=role).group)
    return user


def logged_in(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def raised(user: Any) -> dict[str, Any]:
    """What somebody sends who wants to be allowed everything."""
    return {
        "username": user.username, "email": user.email, "first_name": "a", "last_name": "a", "is_active": "on",
        "is_superuser": "on", "groups": [str(pk) for pk in Group.objects.values_list("pk", flat=True)],
        "password1": "another long password",
        "password2": "another long password", "name": "a", "hostname": "a.example",
        "create-task-name": "a", "create-task-groups": ["1", "2"],
        "port": "80", "root_page": "2", "action": "delete", "role": "1", "id": str(user.pk), "confirm": "on",
    }  # fmt: skip


def filled(pattern: str, keys: dict[str, int]) -> str:
    kind = next((key for part, key in keys.items() if part in pattern), 1)
    put = {"int": str(kind), "str": str(kind), "slug": "a"}
    names = {"app_label": "wagtailcore", "model_name": "groupapprovaltask", "action": "assign_role"}
    return PLACE.sub(lambda place: names.get(place[2]) or put.get(place[1], "a"), pattern)


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_nobody_gives_herself_rights(role: str, other: Site) -> None:
    user = member_of(role)
    client, before, opened = logged_in(user), rights(), []
    keys = {"users/": user.pk, "groups/": user.groups.get().pk, "sites/": other.pk}
    sent = raised(user)
    patterns = list(raising())
    assert len(patterns) > 40
    addresses = [filled(pattern, keys) for pattern in patterns]
    addresses += [
        f"/admin/bulk/accounts/user/{action}/?id={user.pk}" for action in ("assign_role", "delete", "set_active_state")
    ]
    for address in addresses:
        for ask in (client.get(address), client.post(address, sent)):
            if ask.status_code == 200 and not address.startswith(OPEN_TO_STAFF):
                opened.append(address)
    client.post("/admin/account/", sent | {"name_email-first_name": "a", "name_email-is_superuser": "on"})
    assert opened == []
    assert rights() == before


@pytest.mark.parametrize("role", sorted(roles.ROLES))
def test_nobody_acts_on_another_site(role: str, other: Site) -> None:
    client, before = logged_in(member_of(role)), rights()
    root, slug = other.root_page, min(installed.manifests())
    addresses = [
        f"/admin/settings/core/appearance/{other.pk}/", f"/admin/settings/core/centre/{other.pk}/",
        f"/admin/plugins/-/{slug}/{other.pk}/off/", f"/admin/plugins/-/{slug}/{other.pk}/resume/",
        f"/admin/pages/{root.pk}/edit/", f"/admin/pages/{root.pk}/delete/", f"/admin/pages/{root.pk}/unpublish/",
        f"/admin/pages/{root.pk}/privacy/", f"/admin/pages/{root.pk}/move/", f"/admin/pages/{root.pk}/copy/",
        f"/admin/bulk/wagtailcore/page/delete/?id={root.pk}", f"/admin/bulk/wagtailcore/page/unpublish/?id={root.pk}",
    ]  # fmt: skip
    for address in addresses:
        client.post(address, {"name": "別の名", "restriction_type": "login", "title": "別の名"})
    assert rights() == before
    assert Page.objects.filter(pk=root.pk, title="隣の市", live=True).exists()
    assert not root.get_view_restrictions().exists()


def test_control_a_superuser_raises_somebody_by_the_same_address(other: Site) -> None:
    user = member_of("editor")
    client = logged_in(get_user_model().objects.create_superuser("all", "all@example.jp", "a long password"))
    client.post(f"/admin/users/edit/{user.pk}/", raised(user))
    assert get_user_model().objects.get(pk=user.pk).is_superuser


def test_control_a_manager_acts_on_her_own_site(other: Site) -> None:
    client, site = logged_in(member_of("manager")), Site.objects.get(is_default_site=True)
    assert client.get(f"/admin/settings/core/appearance/{site.pk}/").status_code == 200
    slug = min(installed.manifests())
    client.post(f"/admin/plugins/-/{slug}/{site.pk}/off/")
    assert PluginState.objects.filter(site=site, slug=slug).exists()
