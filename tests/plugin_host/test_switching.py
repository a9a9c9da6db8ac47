"""Who may be switched, what a switch asks of the plugin, and what stays when it is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation
from wagtail.models import ModelLogEntry, Site

from cms.core import generations
from cms.plugin_api import HomeSection, Refusal, Registry, is_on
from cms.plugin_host import pending, services, states
from cms.plugin_host.boot import Boot
from cms.plugin_host.exceptions import MigrationsMissing, NeededByOthers, NeedsOthers, NotLoaded, RefusedByPlugin
from cms.plugin_host.models import PluginIncident, PluginState

from .conftest import Load

NOON = datetime(2026, 12, 6, 3, 0, tzinfo=UTC)
SECTION = HomeSection(key="x", label="x", template="x.html", context=lambda request, page: None)


def switch_off(slug: str, site: Site) -> bool:
    return services.disable(slug=slug, site=site, now=NOON)


def switch_on(slug: str, site: Site) -> bool:
    return services.enable(slug=slug, site=site, now=NOON)


def test_a_plugin_is_on_at_every_site_from_the_start(load: Load, site: Site, second_site: Site) -> None:
    load("lamp")
    assert states.is_on("lamp", site)
    assert states.is_on("lamp", second_site)


def test_a_plugin_whose_manifest_says_so_is_off_from_the_start(load: Load, site: Site) -> None:
    load("lamp", default=False)
    assert not states.is_on("lamp", site)


def test_off_at_one_site_is_on_at_the_other(load: Load, site: Site, second_site: Site) -> None:
    load("lamp")
    switch_off("lamp", site)
    assert (states.is_on("lamp", site), states.is_on("lamp", second_site)) == (False, True)


def test_without_a_site_it_is_on_as_long_as_one_site_has_it(load: Load, site: Site, second_site: Site) -> None:
    load("lamp")
    switch_off("lamp", site)
    assert states.is_on("lamp")
    switch_off("lamp", second_site)
    assert not states.is_on("lamp")


def test_contributions_go_and_come_with_the_switch(load: Load, site: Site) -> None:
    load("lamp", [SECTION])
    assert "lamp" in {each.plugin for each in Registry.of(HomeSection, site)}
    switch_off("lamp", site)
    assert "lamp" not in {each.plugin for each in Registry.of(HomeSection, site)}
    switch_on("lamp", site)
    assert "lamp" in {each.plugin for each in Registry.of(HomeSection, site)}


def test_switching_what_is_so_already_changes_nothing(load: Load, site: Site) -> None:
    load("lamp")
    assert not switch_on("lamp", site)
    assert not ModelLogEntry.objects.filter(action__startswith="plugin_host").exists()


def test_the_log_says_who_switched(load: Load, site: Site) -> None:
    load("lamp")
    person = get_user_model().objects.create_user("manager")
    services.disable(slug="lamp", site=site, by=person, now=NOON)
    entry = ModelLogEntry.objects.get(action="plugin_host.disable")
    assert (entry.user, entry.label) == (person, "lamp")
    assert PluginState.objects.get(slug="lamp").changed_by == person


def test_what_is_not_loaded_cannot_be_switched(site: Site) -> None:
    with pytest.raises(NotLoaded):
        switch_on("ghost", site)


def test_core_cannot_be_switched_off(site: Site) -> None:
    with pytest.raises(NotLoaded):
        switch_off("home", site)


def test_what_others_need_is_not_switched_off(load: Load, site: Site) -> None:
    load("wall")
    load("lamp", needs={"wall": ">=1"})
    with translation.override("ja"), pytest.raises(NeededByOthers, match="lampの名前"):
        switch_off("wall", site)
    assert states.is_on("wall", site)


def test_what_needs_others_is_not_switched_on_before_them(load: Load, site: Site) -> None:
    load("wall", default=False)
    load("lamp", needs={"wall": ">=1"}, default=False)
    with translation.override("ja"), pytest.raises(NeedsOthers, match="wallの名前"):
        switch_on("lamp", site)


def test_what_needs_something_that_is_off_is_off_itself(load: Load, site: Site) -> None:
    load("wall", default=False)
    load("lamp", needs={"wall": ">=1"})
    assert not states.is_on("lamp", site)


def test_the_plugin_is_told_in_the_transaction(load: Load, site: Site) -> None:
    def on_disable(self: object, at: Site) -> None:
        PluginState.objects.create(site=at, slug="trace", changed_at=NOON)

    load("lamp", on_disable=on_disable)
    switch_off("lamp", site)
    assert PluginState.objects.filter(slug="trace").exists()


def test_a_plugin_that_raises_stays_as_it_was(load: Load, site: Site) -> None:
    def on_disable(self: object, at: Site) -> None:
        PluginState.objects.create(site=at, slug="trace", changed_at=NOON)
        raise ValueError("kato@example.jp")

    load("lamp", on_disable=on_disable)
    with pytest.raises(RefusedByPlugin):
        switch_off("lamp", site)
    assert states.is_on("lamp", site)
    assert not PluginState.objects.filter(slug="trace").exists()
    assert PluginIncident.objects.get().contribution == "hook:on_disable"


def test_a_plugin_that_wants_to_end_the_process_stays_as_it_was(load: Load, site: Site) -> None:
    def on_disable(self: object, at: Site) -> None:
        raise SystemExit(3)

    load("lamp", on_disable=on_disable)
    with pytest.raises(RefusedByPlugin):
        switch_off("lamp", site)
    assert states.is_on("lamp", site)


def test_a_plugin_may_say_no_in_its_own_words(load: Load, site: Site) -> None:
    def on_disable(self: object, at: Site) -> None:
        raise Refusal("あと三通送っています。")

    load("lamp", on_disable=on_disable)
    with translation.override("ja"), pytest.raises(RefusedByPlugin, match="あと三通送っています。"):
        switch_off("lamp", site)
    assert not PluginIncident.objects.exists()


@pytest.fixture
def without_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin's folder has a migration that no database has seen."""
    monkeypatch.setattr(pending, "_names", lambda label: [f"{label}.0001_initial"])


