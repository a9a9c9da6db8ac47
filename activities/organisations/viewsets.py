"""団体 in the admin: the list, the one screen behind it, departments, programmes, areas and subjects."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from cms.core.further_words import FurtherWordsForm, FurtherWordsPanel
from cms.core.viewsets import RowCheckedViewSet, SiteScopedViewSet

from . import fact_panels, merge_views, views
from .models import Area, Department, Domain, NpoField, Organisation, OrganisationText, Programme
from .models.choices import Kind, Status
from .permissions import OwnedPolicy

FROM_YEAR = Column("from_year_label", label=_("from fiscal year"), sort_key="from_fy")
TO_YEAR = Column("to_year_label", label=_("to fiscal year"), sort_key="to_fy")


class OrganisationFilter(WagtailFilterSet):
    """The filters of the list."""

    kind = django_filters.MultipleChoiceFilter(label=_("Kind"), choices=Kind.choices)
    status = django_filters.MultipleChoiceFilter(label=pgettext_lazy("organisation", "Status"), choices=Status.choices)
    areas = django_filters.ModelMultipleChoiceFilter(label=_("Area"), queryset=Area.objects.all())
    npo_fields = django_filters.ModelMultipleChoiceFilter(
        label=_("Field of the NPO act"), queryset=NpoField.objects.all()
    )
    domains = django_filters.ModelMultipleChoiceFilter(label=_("Subject"), queryset=Domain.objects.all())

    class Meta:
        model = Organisation
        fields = ["kind", "status", "is_public", "is_intermediary", "areas", "npo_fields", "domains"]


class OrganisationIndexView(IndexView):
    """The list, with merging among the actions of each row."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows.prefetch_related("areas") if self.is_export else rows

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if merge_views.may_merge(self.request.user, instance):
            name, label, icon = "merge", _("Merge"), "resubmit"
            if instance.status == Status.MERGED:
                name, label, icon = "separate", _("Undo the merge"), "undo"
            url = reverse(f"organisations:{name}", args=[instance.pk])
            buttons.append(Button(label, url=url, icon_name=icon, priority=40))
        return buttons


class OrganisationViewSet(SiteScopedViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    menu_name = "organisations"
    url_namespace = "organisations"
    url_prefix = "organisations"
    index_view_class = OrganisationIndexView
    add_view_class = views.ToWords  # type: ignore[assignment]
    edit_view_class = views.ToWords
    copy_view_enabled = False
    list_display = [
        "name",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_status_display", label=pgettext_lazy("organisation", "Status"), sort_key="status"),
        BooleanColumn("is_public", label=_("Shown to the public"), sort_key="is_public"),
        "verified_on",
        DateColumn("updated_at", label=_("updated at"), sort_key="updated_at"),
    ]
    filterset_class = OrganisationFilter
    list_export = [
        "name", "kana", "name_en", "get_kind_display", "get_status_display", "legal_form", "corporate_number",
        "founded", "area_names", "area_codes", "website", "verified_on", "is_public", "slug",
    ]  # fmt: skip
    export_headings = {"area_names": _("Areas"), "area_codes": _("codes of municipalities or prefectures")}
    export_filename = "organisations"
    ordering = ["sort_key", "id"]
    list_per_page = 50
    panels = fact_panels.WHO

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("merge/<int:pk>/", merge_views.merge, name="merge"),
            path("separate/<int:pk>/", merge_views.separate, name="separate"),
        ]


class OrganisationTextViewSet(RowCheckedViewSet):
    """The one screen. It is reached from the list of organisations and has no menu item of its own."""

    model = OrganisationText
    icon = "group"
    url_namespace = "organisation_words"
    url_prefix = "organisations/words"
    menu_item_is_registered = True
    add_view_class = views.WordsCreateView
    edit_view_class = views.WordsEditView
    preview_on_add_view_class = views.WordsPreviewOnCreate
    copy_view_enabled = False
    edit_handler = fact_panels.edit_handler()

    @cached_property
    def permission_policy(self) -> OwnedPolicy:
        return OwnedPolicy(OrganisationText, owner="organisation")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(**{"index_url_name": "organisations:list", **kwargs})


class DepartmentViewSet(RowCheckedViewSet):
    model = Department
    icon = "list-ul"
    menu_label = _("Departments")
    list_display = ["name", "organisation", FROM_YEAR, TO_YEAR, "successor"]
    list_filter = ["organisation"]
    copy_view_enabled = False
    panels = [
        FieldPanel("organisation"),
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldRowPanel([FieldPanel("from_fy"), FieldPanel("to_fy")]),
        FieldPanel("successor"),
    ]

    @cached_property
    def permission_policy(self) -> OwnedPolicy:
        return OwnedPolicy(Department, owner="organisation")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("organisation", "successor__organisation")


class ProgrammeViewSet(RowCheckedViewSet):
    model = Programme
    icon = "list-ul"
    menu_label = _("Programmes")
    list_display = ["name", "owner", FROM_YEAR, TO_YEAR, "renamed_to"]
    list_filter = ["owner"]
    copy_view_enabled = False
    panels = [
        FieldPanel("owner"),
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("tracks"),
        FieldPanel("aliases"),
        FieldRowPanel([FieldPanel("from_fy"), FieldPanel("to_fy")]),
        FieldPanel("renamed_to"),
    ]

    @cached_property
    def permission_policy(self) -> OwnedPolicy:
        return OwnedPolicy(Programme, owner="owner")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("owner", "renamed_to")


class NamedFacetViewSet(SiteScopedViewSet):
    """A name that lists are counted by; a new one belongs to the user's site."""

    icon = "tag"
    list_display = ["name", "reading", "name_en"]
    copy_view_enabled = False
    named: ClassVar[list[Panel]] = [FieldPanel("name"), FieldPanel("reading"), FieldPanel("name_en")]
    edit_handler = ObjectList([*named, FurtherWordsPanel()], base_form_class=FurtherWordsForm)


class AreaViewSet(NamedFacetViewSet):
    model = Area
    menu_label = _("Areas")
    list_display = [*NamedFacetViewSet.list_display, "code"]
    edit_handler = ObjectList(
        [*NamedFacetViewSet.named, FieldPanel("code"), FurtherWordsPanel()], base_form_class=FurtherWordsForm
    )


class DomainViewSet(NamedFacetViewSet):
    model = Domain
    menu_label = _("Subjects")


class OrganisationsGroup(SnippetViewSetGroup):
    items = (OrganisationViewSet, DepartmentViewSet, ProgrammeViewSet, AreaViewSet, DomainViewSet)
    menu_label = _("Organisations")
    menu_icon = "group"
    menu_order = 210
