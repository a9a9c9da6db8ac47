"""The screens *Plugins*: who sees them, what they say, what the switch does."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Site

from cms.core import roles
from cms.plugin_api import Registry, SlotFill
from cms.plugin_host import incidents, services, states
from cms.plugin_host.models import PluginIncident
from tests.factories.home import StandardPageFactory, home_page

from .conftest import SLUG


@pytest.fixture
def manager(site: Site, client: Client) -> Client:
    """The browser of a person in the managers' group, who is no superuser."""
    roles.grant(site=site)
    return logged_in(client, "manager", Group.objects.get(staff_role__key="manager"))


@pytest.fixture
def editor(site: Site, client: Client) -> Client:
    roles.grant(site=site)
    return logged_in(client, "editor", Group.objects.get(staff_role__key="editor"))


@pytest.fixture
def chief(site: Site, client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def logged_in(client: Client, name: str, group: Group) -> Client:
    person = get_user_model().objects.create_user(name)
    person.groups.add(group)
    client.force_login(person)
    return client


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def leads_to_plugins(page: str) -> bool:
    return bool(re.search(r"/admin/plugins/(&quot;|\")", page))


def preview(site: Site, to: str) -> str:
    return f"/admin/plugins/-/{SLUG}/{site.pk}/{to}/"


@pytest.fixture
def tool_page(site: Site) -> Page:
    from plugins.toolbox.models import ToolPage

    return home_page().add_child(instance=ToolPage(title="はしごのページ", slug="ladder"))


def test_a_manager_sees_the_plugin_in_japanese(manager: Client) -> None:
    page = html(manager, "/admin/plugins/")
    assert "備品の貸し出し" in page
    assert "プロジェクターやマイクなど" in page
    assert "使用中" in page


def test_an_editor_is_sent_away(editor: Client) -> None:
    assert editor.get("/admin/plugins/").status_code == 302
    assert not leads_to_plugins(html(editor, "/admin/"))


def test_the_screen_is_in_the_menu_of_a_manager(manager: Client) -> None:
    assert leads_to_plugins(html(manager, "/admin/"))


def test_the_card_counts_what_the_plugin_holds(manager: Client, site: Site) -> None:
    from plugins.toolbox.models import Tool

    Tool.objects.create(site=site, name="のこぎり")
    assert "<dt>備品</dt><dd>1</dd>" in html(manager, "/admin/plugins/")


def test_asking_changes_nothing(manager: Client, site: Site) -> None:
    html(manager, preview(site, "off"))
    assert states.is_on(SLUG, site)


def test_the_preview_names_the_pages_that_will_not_be_found(manager: Client, site: Site, tool_page: Page) -> None:
    assert "はしごのページ" in html(manager, preview(site, "off"))


def test_the_preview_names_the_pages_that_link_to_those(manager: Client, site: Site, tool_page: Page) -> None:
    body = [("text", f'<p><a linktype="page" id="{tool_page.pk}">はしご</a></p>')]
    linking = StandardPageFactory(title="道具の案内", body=body)
    ReferenceIndex.create_or_update_for_object(linking)
    assert "道具の案内" in html(manager, preview(site, "off"))


def test_the_preview_names_the_pages_with_its_blocks(manager: Client, site: Site) -> None:
    StandardPageFactory(title="かなづちの頁", body=[("toolbox__tool", "かなづち")])
    assert "かなづちの頁" in html(manager, preview(site, "off"))


def test_the_preview_names_what_leaves_the_menu_and_the_jobs_that_stop(manager: Client, site: Site) -> None:
    page = html(manager, preview(site, "off"))
    assert "備品の一覧表" in page
    assert "1件の仕事が止まります" in page


def test_confirming_switches_and_says_so(manager: Client, site: Site) -> None:
    answer = manager.post(preview(site, "off"), follow=True).content.decode()
    assert not states.is_on(SLUG, site)
    assert "止めました。データはすべて残っています。" in answer


def test_confirming_again_switches_on(manager: Client, site: Site, off: None) -> None:
    manager.post(preview(site, "on"))
    assert states.is_on(SLUG, site)


def test_an_editor_cannot_switch(editor: Client, site: Site) -> None:
    editor.post(preview(site, "off"))
    assert states.is_on(SLUG, site)


def test_a_manager_of_one_site_cannot_switch_at_another(manager: Client, other_site: Site) -> None:
    manager.post(preview(other_site, "off"))
    assert states.is_on(SLUG, other_site)


def test_a_refusal_is_said_where_the_person_is(manager: Client, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.toolbox.apps import ToolboxConfig

    from cms.plugin_api import Refusal

    def refuse(self: object, at: Site) -> None:
        raise Refusal("まだ貸し出し中の備品があります。")

    monkeypatch.setattr(ToolboxConfig, "on_disable", refuse)
    assert "まだ貸し出し中の備品があります。" in manager.post(preview(site, "off"), follow=True).content.decode()


@pytest.fixture
def trouble(site: Site) -> None:
    fill = next(each for each in Registry.loaded(SlotFill) if each.plugin == SLUG)
    for _ in range(incidents.FAILURES):
        try:
            raise TypeError("the hinge is rusty")
        except TypeError as error:
            incidents.failed(fill, error, site=site, now=timezone.now())


def test_a_manager_sees_that_something_failed_and_no_traceback(manager: Client, trouble: None) -> None:
    page = html(manager, f"/admin/plugins/-/{SLUG}/")
    assert "いまあるページへの追加" in page
    assert "5回起きました" in page
    assert "rusty" not in page


def test_a_superuser_sees_the_traceback(chief: Client, trouble: None) -> None:
    assert "the hinge is rusty" in html(chief, f"/admin/plugins/-/{SLUG}/")


def test_what_is_paused_can_be_tried_again(manager: Client, site: Site, trouble: None) -> None:
    fill = next(each for each in Registry.loaded(SlotFill) if each.plugin == SLUG)
    assert "一時停止しています" in html(manager, "/admin/plugins/")
    manager.post(f"/admin/plugins/-/{SLUG}/{site.pk}/resume/", {"contribution": "slot:home.top"})
    assert states.runs(fill, site)


def test_incidents_can_be_cleared(manager: Client, trouble: None) -> None:
    manager.post(f"/admin/plugins/-/{SLUG}/forget/")
    assert not PluginIncident.objects.exists()


def test_a_switch_leaves_its_trace_in_the_sites_log(manager: Client, chief: Client, site: Site) -> None:
    services.disable(slug=SLUG, site=site, now=timezone.now())
    assert "プラグインの停止" in html(chief, "/admin/reports/site-history/")


@pytest.mark.parametrize("path", ["/admin/plugins/-/ghost/", f"/admin/plugins/-/{SLUG}/1/sideways/"])
def test_what_is_not_there_is_not_found(chief: Client, path: str) -> None:
    assert chief.get(path).status_code == 404


def test_a_site_without_plugins_says_how_to_get_one(chief: Client, settings) -> None:
    from cms.plugin_host.boot import Boot

    settings.PLUGINS = Boot()
    assert "プラグインはまだ入っていません" in html(chief, "/admin/plugins/")


def test_a_broken_plugin_says_why(chief: Client, settings) -> None:
    from cms.plugin_host.boot import Boot, Reason, Status, Verdict

    broken = Verdict("ghost", Status.BROKEN, (Reason("unreadable", {"error": "ERROR-7"}),), traceback="TRACE-8")
    settings.PLUGINS = Boot(settings.PLUGINS.apps, (*settings.PLUGINS.verdicts, broken))
    page = html(chief, "/admin/plugins/-/ghost/")
    assert "ERROR-7" in page
    assert "TRACE-8" in page


def test_a_group_is_given_the_right_on_the_groups_screen(chief: Client, site: Site) -> None:
    group = Group.objects.get(staff_role__key="editor")
    page = html(chief, f"/admin/groups/edit/{group.pk}/")
    assert "plugin_host_pluginstate_site_permissions" in page
