"""Admin viewsets for rows that belong to a site."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site
from wagtail.snippets.views.snippets import SnippetViewSet

from .permissions import SiteScopedPolicy


class SiteScopedViewSet(SnippetViewSet):
    """A snippet viewset that shows staff the rows of their sites (and shared ones) and lets them edit their own.

    The model has a nullable foreign key `site`. New rows get the user's only site, or the site of the request.
    """

    @cached_property
    def permission_policy(self) -> SiteScopedPolicy:
        return SiteScopedPolicy(self.model)

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return self.permission_policy.instances_user_has_any_permission_for(
            request.user, ["view", "add", "change", "delete"]
        )


def site_for_new_row(request: Any, policy: SiteScopedPolicy) -> Site | None:
    """Return the site that a row created in this request belongs to: the request's, if the user may add there."""
    allowed = policy.sites_user_has_any_permission_for(request.user, ["add"])
    here = Site.find_for_request(request)
    if here is not None and allowed.filter(pk=here.pk).exists():
        return here
    return allowed.first()
