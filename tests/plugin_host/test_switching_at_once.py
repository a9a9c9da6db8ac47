"""Two people switch at the same moment: what is needed is never off while what needs it is on."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from wagtail.models import Site

from cms.plugin_host import services, states
from cms.plugin_host.exceptions import SwitchRefused

from .conftest import Load

NOON = datetime(2026, 12, 6, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> None:
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
        except SwitchRefused:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_needs_hold_when_two_switch_at_once(load: Load) -> None:
    site = Site.objects.get(is_default_site=True)
    load("wall")
    load("lamp", needs={"wall": ">=1"}, default=False)
    outcomes = set()
    for _round in range(12):
        services.enable(slug="wall", site=site, now=NOON)
        services.disable(slug="lamp", site=site, now=NOON)
        at_once(
            lambda: services.enable(slug="lamp", site=site, now=NOON),
            lambda: services.disable(slug="wall", site=site, now=NOON),
        )
        rows = dict(states.PluginState.objects.values_list("slug", "enabled"))
        assert rows["wall"] or not rows["lamp"], rows
        outcomes.add((rows["wall"], rows["lamp"]))
    assert outcomes <= {(True, True), (False, False)}


def test_eight_people_switch_it_off_once(load: Load) -> None:
    site = Site.objects.get(is_default_site=True)
    told: list[int] = []
    load("lamp", on_disable=lambda self, at: told.append(1))
    at_once(*[lambda: services.disable(slug="lamp", site=site, now=NOON)] * 8)
    assert told == [1]
