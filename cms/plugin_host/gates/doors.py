"""The admin's doors to plugins that are off or absent: closed addresses, menus without them, refused actions."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem as AdminMenuItem
from wagtail.admin.menu import SubmenuMenuItem
from wagtail.models import Page

from cms.plugin_api import MenuItem, Registry, Report
from cms.plugin_host import guard, installed, menus, states

from .mounts import is_closed
from .pages import absent_below, hidden, off_below

#: Views of one page that would fail or lose something where the page's model is absent.
READS_ONLY = {"wagtailadmin_explore", "wagtailadmin_pages:history", "wagtailadmin_pages:usage"}


def refuse_closed(request: HttpRequest, view: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Return a 404 that explains itself for a view of the admin whose plugin is off, or of a page without its model."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    site = kwargs.get("pk") if "app_name" in kwargs and kwargs.get("pk") else states.current_site()
    if is_closed(view, kwargs, site):
        return render(request, "plugin_host/closed.html", {"name": _owner_name(view, kwargs)}, status=404)
    return _refuse_absent(request, kwargs) if "page_id" in kwargs else None


def _owner_name(view: Any, kwargs: dict[str, Any]) -> str:
    from .mounts import owner_of_view

    return installed.name_of(owner_of_view(view, kwargs) or "")


def _refuse_absent(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
    match = request.resolver_match
    if match is None or match.namespace != "wagtailadmin_pages" or match.view_name in READS_ONLY:
        return None
    page = Page.objects.filter(pk=kwargs["page_id"]).first()
    why = hidden(page, None) if page else None
    if page is None or why is None or not why.absent:
        return None
    messages.error(request, _absent_text([why.name]))
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


def refuse_subtree(request: HttpRequest, *pages: Page) -> HttpResponse | None:
    """Refuse to delete, copy or move pages when a plugin that is absent or off has pages among or below them."""
    if absent := absent_below(pages):
        messages.error(request, _absent_text(absent))
    elif off := off_below(pages):
        text = gettext(
            "Pages of “%(names)s” are among these, and the plugin is off here. Switch it on first. Nothing was changed."
        )
        messages.error(request, text % {"names": _listed(off)})
    else:
        return None
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk) if parent else redirect("wagtailadmin_explore_root")


def _absent_text(names: Iterable[str]) -> str:
    text = gettext(
        "Pages of “%(names)s” are among these, and that plugin is not installed now. They are kept as they are "
        "until it is back. Nothing was changed."
    )
    return text % {"names": _listed(names)}


def _listed(names: Iterable[str]) -> str:
    return gettext(", ").join(names)


# Menus --------------------------------------------------------------------------------------------------------------


def leave_out_closed(request: HttpRequest, items: list[Any]) -> None:
    """Take out of a menu what leads to plugins that are off at the site of the request."""
    if states.off(states.current_site()):
        items[:] = [item for item in items if not _leads_to_closed(item)]


def _leads_to_closed(item: Any) -> bool:
    if isinstance(item, SubmenuMenuItem) or not getattr(item, "url", ""):
        return False
    try:
        match = resolve(str(item.url).partition("?")[0])
    except Resolver404:
        return False
    return is_closed(match.func, match.kwargs, states.current_site())


def contributed_items(request: HttpRequest) -> list[AdminMenuItem]:
    """Return the menu items that apps and plugins contribute to the admin, for this person."""
    site = states.current_site()
    found = []
    for item in Registry.of(MenuItem, site):
        if item.section != "admin" or (item.permission and not request.user.has_perm(item.permission)):
            continue
        url = menus.address(item, request, site=site)
        if url:
            found.append(_menu_item(item.label, url, item.key, item.icon, item.order))
    return found


def contributed_reports(request: HttpRequest) -> list[AdminMenuItem]:
    """Return the contributed reports that this person may read, as items of the reports menu."""
    site = states.current_site()
    found = []
    for report in Registry.of(Report, site):
        if not report.permission or request.user.has_perm(report.permission):
            url = guard.call(report, reverse, report.url_name, fallback="", site=site)
            if url:
                found.append(_menu_item(report.label, url, report.key, report.icon, report.order))
    return found


def _menu_item(label: Any, url: str, name: str, icon: str, order: int) -> AdminMenuItem:
    return AdminMenuItem(label, url, name=name, icon_name=icon or "placeholder", order=order)
