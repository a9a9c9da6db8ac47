"""Where the host meets Wagtail."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.contrib.settings.forms import SitePermissionForm
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Page

from cms.plugin_api import Registry, SiteSettings

from . import states, views
from .gates import doors, mounts, pages, serving
from .models import PluginState

hooks.register("before_serve_page", serving.refuse_hidden, order=-10)
hooks.register("on_serve_page", serving.guarded)

for contributed in Registry.loaded(SiteSettings):
    settings_registry.register(apps.get_model(contributed.model), icon=contributed.icon, order=contributed.order)


@hooks.register("register_admin_urls")
def admin_urls() -> list[Any]:
    return [*views.urls(), *mounts.admin()]


class SwitchingSites(SitePermissionForm):
    """On the screen of a group: the sites where its people may switch plugins."""

    settings_model = PluginState
    icon = "sliders"


@hooks.register("register_group_permission_panel")
def sites_to_switch_on() -> type[SitePermissionForm]:
    return SwitchingSites


# What stands on a page's own site is decided by that site's switches, whatever host the admin is opened under.


@hooks.register("before_edit_page", order=-10)
def work_on_the_pages_site(request: HttpRequest, page: Page) -> None:
    states.work_on(page.get_site())


@hooks.register("before_create_page", order=-10)
def work_on_the_parents_site(request: HttpRequest, parent: Page, model: type[Page]) -> None:
    states.work_on(parent.get_site())


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_shown(rows: Any, request: HttpRequest) -> Any:
    """Links to pages that nobody sees are not offered."""
    return pages.without_hidden(rows, states.current_site())


# Deleting, copying and moving -----------------------------------------------------------------------------------------


@hooks.register("before_delete_page")
def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return doors.refuse_subtree(request, page)


@hooks.register("before_copy_page")
def refuse_to_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    return doors.refuse_subtree(request, page)


@hooks.register("before_move_page")
def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    return doors.refuse_subtree(request, page)


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action: str, objects: list[Any], view: Any) -> HttpResponse | None:
    chosen = [each for each in objects if isinstance(each, Page)]
    return doors.refuse_subtree(request, *chosen) if chosen else None


# Menus ----------------------------------------------------------------------------------------------------------------


@hooks.register("construct_main_menu")
def main_menu(request: HttpRequest, items: list[Any]) -> None:
    items.extend(doors.contributed_items(request))
    doors.leave_out_closed(request, items)


@hooks.register("construct_reports_menu")
def reports_menu(request: HttpRequest, items: list[Any]) -> None:
    items.extend(doors.contributed_reports(request))
    doors.leave_out_closed(request, items)


@hooks.register("construct_settings_menu")
@hooks.register("construct_help_menu")
def other_menus(request: HttpRequest, items: list[Any]) -> None:
    doors.leave_out_closed(request, items)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for name, label in (
        ("enable", _("Switch a plugin on")), ("disable", _("Switch a plugin off")), ("resume", _("End a pause")),
    ):  # fmt: skip
        actions.register_action(f"plugin_host.{name}", label, label)