def test_a_plugin_without_its_tables_is_off(load: Load, site: Site, without_tables: None) -> None:
    load("lamp")
    assert not states.is_on("lamp", site)


def test_enabling_it_is_refused_with_the_command_to_run(load: Load, site: Site, without_tables: None) -> None:
    load("lamp")
    with pytest.raises(MigrationsMissing, match=r"python manage\.py migrate lamp"):
        switch_on("lamp", site)


def test_within_a_request_the_switches_are_read_once(load: Load, site: Site, django_assert_num_queries) -> None:
    for number in range(10):
        load(f"lamp{number}", [SECTION])
    states.is_on("lamp0", site)  # whether their tables are there is asked once per process
    with states.reading_once(), django_assert_num_queries(1):
        for _ in range(20):
            Registry.of(HomeSection, site)


def test_without_plugins_no_question_is_asked(site: Site, settings, django_assert_num_queries) -> None:
    settings.PLUGINS = Boot()
    with states.reading_once(), django_assert_num_queries(0):
        Registry.of(HomeSection, site)


def test_a_pause_that_is_over_means_nothing(load: Load, site: Site) -> None:
    load("lamp", [SECTION])
    over = datetime.now(UTC) - timedelta(seconds=1)
    PluginState.objects.create(
        site=site, slug="lamp", contribution="home_section:x", paused_until=over, changed_at=NOON
    )
    assert "lamp" in {each.plugin for each in Registry.of(HomeSection, site)}


# What plugins ask ------------------------------------------------------------------------------------------------


def test_a_plugin_asks_whether_another_is_on(load: Load, site: Site, second_site: Site) -> None:
    load("lamp")
    switch_off("lamp", site)
    assert [is_on("lamp", where) for where in (site, site.pk, second_site, None)] == [False, False, True, True]
    switch_off("lamp", second_site)
    assert not is_on("lamp")


def test_what_is_not_loaded_is_on_nowhere_and_core_always(site: Site) -> None:
    assert [is_on(slug, site) for slug in ("nothing", "wagtailcore", "event_registration")] == [False, False, True]


def test_a_plugin_without_its_tables_is_said_to_be_off(load: Load, site: Site, without_tables: None) -> None:
    load("lamp")
    assert not is_on("lamp", site)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("work", [nullcontext, generations.one_request], ids=["a run of a schedule", "a request"])
def test_within_one_piece_of_work_the_answer_stays_unless_it_is_asked_anew(
    load: Load, site: Site, work: Callable[[], AbstractContextManager[None]]
) -> None:
    load("lamp")
    switch_off("lamp", site)
    with work(), states.reading_once(site=site):
        assert not is_on("lamp", site)
        PluginState.objects.filter(slug="lamp").update(enabled=True)  # by another process
        assert [is_on("lamp", site), is_on("lamp", site, anew=True), is_on("lamp", site)] == [False, True, True]
