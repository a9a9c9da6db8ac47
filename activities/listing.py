"""The flat list of activities in the admin, with the filters that staff need."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from activities.choices import PartnerKind, PartnerRole, Pillar, Stage
from activities.models import ActivityPage
from cms.core.fiscal_year import FiscalYearField


class FiscalYearFilter(django_filters.NumberFilter):
    """A fiscal year in any way of writing it."""

    field_class = FiscalYearField


class ActivityFilterSet(PageFilterSet):
    """Pillar, year, kind of partner, role, stage, whether it goes on."""

    pillar = django_filters.MultipleChoiceFilter(
        label=_("Pillar"), choices=Pillar.choices, field_name="pillar_periods__pillar", distinct=True
    )
    fiscal_year = FiscalYearFilter(label=_("Fiscal year"), method="carried_out_in")
    partner_kind = django_filters.ChoiceFilter(
        label=_("Kinds of partners"), choices=PartnerKind.choices, method="with_kind"
    )
    role = django_filters.MultipleChoiceFilter(
        label=_("Role"), choices=PartnerRole.choices, field_name="partner_lines__role", distinct=True
    )
    stage = django_filters.MultipleChoiceFilter(label=_("Stage"), choices=Stage.choices)
    ongoing = django_filters.BooleanFilter(label=_("Goes on"))

    class Meta:
        model = ActivityPage
        fields: ClassVar[list[str]] = []

    def carried_out_in(self, queryset: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return queryset.carried_out_in(int(value)) if value else queryset  # type: ignore[attr-defined]

    def with_kind(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(partner_kinds__contains=f",{value},")


class YearsColumn(Column):
    """「平成13〜17年度(2001〜2005年度)」."""

    def get_value(self, instance: Any) -> str:
        return str(instance.years) if instance.is_source else ""


class ActivityListing(PageListingViewSet):
    """活動: all activities whatever page they stand below."""

    model = ActivityPage
    icon = "link"
    menu_label = _("Activities")
    menu_order = 205
    add_to_admin_menu = True
    name = "activities"
    url_prefix = "activities"
    filterset_class = ActivityFilterSet
    columns: ClassVar[list[Any]] = [
        *IndexView.base_columns[:2],
        YearsColumn("years", label=_("Fiscal years"), sort_key="start_fy"),
        *IndexView.base_columns[2:],
    ]
