"""Who may see and look after the readers of which site."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import Site

from cms.core.permissions import SiteScopedPolicy
from cms.mail.models import Suppression
from plugins.newsletters.models import Subscriber


def policy() -> SiteScopedPolicy:
    return SiteScopedPolicy(Subscriber)


def rows_of(request: HttpRequest) -> Any:
    """Return the readers of the sites that this person looks after."""
    return policy().instances_user_has_any_permission_for(request.user, ["view", "change"])


def may_look(user: Any) -> bool:
    return policy().user_has_any_permission(user, ["view", "change"])


def site_to_add_to(request: HttpRequest) -> Site:
    """Return the site that new readers belong to. Raises PermissionDenied where this person may add none."""
    return _site(request, policy(), "add")


def suppressions() -> SiteScopedPolicy:
    return SiteScopedPolicy(Suppression)


def site_of_suppressions(request: HttpRequest) -> Site:
    return _site(request, suppressions(), "change")


def _site(request: HttpRequest, of: SiteScopedPolicy, action: str) -> Site:
    allowed = of.sites_user_has_any_permission_for(request.user, [action])
    here = Site.find_for_request(request)
    found = allowed.filter(pk=here.pk).first() if here else None
    found = found or allowed.first()
    if found is None:
        raise PermissionDenied
    return found  # type: ignore[no-any-return]
