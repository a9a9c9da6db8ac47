"""A plugin's mistake stays its own: it is noted once with its count, and paused when it goes on."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from celery.signals import task_postrun
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from wagtail.models import Page, Site

from cms.plugin_api import Contribution, Demo, Registry, SlotFill
from cms.plugin_host import guard, incidents, states, unsure
from cms.plugin_host.middleware import ReadSwitchesOnce
from cms.plugin_host.models import PluginIncident, PluginState

from .conftest import Load


def explode(*args: object) -> str:
    raise ValueError("加藤さん kato@example.jp")


FILL = SlotFill(slot="footer", render=explode)


@pytest.fixture
def fill(load: Load) -> Contribution:
    """The slot fill of a plugin that raises."""
    load("lamp", [FILL])
    return next(each for each in Registry.loaded(SlotFill) if each.plugin == "lamp")


def call(contribution: Contribution, site: Site | None, fn: Callable[..., str] = explode) -> str:
    return guard.call(contribution, fn, {}, fallback="nothing", site=site)


def test_what_a_plugin_answers_is_passed_on(fill: Contribution, site: Site) -> None:
    assert call(fill, site, lambda context: "light") == "light"


def test_a_plugin_that_raises_is_replaced(fill: Contribution, site: Site) -> None:
    assert call(fill, site) == "nothing"


def test_a_plugin_that_wants_to_end_the_process_is_replaced(fill: Contribution, site: Site) -> None:
    def leave(context: object) -> str:
        raise SystemExit(1)

    assert call(fill, site, leave) == "nothing"


@pytest.mark.django_db
def test_cores_own_mistakes_are_raised(site: Site) -> None:
    with pytest.raises(ValueError, match="加藤"):
        guard.call(Demo(key="x", load=explode, plugin="home"), explode, fallback=None, site=site)


@pytest.mark.parametrize("answer", [Http404, PermissionDenied])
def test_answers_are_no_mistakes(answer: type[Exception], fill: Contribution, site: Site) -> None:
    def refuse(context: object) -> str:
        raise answer

    with pytest.raises(answer):
        guard.call(fill, refuse, {}, fallback="", site=site, passes=(Http404, PermissionDenied))
    assert not PluginIncident.objects.exists()


def test_the_same_mistake_is_one_incident_with_a_count(fill: Contribution, site: Site) -> None:
    for _ in range(3):
        call(fill, site)
    assert PluginIncident.objects.values_list("plugin", "contribution", "error", "count").get() == (
        "lamp", "slot:footer", "ValueError", 3,
    )  # fmt: skip


def test_an_incident_knows_the_place_and_no_person(fill: Contribution, site: Site) -> None:
    call(fill, site)
    traceback = PluginIncident.objects.get().traceback
    assert "in explode" in traceback
    assert "加藤さん kato@example.jp" not in traceback.replace('raise ValueError("加藤さん kato@example.jp")', "")


def test_a_message_about_code_is_kept(fill: Contribution, site: Site) -> None:
    def misspelt(context: object) -> str:
        return context.lihgt  # type: ignore[attr-defined,no-any-return]

    call(fill, site, misspelt)
    assert "has no attribute 'lihgt'" in PluginIncident.objects.get().traceback


def test_a_message_of_the_database_that_quotes_a_row_is_not_kept(fill: Contribution, site: Site) -> None:
    def clash(context: object) -> str:
        raise IntegrityError("Key (email)=(kato@example.jp) already exists")

    call(fill, site, clash)
    stored = PluginIncident.objects.get().traceback.replace("Key (email)=(kato@example.jp) already exists", "", 1)
    assert "kato@example.jp" not in stored


def test_of_a_query_that_fails_the_values_are_not_kept(fill: Contribution, site: Site) -> None:
    def misspelt(context: object) -> str:
        shown = "LINE 1: SELECT nmae FROM people WHERE email = 'kato" + "@example.jp'"
        raise ProgrammingError(f'column "nmae" does not exist\n{shown}\n        ^')

    call(fill, site, misspelt)
    stored = PluginIncident.objects.get().traceback
    assert 'column "nmae" does not exist' in stored
    assert "kato@example.jp" not in stored


@pytest.mark.django_db(transaction=True)
def test_the_log_has_no_message_even_where_no_incident_can_be_written(
    fill: Contribution, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.schema_editor() as editor:
        editor.delete_model(PluginIncident)
    try:
        assert call(fill, site) == "nothing"
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(PluginIncident)
    assert "could not be recorded" in caplog.text
    assert "kato@example.jp" not in caplog.text


def test_a_query_that_fails_costs_nobody_elses_work(fill: Contribution, site: Site) -> None:
    def ask_nonsense(context: object) -> str:
        Page.objects.filter(pk=site.root_page_id).update(title="踏み荒らした")
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        return ""

    with transaction.atomic():
        PluginState.objects.create(site=site, slug="mine", changed_at=site_time())
        assert call(fill, site, ask_nonsense) == "nothing"
    assert PluginState.objects.filter(slug="mine").exists()
    assert Page.objects.get(pk=site.root_page_id).title != "踏み荒らした"


def site_time() -> object:
    from django.utils import timezone

    return timezone.now()


def test_five_failures_pause_the_contribution_on_that_site(fill: Contribution, site: Site, second_site: Site) -> None:
    for _ in range(incidents.FAILURES):
        assert states.runs(fill, site)
        call(fill, site)
    assert (states.runs(fill, site), states.runs(fill, second_site)) == (False, True)


def test_failures_in_different_ways_count_together(fill: Contribution, site: Site) -> None:
    def otherwise(context: object) -> str:
        raise KeyError

    for fn in (explode, otherwise, explode, otherwise, explode):
        call(fill, site, fn)
    assert not states.runs(fill, site)


def test_after_a_pause_one_more_failure_pauses_again(fill: Contribution, site: Site) -> None:
    for _ in range(incidents.FAILURES):
        call(fill, site)
    PluginState.objects.filter(contribution="slot:footer").update(paused_until=site_time())
    assert states.runs(fill, site)
    call(fill, site)
    assert not states.runs(fill, site)


def test_four_failures_pause_nothing(fill: Contribution, site: Site) -> None:
    for _ in range(incidents.FAILURES - 1):
        call(fill, site)
    assert states.runs(fill, site)


def test_a_slow_answer_is_given_and_noted(fill: Contribution, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SLOW", 0.01)

    def sleep(context: object) -> str:
        time.sleep(0.02)
        return "light"

    assert call(fill, site, sleep) == "light"
    incident = PluginIncident.objects.get()
    assert incident.is_slow
    assert incident.slowest_ms >= 20


def test_what_nobody_waits_for_may_take_long(fill: Contribution, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SLOW", -1.0)
    assert guard.call(fill, lambda: "light", fallback="", site=site, may_be_slow=True) == "light"
    assert not PluginIncident.objects.exists()


def test_slowness_alone_pauses_nothing(fill: Contribution, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "SLOW", -1.0)
    for _ in range(incidents.FAILURES + 1):
        call(fill, site, lambda context: "light")
    assert states.runs(fill, site)


def test_together_leaves_out_what_fails_alone(load: Load, fill: Contribution, site: Site) -> None:
    def first_letters(words: list[str]) -> list[str]:
        return [word[0] for word in words]

    core = Demo(key="x", load=print, plugin="home")
    assert guard.together([(core, "abc"), (fill, "")], first_letters, site=site) == ["a"]
    assert PluginIncident.objects.get().error == "IndexError"


class Undone(Exception):
    """What rolls a transaction back."""


def fail_in_a_transaction(fill: Contribution, site: Site, *, undo: bool = True) -> None:
    with suppress(Undone), transaction.atomic():
        call(fill, site)
        if undo:
            raise Undone


@pytest.mark.django_db(transaction=True)
def test_an_incident_goes_with_its_transaction_until_it_is_written_again(fill: Contribution, site: Site) -> None:
    fail_in_a_transaction(fill, site)
    assert not PluginIncident.objects.exists()
    unsure.write_lost()
    assert PluginIncident.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_an_incident_of_a_transaction_that_commits_counts_once(fill: Contribution, site: Site) -> None:
    fail_in_a_transaction(fill, site, undo=False)
    unsure.write_lost()
    assert PluginIncident.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_an_incident_outlives_the_savepoint_that_is_rolled_back_in_a_transaction_that_commits(
    fill: Contribution, site: Site
) -> None:
    with transaction.atomic():
        fail_in_a_transaction(fill, site)
    unsure.write_lost()
    assert PluginIncident.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_what_keeps_failing_in_transactions_that_are_rolled_back_is_paused(fill: Contribution, site: Site) -> None:
    for _ in range(incidents.FAILURES):
        fail_in_a_transaction(fill, site)
        unsure.write_lost()
    assert not states.runs(fill, site)


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_request_writes_what_was_lost_in_it(fill: Contribution, site: Site, rf: RequestFactory) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        fail_in_a_transaction(fill, site)
        return HttpResponse()

    ReadSwitchesOnce(view)(rf.get("/"))
    assert PluginIncident.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_end_of_a_job_writes_what_was_lost_in_it(fill: Contribution, site: Site) -> None:
    fail_in_a_transaction(fill, site)
    task_postrun.send(sender=None)
    assert PluginIncident.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_next_failure_outside_of_a_transaction_writes_what_was_lost(fill: Contribution, site: Site) -> None:
    fail_in_a_transaction(fill, site)
    call(fill, site)
    assert PluginIncident.objects.get().count == 2


def test_old_incidents_are_forgotten(fill: Contribution, site: Site) -> None:
    call(fill, site)
    now = PluginIncident.objects.get().last_at
    incidents.forget_old(now=now + incidents.KEPT_FOR)
    assert PluginIncident.objects.exists()
    incidents.forget_old(now=now + incidents.KEPT_FOR * 1.01)
    assert not PluginIncident.objects.exists()


@pytest.mark.django_db
def test_a_plugin_whose_contribute_fails_leaves_the_others(load: Load) -> None:
    def contribute(self: object) -> list[Contribution]:
        raise ImportError("nothing there")

    load("lamp", contribute=contribute)
    assert {each.plugin for each in Registry.loaded(Demo)} >= {"home", "core"}
