"""Admin viewsets for rows that belong to a site."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from .permissions import SiteScopedPolicy


class SiteScopedCreateView(CreateView):
    """A new row belongs to a site of the person who makes it."""

    def get_initial_form_instance(self) -> Any:
        row = super().get_initial_form_instance() or self.model()
        row.site = site_for_new_row(self.request, self.permission_policy)
        return row


class SiteScopedViewSet(SnippetViewSet):
    """A snippet viewset that shows staff the rows of their sites (and shared ones) and lets them edit their own.

    The model has a nullable foreign key `site`. New rows get the user's only site, or the site of the request.
    """

    add_view_class = SiteScopedCreateView

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
