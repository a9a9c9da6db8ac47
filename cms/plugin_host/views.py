"""The screens *Plugins*: all of them, one of them, and what a switch changes before it is made."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from . import access, impact, installed, overview, services, states
from .exceptions import SwitchRefused
from .models import PluginIncident

View = Callable[..., HttpResponse]


def for_those_who_may_switch(view: View) -> View:
    """Refuse people without the permission on any site."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.may_switch(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inside


@require_GET
@for_those_who_may_switch
def index(request: HttpRequest) -> HttpResponse:
    """A card per plugin."""
    cards = overview.cards(access.sites_of(request.user))
    return _show(request, "index", {"cards": cards, "several": len(list(access.sites_of(request.user))) > 1})


@require_GET
@for_those_who_may_switch
def plugin(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one plugin; tracebacks for superusers."""
    card = _card(request, slug)
    context = {"card": card, "several": len(card.sites) > 1}
    return _show(request, "plugin", context, (card.name, ""))


@for_those_who_may_switch
def switch(request: HttpRequest, slug: str, site_id: int, to: str) -> HttpResponse:
    """Show what the switch changes (GET); make it (POST)."""
    site = access.site_or_refuse(request.user, site_id)
    if not installed.is_plugin(slug) or to not in ("on", "off"):
        raise Http404
    on = to == "on"
    name = installed.name_of(slug)
    if request.method == "POST":
        try:
            changed = (services.enable if on else services.disable)(
                slug=slug, site=site, by=request.user, now=timezone.now()
            )
        except SwitchRefused as refused:
            messages.error(request, str(refused))
            return redirect("plugins_switch", slug, site.pk, to)
        _say(request, name, on=on, changed=changed)
        return redirect("plugins")
    context = {
        "slug": slug,
        "name": name,
        "site": site,
        "several": len(list(access.sites_of(request.user))) > 1,
        "on": on,
        "already": states.is_on(slug, site) is on,
        "impact": impact.of(slug, site),
    }
    title = _("Switch on") if on else _("Switch off")
    return _show(request, "switch", context, (name, reverse("plugins_one", args=[slug])), (title, ""))


@require_POST
@for_those_who_may_switch
def resume(request: HttpRequest, slug: str, site_id: int) -> HttpResponse:
    """End the pause of one contribution."""
    site = access.site_or_refuse(request.user, site_id)
    if not installed.is_plugin(slug):
        raise Http404
    paused = request.POST.get("contribution", "")
    if services.resume(slug=slug, site=site, contribution=paused, by=request.user, now=timezone.now()):
        messages.success(request, _("It is tried again from now on."))
    return redirect("plugins_one", slug)


@require_POST
@for_those_who_may_switch
def forget(request: HttpRequest, slug: str) -> HttpResponse:
    """Clear the incidents of a plugin on the sites of this person."""
    PluginIncident.objects.filter(plugin=slug, site__in=access.sites_of(request.user)).delete()
    if request.user.is_superuser:
        PluginIncident.objects.filter(plugin=slug, site=None).delete()
    messages.success(request, _("The incidents are cleared. New ones will be shown here."))
    return redirect("plugins_one", slug)


def urls() -> list[URLPattern]:
    """Return what stands below /admin/. A slug cannot be "-": the plugins' own screens are beside these."""
    return [
        path("plugins/", index, name="plugins"),
        path("plugins/-/<slug:slug>/", plugin, name="plugins_one"),
        path("plugins/-/<slug:slug>/<int:site_id>/resume/", resume, name="plugins_resume"),
        path("plugins/-/<slug:slug>/<int:site_id>/<str:to>/", switch, name="plugins_switch"),
        path("plugins/-/<slug:slug>/forget/", forget, name="plugins_forget"),
    ]


def _card(request: HttpRequest, slug: str) -> overview.Card:
    found = overview.cards(access.sites_of(request.user), slug=slug)
    if not found:
        raise Http404
    return found[0]


def _say(request: HttpRequest, name: str, *, on: bool, changed: bool) -> None:
    if not changed:
        text = _("“%(name)s” is on already.") if on else _("“%(name)s” is off already.")
    elif on:
        text = _("“%(name)s” is on. Everything that it held is back.")
    else:
        text = _("“%(name)s” is off. Everything that it holds is kept.")
    messages.success(request, text % {"name": name})


def _show(request: HttpRequest, name: str, context: dict[str, Any], *crumbs: tuple[str, str]) -> HttpResponse:
    way = [(_("Plugins"), reverse("plugins")), *crumbs]
    items = [{"url": url, "label": label} for label, url in way]
    title = crumbs[-1][0] if crumbs else _("Plugins")
    more = {"breadcrumbs_items": items, "header_icon": "sliders", "header_title": title, "page_title": title}
    return render(request, f"plugin_host/admin/{name}.html", context | more)
