"""Who may look after the grants of which site."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import Site

from cms.core.permissions import SiteScopedPolicy
from plugins.grants.models import GrantCall, GrantProgramme


def calls() -> SiteScopedPolicy:
    return SiteScopedPolicy(GrantCall)


def programmes() -> SiteScopedPolicy:
    return SiteScopedPolicy(GrantProgramme)


def may_look(user: Any) -> bool:
    return calls().user_has_any_permission(user, ["add", "change", "view"])


def programmes_of(user: Any) -> Any:
    """Return the grants of the sites whose calls this person may enter."""
    sites = calls().sites_user_has_any_permission_for(user, ["add", "change"])
    return GrantProgramme.objects.filter(site__in=sites)


def site_to_add_to(request: HttpRequest) -> Site:
    """Return the site that a new call belongs to. Raises PermissionDenied where this person may add none."""
    allowed = calls().sites_user_has_any_permission_for(request.user, ["add"])
    here = Site.find_for_request(request)
    found = allowed.filter(pk=here.pk).first() if here else None
    found = found or allowed.first()
    if found is None:
        raise PermissionDenied
    return found  # type: ignore[no-any-return]
