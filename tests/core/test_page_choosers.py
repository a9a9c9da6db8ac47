"""Choosing a page in an installation of two centres."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from cms.core import roles
from cms.core.models import StaffRole
from home.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Site, Site]:
    """Two centres, each with a draft; roles are given at the first."""
    ours = Site.objects.select_related("root_page").get(is_default_site=True)
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title="となりのセンター", slug="other", locale=ours.root_page.locale)
    )
    theirs = Site.objects.create(hostname="other.example", root_page=home)
    for site, title in ((ours, "下書き こちら"), (theirs, "下書き むこう")):
        site.root_page.add_child(
            instance=StandardPage(title=title, slug=f"draft-{site.pk}", live=False, locale=ours.root_page.locale)
        )
    roles.grant(site=ours)
    return ours, theirs


def offered(client: Client, page: Page | None = None, **search: str) -> str:
    """Return the window: the pages below a page, or what is found."""
    if search:
        return client.get(reverse("wagtailadmin_choose_page_search"), search).content.decode()
    assert page is not None
    return str(client.get(reverse("wagtailadmin_choose_page_child", args=[page.pk])).json()["html"])


def as_role(client: Client, name: str) -> Client:
    person: Any = get_user_model().objects.create_user(username=name, email=f"{name}@example.jp", password="x" * 12)
    person.groups.add(StaffRole.objects.get(key=name).group)
    client.force_login(person)
    return client


def test_an_editor_is_offered_the_pages_of_her_centre(client: Client, two: tuple[Site, Site]) -> None:
    editor = as_role(client, "editor")
    ours, theirs = two
    assert "下書き こちら" in offered(editor, ours.root_page)
    assert "下書き むこう" not in offered(editor, theirs.root_page)
    assert "となりのセンター" not in offered(editor, Page.get_first_root_node())


def test_an_editor_finds_the_way_from_the_top(client: Client, two: tuple[Site, Site]) -> None:
    root = Page.get_first_root_node()
    assert reverse("wagtailadmin_choose_page_child", args=[two[0].root_page_id]) in offered(
        as_role(client, "editor"), root
    )


def test_an_editor_finds_no_draft_of_another_centre(client: Client, two: tuple[Site, Site]) -> None:
    found = offered(as_role(client, "editor"), q="下書き")
    assert ("下書き こちら" in found, "下書き むこう" in found) == (True, False)


def test_who_runs_the_installation_is_offered_all(admin_client: Client, two: tuple[Site, Site]) -> None:
    assert "下書き むこう" in offered(admin_client, two[1].root_page)
