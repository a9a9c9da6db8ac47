"""What a plugin registers past its contributions: Wagtail's hooks and signals, gated and guarded all the same."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
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
