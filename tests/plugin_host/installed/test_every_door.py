"""Every function of every kind of contribution, failing in every way: what stands around it stands, and it is noted.

The list of doors is the API's own: a contribution that is new there has no test here until somebody writes it one.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, Value
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core import demo, letter_sections, schedules
from cms.core.blocks.contributed import contributed_blocks, resolved
from cms.core.models import Keyword
from cms.plugin_api import Contribution, Demo, LetterContext, Registry, registry
from cms.plugin_api.calls import CALLS
from cms.plugin_host import guard
from cms.plugin_host.models import PluginIncident
from tests.factories import events
from tests.factories.home import StandardPageFactory
from tests.registration.test_registering import BROWSER, address, filled

from .conftest import SLUG

DOORS = [f"{kind.kind}.{name}" for kind, functions in CALLS.items() for name in functions]


# Ways to fail ---------------------------------------------------------------------------------------------------------


def raises(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("everything is broken")


def asks_nonsense(*args: Any, **kwargs: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


def leaves(*args: Any, **kwargs: Any) -> Any:
    raise SystemExit(1)


def gives_something_else(*args: Any, **kwargs: Any) -> Any:
    return 7


def asks_nonsense_later(*args: Any, **kwargs: Any) -> Any:
    from plugins.toolbox.models import Tool

    return Tool.objects.extra(where=["nothing_there = 1"])


WAYS = {fn.__name__: fn for fn in (raises, asks_nonsense, leaves, gives_something_else, asks_nonsense_later)}
#: Nobody looks at what these return.
SILENT = {"schedule.run", "listener.handle", "form_box.accept", "demo.load"}
#: These return rows that somebody else asks for.
LAZY = {"search_kind.queryset", "search_kind.rows", "search_kind.tagged", "search_kind.counts"}
#: Nobody waits for it: it may take long.
PATIENT = "demo.load"
#: Asked with those of core in one query: nobody can say who of them was slow.
TOGETHER = {"search_kind.counts"}
CASES = [
    (door, way)
    for door in DOORS
    for way in WAYS
    if not (way == "gives_something_else" and door in SILENT) and (way != "asks_nonsense_later" or door in LAZY)
]


# What calls them ------------------------------------------------------------------------------------------------------


@dataclass
class Visit:
    """A site with the plugin, and somebody who goes through a door."""

    site: Site
    client: Client
    commits: Callable[..., Any]

    def page(self, path: str, *, status: int = 200) -> None:
        response = self.client.get(path)
        assert response.status_code == status
        assert "everything is broken" not in response.content.decode()

    def admin(self) -> None:
        self.client.force_login(get_user_model().objects.create_superuser("chief"))
        self.page("/admin/")

    def menu(self) -> None:
        self.page("/ja/")
        self.admin()

    def blocks(self) -> None:
        assert "lead" in dict(resolved([("lead", Page), contributed_blocks("body")]))  # type: ignore[list-item]

    def schedule(self) -> None:
        assert "core.publish_scheduled" in schedules.run_due(now=timezone.now())

    def letter(self) -> None:
        now = timezone.now()
        letter_sections.fill(LetterContext(site=self.site, language="ja", since=now - timedelta(days=7), until=now))

    def booking(self) -> None:
        offering = events.bookable()
        session = offering.sessions.get()
        session.starts_at = timezone.now() + timedelta(days=30)
        session.ends_at = session.starts_at + timedelta(hours=1)
        session.save()
        StandardPageFactory(title="講座", slug="lecture", translation_key=offering.event.page_key)
        self.page(address(offering))
        sent = filled(offering, box_toolbox_tools="on")
        assert self.client.post(address(offering), sent, **BROWSER).status_code == 303
        assert offering.registrations.get().state == "confirmed"

    def workspace(self) -> None:
        self.client.force_login(get_user_model().objects.create_superuser("chief"))
        self.page(reverse("event_workspace:overview", args=[events.bookable().event.pk]))

    def publishing(self) -> None:
        page = StandardPageFactory(slug="news-of-tools")
        with self.commits(execute=True):
            page.save_revision().publish()
        assert Page.objects.get(pk=page.pk).live

    def search(self) -> None:
        self.page("/ja/search/?q=のこぎり")
        self.page("/ja/keywords/")
        self.page("/ja/keywords/tools/")

    def demo(self) -> None:
        demo.load(today=timezone.localdate(), say=lambda line: None)


VISITS: dict[str, Callable[[Visit], None]] = {
    "block.factory": Visit.blocks,
    "menu_item.url": Visit.menu,
    "schedule.run": Visit.schedule,
    "newsletter_section.items": Visit.letter,
    "form_box.words": Visit.booking,
    "form_box.accept": Visit.booking,
    "api_endpoint.view": lambda visit: visit.page("/api/v1/plugins/toolbox/tools/", status=503),
    "slot.render": lambda visit: visit.page("/ja/"),
    "html_filter.wanted": lambda visit: visit.page("/ja/"),
    "html_filter.change": lambda visit: visit.page("/ja/"),
    "event_panel.more": Visit.workspace,
    "listener.handle": Visit.publishing,
    "home_section.context": lambda visit: visit.page("/ja/"),
    "staff_panel.context": Visit.admin,
    "search_kind.queryset": Visit.search,
    "search_kind.card": Visit.search,
    "search_kind.tagged": Visit.search,
    "search_kind.counts": Visit.search,
    "search_kind.rows": Visit.search,
    "search_kind.cards": Visit.search,
    "demo.load": Visit.demo,
}


@pytest.fixture
def visit(
    site: Site, client: Client, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch, door: str
) -> Visit:
    """The site before one goes through `door`."""
    from plugins.toolbox.models import Tool

    Tool.objects.create(site=site, name="のこぎり")
    keyword = Keyword.objects.create(name="道具", slug="tools")
    if VISITS[door] is Visit.search:
        call_command("update_index", verbosity=0)
    # The plugin's own search kind has no keywords; the tests need all of its doors.
    more = {
        "tagged": lambda rows, keyword: rows,
        "counts": lambda site: (
            Tool.objects.filter(site=site)
            .annotate(keyword=Value(keyword.pk))
            .order_by()
            .values_list("keyword")
            .annotate(number=Count("pk"))
        ),
    }
    change(monkeypatch, "search_kind", more)
    # Only the plugin's own demo: those of core have tests of their own, and take long.
    demos = tuple(each for each in Registry.loaded(Demo) if each.plugin == SLUG)
    collected = registry._collected()
    monkeypatch.setattr(registry, "_collected", lambda: collected | {Demo: demos})
    monkeypatch.setattr(demo, "call_command", lambda *args, **kwargs: None)
    return Visit(site, client, django_capture_on_commit_callbacks)


def change(monkeypatch: pytest.MonkeyPatch, kind: str, fields: dict[str, Any]) -> None:
    """Put other functions into the plugin's contributions of a kind."""

    def changed(each: Contribution) -> Contribution:
        return replace(each, **fields) if each.plugin == SLUG and each.kind == kind else each

    collected = {known: tuple(map(changed, found)) for known, found in registry._collected().items()}
    monkeypatch.setattr(registry, "_collected", lambda: collected)


