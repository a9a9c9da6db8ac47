"""`manage.py plugins`: the verbs that switch, count, write out, look and take away."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from cms.plugin_api import Registry, SlotFill
from cms.plugin_host import incidents, services, states
from cms.plugin_host.models import PluginState
from cms.plugin_host.verbs import uninstalling
from tests.factories.home import StandardPageFactory, home_page

from .conftest import SLUG


def plugins(*arguments: str) -> str:
    out = StringIO()
    call_command("plugins", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def as_json(*arguments: str) -> object:
    return json.loads(plugins(*arguments, "--json"))


@pytest.fixture
def tool(site: Site) -> object:
    from plugins.toolbox.models import Tool

    return Tool.objects.create(site=site, name="のこぎり")


def test_disable_switches_off_at_every_site(site: Site, other_site: Site) -> None:
    plugins("disable", SLUG)
    assert (states.is_on(SLUG, site), states.is_on(SLUG, other_site)) == (False, False)


def test_disable_switches_off_at_the_site_named(site: Site, other_site: Site) -> None:
    plugins("disable", SLUG, "--site", "neighbour.example")
    assert (states.is_on(SLUG, site), states.is_on(SLUG, other_site)) == (True, False)


def test_enable_says_in_json_what_changed(site: Site, off: None) -> None:
    assert as_json("enable", SLUG) == {
        "slug": SLUG, "sites": [{"site": site.pk, "host": site.hostname, "on": True, "changed": True}],
    }  # fmt: skip


def test_a_refusal_ends_with_an_error(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.toolbox.apps import ToolboxConfig

    monkeypatch.setattr(ToolboxConfig, "on_disable", lambda self, at: 1 / 0)
    with pytest.raises(CommandError, match="Refused"):
        plugins("disable", SLUG)
    assert states.is_on(SLUG, site)


def test_a_site_that_is_not_there_is_named_with_those_that_are(site: Site) -> None:
    with pytest.raises(CommandError, match="nowhere is not one site"):
        plugins("disable", SLUG, "--site", "nowhere")


def test_a_plugin_that_is_not_there_is_named_with_those_that_are(site: Site) -> None:
    with pytest.raises(CommandError, match=r"Loaded are: .*\btoolbox\b"):
        plugins("enable", "ghost")


def test_data_counts_by_site(site: Site, other_site: Site, tool: object) -> None:
    assert [each["data"] for each in as_json("data", SLUG)["sites"]] == [{"tools": 1}, {"tools": 0}]


def test_export_holds_every_row(site: Site, tool: object) -> None:
    rows = json.loads(plugins("export", SLUG))["sites"][0]["data"]["toolbox.Tool"]
    assert [row["fields"]["name"] for row in rows] == ["のこぎり"]


def test_export_holds_what_is_kept_of_pages_elsewhere(site: Site) -> None:
    from plugins.toolbox.models import ToolPage

    home_page().add_child(instance=ToolPage(title="はしご", slug="ladder")).save_revision()
    data = json.loads(plugins("export", SLUG))["sites"][0]["data"]
    assert [row["fields"]["title"] for row in data["wagtailcore.Page"]] == ["はしご"]
    assert len(data["wagtailcore.Revision"]) == 1


def test_export_writes_a_file_that_only_its_owner_reads(site: Site, tool: object, tmp_path: Path) -> None:
    plugins("export", SLUG, "--output", str(tmp_path / "out.json"))
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o600


def test_export_overwrites_nothing(site: Site, tmp_path: Path) -> None:
    (tmp_path / "out.json").write_text("mine")
    with pytest.raises(CommandError, match="cannot be written"):
        plugins("export", SLUG, "--output", str(tmp_path / "out.json"))


def test_doctor_is_content_with_a_sound_site(site: Site) -> None:
    assert "All is well." in plugins("doctor")


def test_doctor_finds_pages_without_code(site: Site) -> None:
    page = StandardPageFactory()
    Page.objects.filter(pk=page.pk).update(content_type=ContentType.objects.create(app_label="ghost", model="page"))
    with pytest.raises(CommandError, match="To be looked at: 1"):
        plugins("doctor")


def test_doctor_finds_blocks_without_code(site: Site, capsys: pytest.CaptureFixture) -> None:
    page = StandardPageFactory()
    stored = '[{"type": "text", "value": "a"}, {"type": "ghost__lamp", "value": 1}]'
    with connection.cursor() as cursor:
        cursor.execute("UPDATE home_standardpage SET body = %s WHERE page_ptr_id = %s", [stored, page.pk])
    with pytest.raises(CommandError):
        call_command("plugins", "doctor", "--json")
    assert [found["slug"] for found in json.loads(capsys.readouterr().out)] == ["ghost"]


def test_doctor_finds_what_is_paused_and_why(site: Site, capsys: pytest.CaptureFixture) -> None:
    fill = next(each for each in Registry.loaded(SlotFill) if each.plugin == SLUG)
    for _ in range(incidents.FAILURES):
        incidents.failed(fill, ValueError(), site=site, now=timezone.now())
    with pytest.raises(CommandError):
        call_command("plugins", "doctor")
    said = capsys.readouterr().out
    assert "slot:home.top is paused" in said
    assert "slot:home.top: 5 incidents" in said


def test_uninstall_changes_nothing_before_it_is_told_to(site: Site, tool: object) -> None:
    assert "1 toolbox.Tool: deleted" in plugins("uninstall", SLUG)
    assert type(tool).objects.exists()


def test_uninstall_asks_about_pages(site: Site) -> None:
    from plugins.toolbox.models import ToolPage

    home_page().add_child(instance=ToolPage(title="はしご", slug="ladder"))
    with pytest.raises(CommandError, match="1 pages of its types"):
        plugins("uninstall", SLUG, "--yes")
    assert ToolPage.objects.exists()


def test_uninstall_deletes_no_page_of_others_that_stands_below(site: Site) -> None:
    from plugins.toolbox.models import ToolPage

    ladder = home_page().add_child(instance=ToolPage(title="はしご", slug="ladder"))
    StandardPageFactory(parent=ladder, title="使い方")
    with pytest.raises(CommandError, match="使い方"):
        plugins("uninstall", SLUG, "--yes", "--delete-pages")
    assert Page.objects.filter(title="使い方").exists()


@pytest.mark.django_db(transaction=True)
def test_uninstall_leaves_an_export_and_no_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from plugins.toolbox.models import Tool, ToolPage

    site = Site.objects.get(is_default_site=True)
    Tool.objects.create(site=site, name="のこぎり")
    home_page().add_child(instance=ToolPage(title="はしご", slug="ladder"))
    standing = StandardPageFactory(title="道具", body=[("toolbox__tool", "かなづち")])
    services.disable(slug=SLUG, site=site, now=timezone.now())
    monkeypatch.setattr(uninstalling, "VAR_DIR", tmp_path)
    plugins("uninstall", SLUG, "--yes", "--delete-pages")
    assert "のこぎり" in next((tmp_path / "exports").iterdir()).read_text()
    assert not [name for name in connection.introspection.table_names() if name.startswith("toolbox_")]
    assert not ContentType.objects.filter(app_label="toolbox").exists()
    assert not PluginState.objects.filter(slug=SLUG).exists()
    assert not Page.objects.filter(slug="ladder").exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM home_standardpage WHERE page_ptr_id = %s", [standing.pk])
        assert "toolbox__tool" in str(cursor.fetchone()[0])
