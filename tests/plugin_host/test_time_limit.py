"""A call into a plugin that would never come to an end is ended, wherever it runs."""

import signal
import threading
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import Site

from cms.core import schedules
from cms.plugin_api import Schedule
from cms.plugin_host import guard, states, time_limit
from cms.plugin_host.boot import Boot
from cms.plugin_host.incidents import FAILURES
from cms.plugin_host.models import PluginIncident

from .conftest import Load

SHORT = 0.05
#: As long as psycopg may take to cancel a query: interrupted in that, it waits for the query's own end.
A_CANCEL = time_limit.AGAIN


def loop() -> None:
    while True:
        pass


def swallow() -> None:
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


def swallow_all_once() -> None:
    try:
        loop()
    except BaseException:
        loop()


def sleep() -> None:
    time.sleep(3600)


def wait_for_a_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def in_main_thread(fn: Callable[[], Any]) -> Any:
    return time_limit.run(fn, seconds=SHORT)


def in_a_thread(fn: Callable[[], Any]) -> Any:
    """As in a web process: there are no signals."""
    came: list[Any] = []

    def run() -> None:
        try:
            came.append(time_limit.run(fn, seconds=SHORT))
        except time_limit.TooSlow as slow:
            came.append(slow)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    if isinstance(came[0], Exception):
        raise came[0]
    return came[0]


@pytest.fixture(autouse=True)
def again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "AGAIN", SHORT)


@pytest.mark.parametrize("endless", [loop, swallow, swallow_all_once, sleep, wait_for_a_lock])
def test_in_the_main_thread_whatever_does_not_end_is_ended(endless: Callable[[], None]) -> None:
    with pytest.raises(time_limit.TooSlow):
        in_main_thread(endless)


@pytest.mark.parametrize("endless", [loop, swallow, swallow_all_once])
def test_in_another_thread_python_code_that_does_not_end_is_ended(endless: Callable[[], None]) -> None:
    with pytest.raises(time_limit.TooSlow):
        in_a_thread(endless)


@pytest.mark.parametrize("run", [in_main_thread, in_a_thread])
def test_the_traceback_says_where_it_was(run: Callable[..., Any]) -> None:
    with pytest.raises(time_limit.TooSlow) as slow:
        run(loop)
    assert "in loop" in "".join(traceback.format_exception(slow.value))


@pytest.mark.parametrize("run", [in_main_thread, in_a_thread])
def test_what_ends_in_time_is_left_alone_and_so_is_what_comes_after(run: Callable[..., Any]) -> None:
    assert run(lambda: "light") == "light"
    time.sleep(3 * SHORT)


@pytest.mark.parametrize("run", [in_main_thread, in_a_thread])
def test_what_the_call_raises_is_raised(run: Callable[..., Any]) -> None:
    def fail() -> None:
        raise time_limit.TooSlow("by itself")

    with pytest.raises(time_limit.TooSlow, match="by itself"):
        run(fail)


def test_signals_are_as_they_were() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(time_limit.TooSlow):
        in_main_thread(loop)
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot be told to sleep")
def test_a_query_that_does_not_end_is_ended_and_the_connection_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "AGAIN", A_CANCEL)

    def ask(what: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(what)
            return cursor.fetchone()

    # The server's own limit would end it too, half a minute later.
    assert ask("SELECT set_config('statement_timeout', '0', false)") == ("0",)
    with pytest.raises(time_limit.TooSlow):
        in_main_thread(lambda: ask("SELECT pg_sleep(3600)"))
    assert ask("SELECT 1") == (1,)


@pytest.mark.django_db
def test_a_schedule_that_never_ends_is_ended_noted_and_paused_and_the_others_run(
    load: Load, site: Site, monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    settings.PLUGINS = Boot(settings.PLUGINS.apps)  # those of the project take their time, as if they were core's
    monkeypatch.setattr(schedules, "LONGEST", SHORT)
    ran = []
    hangs = Schedule(key="a", run=lambda *, now, site: loop(), when=timedelta(seconds=1))
    works = Schedule(key="b", run=lambda *, now, site: ran.append(now), when=timedelta(seconds=1))
    load("lamp", [hangs, works])
    moments = [timezone.now() + timedelta(minutes=number) for number in range(FAILURES + 1)]
    for now in moments:
        schedules.run_due(now=now)
    assert ran == moments
    incident = PluginIncident.objects.get()
    assert (incident.contribution, incident.count) == ("schedule:a", FAILURES)
    assert incident.error.endswith("TooSlow")
    assert "in loop" in incident.traceback


@pytest.mark.django_db
def test_a_call_without_a_limit_takes_its_time(load: Load, site: Site) -> None:
    """The control: most calls have none, so that no thread is made for each."""
    load("lamp", [Schedule(key="a", run=print, when=timedelta(hours=1))])
    from cms.plugin_api import Registry

    (found,) = (each for each in Registry.loaded(Schedule) if each.plugin == "lamp")
    assert states.runs(found, site)
    threads = threading.active_count()
    assert guard.call(found, threading.active_count, fallback=0, site=site) == threads