def noted(door: str, **facts: Any) -> bool:
    kind = door.partition(".")[0]
    return PluginIncident.objects.filter(plugin=SLUG, contribution__startswith=f"{kind}:", **facts).exists()


# The tests ------------------------------------------------------------------------------------------------------------


def test_every_function_of_the_api_has_a_visit() -> None:
    assert set(VISITS) == set(DOORS)


def test_the_plugin_contributes_something_of_every_kind_with_functions() -> None:
    own = {each.kind for found in registry._collected().values() for each in found if each.plugin == SLUG}
    assert {door.partition(".")[0] for door in DOORS} <= own


@pytest.mark.parametrize(("door", "way"), CASES)
def test_a_door_that_fails_costs_only_itself(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, door: str, way: str
) -> None:
    kind, _, name = door.partition(".")
    change(monkeypatch, kind, {name: WAYS[way]})
    VISITS[door](visit)
    assert noted(door, slowest_ms=None)


@pytest.mark.parametrize("door", [door for door in DOORS if door not in TOGETHER])
def test_a_door_that_is_slow_is_waited_for_and_noted(visit: Visit, monkeypatch: pytest.MonkeyPatch, door: str) -> None:
    kind, _, name = door.partition(".")
    (first, *_rest) = [
        each for found in registry._collected().values() for each in found if each.plugin == SLUG and each.kind == kind
    ]
    further = {
        "rows": lambda request: first.queryset(visit.site),
        "cards": lambda request, rows: [first.card(row) for row in rows],
    }
    given = getattr(first, name) or further[name]

    def slowly(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.03)
        return given(*args, **kwargs)

    if kind == "schedule":  # how it is called depends on what it takes

        def slowly(*, now: Any, site: Any) -> Any:
            time.sleep(0.03)
            return given(now=now, site=site)

    change(monkeypatch, kind, {name: slowly})
    monkeypatch.setattr(guard, "SLOW", 0.02)
    if door == "api_endpoint.view":
        visit.page("/api/v1/plugins/toolbox/tools/")
    else:
        VISITS[door](visit)
    assert noted(door, slowest_ms__gte=30) == (door != PATIENT)
    assert not noted(door, slowest_ms=None)
