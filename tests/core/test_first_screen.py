"""The cards of the first screen find what waits: they do not look through all events and pages for it."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import RequestFactory
from wagtail.models import Site
from wagtail.permissions import page_permission_policy

from cms.core import today
from cms.plugin_api import Registry, StaffPanel
from home.models import StandardPage
from tests.bench.multiply import multiply
from tests.steps import steps_of

EVENTS = ("events", "event_registration")
#: Looks for pages of a certain age, which no index knows.
OF_ALL_PAGES = {"core.stale"}
#: Steps at 60× the events for each at 10×, of which as many are to come: the rest lies in the past.
FEW_MORE = 1.3


@pytest.fixture
def request_of():
    """Return a request by one of the demo's staff, who knows nothing yet about what she may do."""

    def make(username: str):
        request = RequestFactory().get("/admin/")
        request.user = get_user_model().objects.get(username=username)
        request._wagtail_site = Site.objects.get(is_default_site=True)
        return request

    return make


def at_both_sizes(measure: Callable[[], dict[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """Measure with ten times the demo's events and with sixty times; the copies are undone."""
    found = []
    for times in (10, 60):
        with transaction.atomic():
            multiply(times, labels=EVENTS)
            measure()  # what a process looks up once is no matter of size
            found.append(measure())
            transaction.set_rollback(True)
    return found[0], found[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite")
@pytest.mark.parametrize("username", ["manager", "editor"])
def test_no_card_looks_through_the_events_and_pages_of_a_large_centre(demo_db, request_of, username):
    panels = {f"{panel.plugin}.{panel.key}": panel for panel in Registry.of(StaffPanel, Site.objects.get())}
    assert len(panels) > len(OF_ALL_PAGES)

    def measure() -> dict[str, int]:
        found = {
            name: steps_of(lambda panel=panel: today._card(panel, request_of(username)))
            for name, panel in panels.items()
            if name not in OF_ALL_PAGES
        }
        mine = page_permission_policy.instances_user_has_permission_for(request_of(username).user, "change")
        # The control: to be among all pages that somebody may change is what cards asked before.
        found["control"] = steps_of(StandardPage.objects.filter(pk__in=mine.values("pk")).count)
        return found

    few, many = at_both_sizes(measure)
    assert many.pop("control") > 4 * few.pop("control")
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name] * FEW_MORE} == {}
