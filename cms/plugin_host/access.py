"""Who may switch plugins, and where."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Site
from wagtail.permission_policies.sites import SitePermissionPolicy

from .models import PluginState

POLICY = SitePermissionPolicy(PluginState)


def sites_of(user: Any) -> Iterable[Site]:
    """Return the sites on which this person may switch plugins, the default site first. Superusers: all."""
    return POLICY.sites_user_has_any_permission_for(user, ["change"]).order_by("-is_default_site", "hostname", "pk")


def may_switch(user: Any) -> bool:
    """Whether this person may switch plugins on any site."""
    return bool(POLICY.user_has_any_permission(user, ["change"]))


def site_or_refuse(user: Any, pk: int) -> Site:
    """Return a site on which this person may switch plugins; Http404 or PermissionDenied."""
    site = Site.objects.select_related("root_page").filter(pk=pk).first()
    if site is None:
        raise Http404
    if not POLICY.user_has_permission_for_instance(user, "change", site):
        raise PermissionDenied
    return site
