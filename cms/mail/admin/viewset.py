"""Where the staff's pages of mail are mounted, and their menu item."""

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from . import permissions
from .campaigns import CampaignListView, CampaignView
from .detail import MailDetailView, RetryAllView
from .listing import MailIndexView
from .pace import BudgetView, LaneView, PaceView
from .returned import ReturnedIndexView


class MailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return permissions.may_look(request.user)


class MailViewSet(ViewSet):
    name = "mail_records"
    url_prefix = "mail"
    icon = "mail"
    menu_label = _("Mail records")
    menu_order = 700
    add_to_admin_menu = True

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        return MailMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", MailIndexView.as_view(), name="list"),
            path("results/", MailIndexView.as_view(results_only=True), name="results"),
            path("bulk/", CampaignListView.as_view(), name="campaigns"),
            path("bulk/<int:pk>/", CampaignView.as_view(), name="campaign"),
            path("returned/", ReturnedIndexView.as_view(), name="returned"),
            path("returned/results/", ReturnedIndexView.as_view(results_only=True), name="returned_results"),
            path("pace/", PaceView.as_view(), name="pace"),
            path("pace/day/", BudgetView.as_view(), name="pace_budget"),
            path("pace/<int:pk>/", LaneView.as_view(), name="pace_lane"),
            path("retry/", RetryAllView.as_view(), name="retry"),
            path("<int:pk>/", MailDetailView.as_view(), name="detail"),
        ]
