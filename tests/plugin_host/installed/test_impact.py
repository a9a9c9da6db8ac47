"""The preview of a switch tells of the site that is switched, of nothing else, and looks into every kind of text."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from cms.plugin_host import belonging, holdings, impact, in_streams, pending, services, states
from events.registration.models import Registration
from tests.factories.home import StandardPageFactory, home_page

from .conftest import SLUG


@pytest.fixture
def filled(site: Site, other_site: Site) -> None:
    """Both sites have a tool, its page, a page that links there, a page with a block, and settings with a block."""
    from plugins.toolbox.models import EventTools, LendingRules, Tool, ToolPage

    for centre, name in ((site, "こちら"), (other_site, "あちら")):
        home = centre.root_page.specific
        Tool.objects.create(site=centre, name=name)
        tool = home.add_child(instance=ToolPage(title=f"{name}の備品", slug="saw", locale=home.locale))
        link = f'<a linktype="page" id="{tool.pk}">備品</a>'
        StandardPageFactory(parent=home, title=f"{name}のリンク", slug="links", body=[("text", link)])
        holding = StandardPageFactory(
            parent=home, title=f"{name}の部品", slug="holds", body=[("toolbox__tool", "かなづち")]
        )
        LendingRules.objects.create(site=centre, notes=[("toolbox__tool", "かなづち")])
        EventTools.objects.create(event=holding.translation_key, microphones=2)
    call_command("rebuild_references_index", verbosity=0)


def titles(some: impact.Some) -> list[str]:
    return [found.title for found in some.shown]


def test_pages_of_another_site_that_link_here_are_not_named(filled: None, site: Site) -> None:
    across = Page.objects.get(title="こちらの備品")
    link = f'<a linktype="page" id="{across.pk}">備品</a>'
    there = Page.objects.get(title="あちらの備品").get_parent()
    StandardPageFactory(parent=there, title="よそからのリンク", slug="across", body=[("text", link)])
    call_command("rebuild_references_index", verbosity=0)
    found = impact.of(SLUG, site)
    assert titles(found.linking) == ["こちらのリンク"]
    assert found.linking.total == 1


def test_pages_of_its_types_are_those_of_the_site(filled: None, site: Site) -> None:
    assert titles(impact.of(SLUG, site).pages) == ["こちらの備品"]


def test_what_holds_its_blocks_is_found_in_pages_and_settings_of_the_site(filled: None, site: Site) -> None:
    found = impact.of(SLUG, site).holding
    assert found.total == 2
    assert "こちらの部品" in titles(found)
    settings = next(each for each in found.shown if each.title != "こちらの部品")
    assert settings.url == f"/admin/settings/toolbox/lendingrules/{site.pk}/"


def test_every_model_with_a_stream_is_looked_through() -> None:
    from plugins.toolbox.models import LendingRules

    assert LendingRules in dict(in_streams.streams())


def test_data_is_counted_for_the_site_alone(filled: None, site: Site) -> None:
    """The plugin says of its own how many tools there are; here the host counts every model."""
    counted = dict(holdings._counted(SLUG, site))
    assert counted["イベントの備品"] == 1
    assert counted["備品のページ"] == 1


def test_what_cannot_be_told_by_site_is_counted_where_there_is_one_site_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.toolbox.models import Tool

    monkeypatch.setattr(holdings, "belonging_to", lambda site, model: None)
    Tool.objects.create(site=site, name="のこぎり")
    assert dict(holdings._counted(SLUG, site))["備品"] == 1
    Site.objects.create(hostname="second.example", root_page=home_page())
    assert holdings._counted(SLUG, site) == []


def test_a_row_belongs_to_the_site_of_what_it_is_kept_with(site: Site) -> None:
    """A registration has no site of its own; its event has."""
    assert "event__site" in str(belonging.belonging_to(site, Registration))


def test_the_index_of_a_job_has_the_words_of_blocks_that_are_on_where_the_page_stands(
    filled: None, site: Site, other_site: Site
) -> None:
    services.disable(slug=SLUG, site=other_site, now=timezone.now())

    def words(title: str) -> str:
        page = Page.objects.get(title=title).specific
        field = next(each for each in page.search_fields if each.field_name == "body")
        return " ".join(field.get_value(page))

    assert "かなづち" in words("こちらの部品")
    assert "かなづち" not in words("あちらの部品")
    with states.reading_once(site=other_site):
        assert "かなづち" in words("こちらの部品")
    with states.reading_once(site=site):
        assert "かなづち" not in words("あちらの部品")


@pytest.mark.parametrize("unready", [True, False], ids=["not there yet", "there"])
def test_tables_of_a_plugin_that_are_not_there_yet_are_not_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch, unready: bool
) -> None:
    """Of any plugin: what one switch changes can be seen while another plugin waits for `migrate`."""
    if unready:
        monkeypatch.setattr(pending, "unapplied", lambda slugs: {SLUG: ["toolbox.0001_tools"]})
    states.forget_readiness()
    with CaptureQueriesContext(connection) as asked:
        list(in_streams.holders("another", site))
    assert any("toolbox_lendingrules" in query["sql"] for query in asked) is not unready
