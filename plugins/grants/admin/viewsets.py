"""助成金 in the menu: calls, grants, funders."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from cms.core.impossible_keys import typed_key
from cms.core.viewsets import SiteScopedCreateView, SiteScopedViewSet
from plugins.grants import services
from plugins.grants.choices import Cycle
from plugins.grants.models import Funder, GrantCall, GrantPage, GrantProgramme

from .awards import AwardViewSet
from .call_list import (
    CallFilters,
    CallIndexView,
    DeadlineColumn,
    DecisionColumn,
    StatusColumn,
    ToEntering,
)
from .checking import ChecksView
from .deleting import FunderDeleteView, ProgrammeDeleteView
from .entering import EnterView
from .plan_steps import PlanStepsView
from .reminding import RemindersView
from .tabs import CALL_TABS, PROGRAMME_TABS


class CallViewSet(SiteScopedViewSet):
    model = GrantCall
    icon = "calendar-alt"
    menu_label = pgettext_lazy("grants", "Calls")
    menu_order = 100
    url_namespace = "grant_calls"
    url_prefix = "grants/calls"
    index_view_class = CallIndexView
    add_view_class = ToEntering  # type: ignore[assignment]
    copy_view_enabled = False
    filterset_class = CallFilters
    list_display = [
        "programme",
        StatusColumn("status", label=pgettext_lazy("grants", "Status")),
        DeadlineColumn("closes_at", label=_("Last day"), sort_key="closes_at"),
        DecisionColumn("decided_at", label=pgettext_lazy("grant", "Decision"), sort_key="decided_at"),
        Column("display_label", label=pgettext_lazy("call", "Which call")),
    ]
    list_export = [
        "programme", "programme.funder", "status", "opens_on", "closes_on", "closes_time", "get_closing_kind_display",
        "decision_on", "spoken_amount", "guidelines_url",
    ]  # fmt: skip
    export_filename = "grant-calls"
    list_per_page = 50
    edit_handler = CALL_TABS

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("enter/", EnterView.as_view(), name="enter"),
            path("checks/", ChecksView.as_view(), name="checks"),
            path("reminders/", RemindersView.as_view(), name="reminders"),
        ]


class ProgrammeFilters(WagtailFilterSet):
    """The filters beside the list."""

    cycle = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("grant", "How often it is called"), choices=Cycle.choices
    )
    has_ended = django_filters.BooleanFilter(label=_("Has ended for good"))

    class Meta:
        model = GrantProgramme
        fields = ["cycle", "has_ended"]


class ProgrammeCreateView(SiteScopedCreateView):
    """A new grant gets a page; one that was begun from a page gets that page's key."""

    def _page(self) -> GrantPage | None:
        page = GrantPage.objects.filter(pk=typed_key(self.request.GET.get("page", ""))).first()
        taken = page and GrantProgramme.objects.filter(page_key=page.translation_key).exists()
        return None if taken else page

    def get_initial_form_instance(self) -> Any:
        row = super().get_initial_form_instance()
        page = self._page()
        if page is not None:
            row.page_key, row.name = page.translation_key, page.title
        return row

    def get_add_url(self) -> str:
        page = self._page()
        return f"{super().get_add_url()}?page={page.pk}" if page else super().get_add_url()

    def save_instance(self) -> Any:
        row = super().save_instance()
        if not GrantPage.objects.filter(translation_key=row.page_key).exists():
            services.write_page(programme=row, summary="", by=self.request.user)
        return row


class ProgrammeIndexView(IndexView):
    """The list of grants, each with the way to its steps."""

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if self.user_has_permission("change"):
            url = reverse("grant_programmes:steps", args=[instance.pk])
            buttons.append(Button(_("Steps before the deadline"), url=url, icon_name="list-ol", priority=20))
        return buttons  # type: ignore[no-any-return]


class ProgrammeViewSet(SiteScopedViewSet):
    model = GrantProgramme
    icon = "list-ul"
    menu_label = pgettext_lazy("grants", "Grants")
    menu_order = 200
    url_namespace = "grant_programmes"
    url_prefix = "grants/programmes"
    add_view_class = ProgrammeCreateView
    index_view_class = ProgrammeIndexView
    delete_view_class = ProgrammeDeleteView
    copy_view_enabled = False
    filterset_class = ProgrammeFilters
    list_display = [
        "name",
        Column("funder", label=pgettext_lazy("grants", "Funder"), sort_key="funder__sort_key"),
        Column("get_cycle_display", label=pgettext_lazy("grant", "How often it is called"), sort_key="cycle"),
        Column("spoken_amount", label=pgettext_lazy("grant", "Amount"), sort_key="amount_max"),
        Column("checked_on", label=_("Last looked up on"), sort_key="checked_on"),
        BooleanColumn("has_ended", label=_("Has ended for good"), sort_key="has_ended"),
    ]
    list_export = [
        "name", "name_en", "funder", "get_cycle_display", "opens_month", "opens_month_2", "decision_month",
        "amount_min", "amount_max", "rate", "website", "checked_on", "has_ended",
    ]  # fmt: skip
    export_filename = "grants"
    list_per_page = 50
    edit_handler = PROGRAMME_TABS

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("steps/<int:pk>/", PlanStepsView.as_view(), name="steps")]

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("funder")


class FunderViewSet(SiteScopedViewSet):
    model = Funder
    icon = "group"
    menu_label = pgettext_lazy("grants", "Funders")
    menu_order = 300
    url_namespace = "grant_funders"
    url_prefix = "grants/funders"
    delete_view_class = FunderDeleteView
    copy_view_enabled = False
    list_display = [
        "name", Column("get_kind_display", label=pgettext_lazy("funder", "Kind"), sort_key="kind"),
        Column("organisation", label=_("The same in the directory")),
    ]  # fmt: skip
    list_export = ["name", "name_en", "get_kind_display", "website"]
    export_filename = "funders"
    panels = [
        FieldPanel("name"), FieldPanel("reading"), FieldPanel("name_en"), FieldPanel("kind"),
        FieldPanel("organisation"), FieldPanel("website"), FieldPanel("fiscal_start_month"),
    ]  # fmt: skip

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("organisation")


class GrantsGroup(SnippetViewSetGroup):
    items = (CallViewSet, ProgrammeViewSet, FunderViewSet, AwardViewSet)
    menu_label = pgettext_lazy("grants", "Grants")
    menu_name = "grants"
    menu_icon = "calendar-alt"
    menu_order = 240
