"""What a plugin registers past its contributions: Wagtail's hooks and signals, gated and guarded all the same."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.signals import request_started
from django.db.models.signals import post_save
from django.dispatch import Signal
from django.http import Http404, HttpResponse
from django.test import Client
from django.utils import timezone, translation
from wagtail import hooks
from wagtail.models import Page, Site

from cms.plugin_api import receiver
from cms.plugin_host import overview, services, states
from cms.plugin_host.gates.hooks import is_asked_each_time
from cms.plugin_host.incidents import FAILURES
from cms.plugin_host.models import PluginIncident
from home.models import StandardPage
from tests.factories.home import StandardPageFactory

from .conftest import SLUG

Hooked = Callable[..., None]


def of_the_plugin(fn: Any) -> Any:
    fn.__module__ = "plugins.toolbox.wagtail_hooks"
    return fn


def explode(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("everything is broken")


@pytest.fixture
def hooked() -> Iterator[Hooked]:
    """Register a function as the plugin would: `hooked("construct_main_menu", fn)`."""
    done: list[tuple[str, Any]] = []

    def register(name: str, fn: Any) -> None:
        hooks.register(name, of_the_plugin(fn))
        done.append((name, fn))

    yield register
    for name, fn in done:
        hooks._hooks[name].remove((fn, 0))


@pytest.fixture
def chief(client: Client, site: Site) -> Client:
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


def test_hooks_of_a_plugin_are_asked_where_it_is_on(chief: Client) -> None:
    assert "toolbox-hook" in chief.get("/admin/").content.decode()


def test_hooks_of_a_plugin_are_not_asked_where_it_is_off(chief: Client, off: None) -> None:
    assert "toolbox-hook" not in chief.get("/admin/").content.decode()


def test_hooks_of_others_are_asked_all_the_same(off: None) -> None:
    names = [fn.__module__ for fn in hooks.get_hooks("construct_main_menu")]
    assert "cms.plugin_host.wagtail_hooks" in names


def test_what_wagtail_asks_for_once_is_kept_for_the_other_sites(site: Site, off: None, hooked: Hooked) -> None:
    """Left out for this site it would be gone for all until the next start; other gates close what it leads to."""

    def items() -> list[Any]:
        return []

    hooked("register_admin_menu_item", items)
    with states.reading_once(site=site):
        assert items in hooks.get_hooks("register_admin_menu_item")
    assert not is_asked_each_time("register_admin_menu_item")


RAISING = {
    "construct_main_menu": "/admin/",
    "insert_global_admin_css": "/admin/",
    "insert_global_admin_js": "/admin/",
    "construct_homepage_panels": "/admin/",
    "construct_explorer_page_queryset": "/admin/pages/",
    "register_page_listing_buttons": "/admin/pages/",
    "before_serve_page": "/ja/hooked/",
    "on_serve_page": "/ja/hooked/",
}


@pytest.mark.parametrize("name", RAISING)
def test_a_hook_that_raises_costs_only_itself(chief: Client, hooked: Hooked, name: str) -> None:
    StandardPageFactory(title="つないだページ", slug="hooked")

    def raising(*args: Any, **kwargs: Any) -> Any:
        return explode()

    hooked(name, raising)
    assert chief.get(RAISING[name]).status_code == 200
    assert PluginIncident.objects.get().contribution == f"wagtail_hook:{name}"


def test_a_hook_whose_generator_raises_is_caught_too(chief: Client, hooked: Hooked) -> None:
    StandardPageFactory(title="つないだページ", slug="hooked")

    def buttons(*args: Any, **kwargs: Any) -> Iterator[Any]:
        yield from explode()

    hooked("register_page_listing_buttons", buttons)
    root = Page.objects.get(depth=2, locale__language_code="ja")
    assert chief.get(f"/admin/pages/{root.pk}/").status_code == 200
    assert PluginIncident.objects.exists()


def test_a_hook_that_answers_not_found_is_obeyed(client: Client, site: Site, hooked: Hooked) -> None:
    StandardPageFactory(slug="hooked")

    def refuse(*args: Any) -> HttpResponse:
        raise Http404

    hooked("before_serve_page", refuse)
    assert client.get("/ja/hooked/").status_code == 404
    assert not PluginIncident.objects.exists()


def test_a_hook_that_keeps_raising_is_paused(chief: Client, hooked: Hooked) -> None:
    def raising(*args: Any, **kwargs: Any) -> Any:
        return explode()

    hooked("construct_main_menu", raising)
    for _ in range(FAILURES + 2):
        chief.get("/admin/")
    assert PluginIncident.objects.get().count == FAILURES


def test_staff_read_what_kind_of_thing_failed() -> None:
    with translation.override("ja"):
        assert (
            overview.label_of(SLUG, "wagtail_hook:construct_main_menu") == "管理画面に加えるもの (construct_main_menu)"
        )


# Signals --------------------------------------------------------------------------------------------------------------

heard: list[str] = []


@pytest.fixture
def listening() -> Signal:
    """A signal with a receiver of the plugin: it notes the title of the instance, and raises for one called こわす."""
    signal = Signal()

    @of_the_plugin
    def note(sender: Any, instance: Any = None, **kwargs: Any) -> None:
        if str(instance) == "こわす":
            explode()
        heard.append(str(instance))

    heard.clear()
    receiver(signal)(note)
    return signal


def page_on(site: Site, title: str) -> Page:
    return StandardPageFactory(parent=site.root_page.specific, title=title)


def test_a_receiver_hears_of_the_site_where_its_plugin_is_on(listening: Signal, site: Site, other_site: Site) -> None:
    services.disable(slug=SLUG, site=other_site, now=timezone.now())
    listening.send(None, instance=page_on(site, "こちら"))
    listening.send(None, instance=page_on(other_site, "あちら"))
    assert heard == ["こちら"]


def test_a_receiver_of_something_without_a_site_hears_while_its_plugin_is_on_anywhere(
    listening: Signal, site: Site, other_site: Site
) -> None:
    services.disable(slug=SLUG, site=other_site, now=timezone.now())
    listening.send(None, instance="なにか")
    services.disable(slug=SLUG, site=site, now=timezone.now())
    listening.send(None, instance="もうひとつ")
    assert heard == ["なにか"]


def test_a_receiver_that_raises_stops_nobody(listening: Signal, site: Site) -> None:
    assert [answer for _receiver, answer in listening.send(None, instance=page_on(site, "こわす"))] == [None]
    assert PluginIncident.objects.get().contribution.startswith("receiver:")


def connect_by_itself(signal: Signal, fn: Any, **options: Any) -> None:
    """As no reading of the code can see it."""
    getattr(signal, "con" + "nect")(fn, **options)


@pytest.fixture
def by_itself() -> Signal:
    signal = Signal()

    @of_the_plugin
    def note(sender: Any, instance: Any = None, **kwargs: Any) -> None:
        if str(instance) == "こわす":
            explode()
        heard.append(str(instance))

    heard.clear()
    connect_by_itself(signal, note, weak=False)
    return signal


def test_what_connects_by_itself_hears_of_the_site_where_its_plugin_is_on(
    by_itself: Signal, site: Site, other_site: Site
) -> None:
    services.disable(slug=SLUG, site=other_site, now=timezone.now())
    by_itself.send(None, instance=page_on(site, "こちら"))
    by_itself.send(None, instance=page_on(other_site, "あちら"))
    assert heard == ["こちら"]


def test_what_connects_by_itself_and_raises_stops_nobody(by_itself: Signal, site: Site) -> None:
    by_itself.send(None, instance=page_on(site, "こわす"))
    assert PluginIncident.objects.get().contribution.startswith("receiver:")


def test_who_is_not_of_a_plugin_may_raise(site: Site) -> None:
    """The control."""
    signal = Signal()
    connect_by_itself(signal, explode)
    with pytest.raises(RuntimeError):
        signal.send(None)


def test_what_was_connected_can_be_disconnected(site: Site) -> None:
    signal, found = Signal(), []

    @of_the_plugin
    def note(sender: Any, **kwargs: Any) -> None:
        found.append(sender)

    connect_by_itself(signal, note)
    assert signal.disconnect(note)
    signal.send("nobody")
    assert found == []


def test_a_receiver_that_is_connected_twice_hears_once(site: Site) -> None:
    signal, found = Signal(), []

    @of_the_plugin
    def note(sender: Any, **kwargs: Any) -> None:
        found.append(sender)

    for _ in range(2):
        connect_by_itself(signal, note)
    signal.send("somebody")
    assert found == ["somebody"]


def test_a_receiver_that_is_gone_hears_nothing_as_with_django(site: Site) -> None:
    signal, found = Signal(), []

    def connect() -> None:
        @of_the_plugin
        def note(sender: Any, **kwargs: Any) -> None:
            found.append(sender)

        connect_by_itself(signal, note)

    connect()
    gc.collect()
    signal.send("nobody")
    assert found == []


def test_a_signal_of_the_process_is_heard_everywhere_and_stops_nothing(client: Client, site: Site, off: None) -> None:
    @of_the_plugin
    def jam(sender: Any, **kwargs: Any) -> None:
        heard.append("request")
        explode()

    heard.clear()
    connect_by_itself(request_started, jam)
    try:
        assert client.get("/ja/").status_code == 200
    finally:
        request_started.disconnect(jam)
    assert heard


def test_a_model_of_a_migration_is_of_no_site_and_is_not_heard_of(by_itself: Signal, site: Site) -> None:
    old = type("Old", (), {"__module__": "__fake__"})
    by_itself.send(old, instance=old())
    assert heard == []


# What a hook wraps around the serving of pages ------------------------------------------------------------------------


@pytest.fixture
def wrapped(client: Client, site: Site, hooked: Hooked) -> Callable[[Any], HttpResponse]:
    """Put a function around the serving of pages and return the answer for a page of core."""

    def answer(around: Any) -> HttpResponse:
        StandardPageFactory(title="つないだページ", slug="hooked")
        hooked("on_serve_page", around)
        return client.get("/ja/hooked/")

    return answer


def fails_before(serve: Any) -> Any:
    return explode


def fails_after(serve: Any) -> Any:
    def around(*args: Any) -> Any:
        serve(*args)
        return explode()

    return around


def gives_nothing(serve: Any) -> Any:
    return lambda *args: None


@pytest.mark.parametrize("around", [fails_before, fails_after, gives_nothing])
def test_what_is_put_around_a_page_and_fails_leaves_the_page(wrapped: Callable, around: Any) -> None:
    response = wrapped(lambda serve: around(serve))
    assert response.status_code == 200
    assert "つないだページ" in response.content.decode()
    assert PluginIncident.objects.get().contribution == "wagtail_hook:on_serve_page"


def test_what_is_put_around_a_page_and_works_is_obeyed(wrapped: Callable) -> None:
    def around(serve: Any) -> Any:
        def mark(*args: Any) -> HttpResponse:
            response = serve(*args)
            response["X-Marked"] = "yes"
            return response

        return mark

    assert wrapped(around)["X-Marked"] == "yes"
    assert not PluginIncident.objects.exists()


def test_what_the_page_itself_raises_is_no_fault_of_the_plugin(
    wrapped: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def around(serve: Any) -> Any:
        return lambda *args: serve(*args)

    monkeypatch.setattr(StandardPage, "serve", explode)
    with pytest.raises(RuntimeError):
        wrapped(around)
    assert not PluginIncident.objects.exists()


def test_a_receiver_takes_the_options_of_djangos(site: Site) -> None:
    found: list[Any] = []

    @of_the_plugin
    def note(sender: Any, **kwargs: Any) -> None:
        found.append(sender)

    receiver([post_save], sender=Site, dispatch_uid="toolbox-test")(note)
    try:
        site.save()
        page_on(site, "ページ")
    finally:
        post_save.disconnect(sender=Site, dispatch_uid="toolbox-test")
    assert found == [Site]
