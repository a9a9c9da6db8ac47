"""Everything of a plugin raises: core's pages stand, visitors see nothing of it, and staff are told."""

from dataclasses import fields, replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core import schedules
from cms.plugin_api import Contribution, Registry, registry
from cms.plugin_host.models import PluginIncident
from tests.factories.home import StandardPageFactory, home_page

from .conftest import SLUG


def explode(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("everything is broken")


def explode_later(site: Any) -> Any:
    """A queryset that only fails when it is asked."""
    from plugins.toolbox.models import Tool

    return Tool.objects.extra(where=["nothing_there = 1"])


BREAKABLE = {"url", "render", "context", "handle", "run", "view", "items", "load"}


@pytest.fixture
def broken(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin, with every function that its contributions hold raising."""
    StandardPageFactory(title="道具", slug="tools-we-have", body=[("toolbox__tool", "かなづち"), ("lead", "はじめに")])
    from plugins.toolbox.models import Tool

    Tool.objects.create(site=site, name="のこぎり")
    collected = {kind: tuple(map(spoilt, found)) for kind, found in registry._collected().items()}
    monkeypatch.setattr(registry, "_collected", lambda: collected)


def spoilt(contribution: Contribution) -> Contribution:
    if contribution.plugin != SLUG:
        return contribution
    names = {field.name for field in fields(contribution)} & BREAKABLE
    wrong = dict.fromkeys(names, explode)
    if hasattr(contribution, "queryset"):
        wrong["queryset"] = explode_later
    return replace(contribution, **wrong)


@pytest.mark.parametrize("given", [None, {"tools": []}])
def test_an_endpoint_that_gives_no_response_is_an_incident(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch, given: object
) -> None:
    collected = {
        kind: tuple(
            replace(each, view=lambda request: given) if each.plugin == SLUG and each.kind == "api_endpoint" else each
            for each in found
        )
        for kind, found in registry._collected().items()
    }
    monkeypatch.setattr(registry, "_collected", lambda: collected)
    assert client.get("/api/v1/plugins/toolbox/tools/").status_code == 503
    assert PluginIncident.objects.get().error == "TypeError"


def test_the_registry_really_is_spoilt(broken: None) -> None:
    from cms.plugin_api import SlotFill

    fill = next(each for each in Registry.loaded(SlotFill) if each.plugin == SLUG)
    with pytest.raises(RuntimeError):
        fill.render({})


PUBLIC = ["/ja/", "/en/", "/ja/tools-we-have/", "/ja/search/?q=道具", "/ja/keywords/", "/sitemap.xml", "/robots.txt"]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_of_core_stand(broken: None, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "everything is broken" not in response.content.decode()


def test_the_search_finds_what_core_has(broken: None, client: Client) -> None:
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    assert "道具" in client.get("/ja/search/?q=道具").content.decode()


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/plugins/", f"/admin/plugins/-/{SLUG}/"])
def test_the_admin_stands(broken: None, client: Client, path: str) -> None:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    assert client.get(path).status_code == 200


def test_staff_see_a_small_card_in_place_of_the_broken_one(broken: None, client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    page = client.get("/admin/").content.decode()
    assert "この部分は、いま表示できません。" in page
    assert "備品の貸し出し" in page


def test_schedules_of_others_run(broken: None) -> None:
    assert "core.publish_scheduled" in schedules.run_due(now=timezone.now())


def test_publishing_goes_on(broken: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(slug="tools-we-have").specific.save_revision().publish()
    assert PluginIncident.objects.filter(contribution="listener:page_published").exists()


def test_the_api_answers_503_in_json(broken: None, client: Client) -> None:
    response = client.get("/api/v1/plugins/toolbox/tools/")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")


def test_the_api_does_not_take_writes(site: Site, client: Client) -> None:
    assert client.post("/api/v1/plugins/toolbox/tools/").status_code == 405


def test_a_view_that_raises_is_an_apology(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.toolbox import views

    monkeypatch.setattr(views, "Tool", None)
    response = client.get("/ja/tools/")
    assert response.status_code == 503
    assert "ただいまご利用いただけません" in response.content.decode()


def test_a_page_that_raises_is_an_apology(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.toolbox.models import ToolPage

    home_page().add_child(instance=ToolPage(title="はしご", slug="ladder"))
    monkeypatch.setattr(ToolPage, "get_context", explode)
    response = client.get("/ja/ladder/")
    assert response.status_code == 503
    assert PluginIncident.objects.get().contribution == "page_type:toolbox.ToolPage"


def test_a_block_that_raises_leaves_its_neighbours(site: Site, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    StandardPageFactory(slug="both", body=[("lead", "はじめに"), ("toolbox__tool", "かなづち"), ("lead", "おわりに")])
    from wagtail.blocks import CharBlock

    monkeypatch.setattr(CharBlock, "render", explode)
    page = client.get("/ja/both/").content.decode()
    assert "はじめに" in page
    assert "おわりに" in page
    assert "かなづち" not in page


def test_what_keeps_failing_is_asked_no_more(broken: None, client: Client) -> None:
    for _ in range(10):
        client.get("/ja/")
    counts = PluginIncident.objects.values_list("contribution", "count")
    assert dict(counts)["slot:home.top"] == 5
