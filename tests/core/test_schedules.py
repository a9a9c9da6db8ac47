"""Schedules run when they are due, once, whatever asks how often."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

import tests
from cms.core import schedules
from cms.core.models import ScheduleRun
from cms.core.tasks import tick
from cms.plugin_api import Plugin, Registry, Schedule

NOON = datetime(2026, 12, 6, 12, 0, tzinfo=UTC)
RAN: list[str] = []
SAID = "the wall clock fell down"


def note(*, now):
    RAN.append(now.isoformat())


def fail(*, now):
    raise ValueError(SAID)


class Timed(Plugin):
    name = "tests"
    label = "timed"

    def contribute(self):
        yield Schedule(key="broken", run=fail, when=timedelta(minutes=1), order=1)
        yield Schedule(key="note", run=note, when=timedelta(minutes=10), order=2)


@pytest.fixture
def timed():
    RAN.clear()
    apps.app_configs["timed"] = Timed("tests", tests)
    Registry.forget()
    yield
    apps.app_configs.pop("timed")
    Registry.forget()


@pytest.mark.django_db
def test_a_schedule_runs_at_first_and_again_after_its_interval(timed):
    schedules.run_due(now=NOON)
    schedules.run_due(now=NOON + timedelta(minutes=9))
    schedules.run_due(now=NOON + timedelta(minutes=10))
    assert len(RAN) == 2


@pytest.mark.django_db
def test_a_clock_that_was_a_year_ahead_stops_nothing_when_it_is_put_right(timed):
    schedules.run_due(now=NOON + timedelta(days=365))
    schedules.run_due(now=NOON)
    schedules.run_due(now=NOON + timedelta(minutes=9))
    schedules.run_due(now=NOON + timedelta(minutes=10))
    assert len(RAN) == 3


@pytest.mark.django_db
def test_a_clock_that_is_a_minute_behind_another_runs_nothing_twice(timed):
    schedules.run_due(now=NOON)
    schedules.run_due(now=NOON - timedelta(minutes=1))
    assert len(RAN) == 1


@pytest.mark.django_db
def test_a_clock_that_jumps_ahead_runs_once_what_it_jumped_over(timed):
    for jump in (timedelta(0), timedelta(days=3), timedelta(days=3, minutes=1)):
        schedules.run_due(now=NOON + jump)
    assert len(RAN) == 2


@pytest.mark.django_db
def test_a_schedule_that_fails_keeps_its_traceback_and_stops_no_other(timed):
    schedules.run_due(now=NOON)
    assert len(RAN) == 1
    assert "ValueError" in ScheduleRun.objects.get(key="broken").error


@pytest.mark.django_db
def test_what_a_failure_says_is_neither_kept_nor_logged(timed, caplog):
    """It may quote what somebody typed."""
    schedules.run_due(now=NOON)
    said = ScheduleRun.objects.get(key="broken").error + caplog.text
    assert ("test_schedules.py" in said, SAID in said) == (True, False)


@pytest.mark.django_db
def test_a_failure_is_forgotten_after_a_run_without_one(timed, monkeypatch):
    schedules.run_due(now=NOON)
    ScheduleRun.objects.filter(key="note").update(error="old")
    schedules.run_due(now=NOON + timedelta(minutes=10))
    assert ScheduleRun.objects.get(key="note").error == ""


@pytest.mark.django_db(transaction=True)
def test_eight_callers_at_once_run_a_schedule_once(timed):
    schedules.run_due(now=NOON)
    RAN.clear()
    barrier = threading.Barrier(8)

    def call():
        barrier.wait()
        schedules.run_due(now=NOON + timedelta(minutes=30))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(RAN) == 1


@pytest.mark.django_db
def test_the_tick_publishes_a_page_whose_time_has_come():
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=Page(title="予約した頁", slug="scheduled", live=False))
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    tick()
    assert not Page.objects.get(pk=page.pk).live
    revision = page.revisions.get()
    past = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    ScheduleRun.objects.update(started_at=timezone.now() - timedelta(minutes=5))
    tick()
    assert Page.objects.get(pk=page.pk).live
