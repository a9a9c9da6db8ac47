"""助成の実績 in the admin: who got how much for what, and which activity it paid for."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import AdminPageChooser
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView
from wagtail.snippets.widgets import AdminSnippetChooser

from activities.organisations.models import Organisation
from cms.core import sites
from cms.core.permissions import SiteScopedPolicy
from cms.core.typed_as_typed import take_whole_pastes
from cms.core.viewsets import SiteScopedViewSet
from plugins.grants.models import Award, GrantCall, GrantProgramme

from .call_forms import Day


class ActivityChooser(AdminPageChooser):
    """Chooses a page of an activity; opens where a site has them. index: that page, or none."""

    def __init__(self, index: Any = None) -> None:
        super().__init__(target_models=["activities.ActivityPage"])
        self.index = index

    def get_js_init_options(self, id_: str, name: str, value_data: Any) -> dict[str, Any]:
        options: dict[str, Any] = super().get_js_init_options(id_, name, value_data)
        if self.index is not None:
            options.setdefault("parentId", self.index.pk)
        return options


class AwardForm(WagtailAdminModelForm):
    """The facts of an awarded grant; its activity is chosen by a page of it."""

    activity = forms.ModelChoiceField(
        queryset=None, label=_("activity that it paid for"), required=False,
        help_text=_("The page of the activity then says who paid for it."),
    )  # fmt: skip

    class Meta:
        model = Award
        fields = [
            "programme", "call", "recipient", "recipient_name", "title", "title_en", "description", "amount",
            "awarded_on", "from_fy", "to_fy",
        ]  # fmt: skip
        widgets = {"awarded_on": Day}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take_whole_pastes(self)
        site = self.instance.site_id
        self._offer_activities()
        self.fields["programme"].queryset = GrantProgramme.objects.filter(site=site)  # type: ignore[attr-defined]
        here = Q(site=site) | Q(site=None)
        self.fields["recipient"].widget = AdminSnippetChooser(Organisation)
        self.fields["recipient"].queryset = Organisation.objects.filter(here)  # type: ignore[attr-defined]
        calls = GrantCall.objects.filter(site=site).select_related("programme__funder")
        self.fields["call"].queryset = calls  # type: ignore[attr-defined]

    def _offer_activities(self) -> None:
        """Only those of the award's own site; one of another is refused at the field."""
        field, key = self.fields["activity"], self.instance.activity_key
        below = Q(pk__in=[])
        for root in sites.root_paths():
            if root.site_id == self.instance.site_id:
                below |= Q(url_path__startswith=root.root_path)
        pages = apps.get_model("activities.ActivityPage").objects.filter(below)
        field.queryset = pages  # type: ignore[attr-defined]
        indexes = apps.get_model("activities.ActivityIndexPage").objects.filter(below)
        field.widget = ActivityChooser(indexes.order_by("path").first())
        field.initial = pages.filter(translation_key=key).order_by("path").first() if key else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("recipient") and not cleaned.get("recipient_name") and "recipient_name" not in self.errors:
            self.add_error("recipient_name", _("Say who got it: choose an organisation, or write its name."))
        call = cleaned.get("call")
        if call and cleaned.get("programme") and call.programme_id != cleaned["programme"].pk:
            self.add_error("call", _("This is a call of another grant."))
        first, last = cleaned.get("from_fy"), cleaned.get("to_fy")
        if first and last and last < first:
            self.add_error("to_fy", _("The last fiscal year is before the first."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        page = self.cleaned_data.get("activity")
        self.instance.activity_key = page.translation_key if page else None
        return super().save(commit=commit)


def _awarded_here(request: Any) -> QuerySet[Any]:
    """The grants of which money was awarded, of the sites whose awards this person sees."""
    seen = SiteScopedPolicy(Award).instances_user_has_any_permission_for(request.user, ["view", "add", "change"])
    return GrantProgramme.objects.filter(pk__in=seen.values("programme"))  # type: ignore[no-any-return]


class AwardFilters(WagtailFilterSet):
    """The filters beside the list."""

    programme = django_filters.ModelMultipleChoiceFilter(label=pgettext_lazy("grants", "Grant"), queryset=_awarded_here)

    class Meta:
        model = Award
        fields = ["programme"]


class InOpenDataColumn(BooleanColumn):
    """Whether it says all that the open data need."""

    def get_value(self, instance: Any) -> bool:
        return bool(instance.amount is not None and instance.awarded_on and instance.display_recipient)


class AwardIndexView(IndexView):
    """The list, and the way to the file for everybody."""

    @property
    def header_buttons(self) -> list[Any]:
        url = reverse("plugins:grants:awarded_json")
        return [*super().header_buttons, HeaderButton(_("Open data (360Giving)"), url=url, icon_name="download")]


AWARD_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("programme", widget=forms.Select),
                FieldPanel("call", widget=forms.Select),
                MultiFieldPanel([FieldPanel("recipient"), FieldPanel("recipient_name")], heading=_("Who got it")),
                MultiFieldPanel(
                    [FieldPanel("title"), FieldPanel("title_en"), FieldPanel("description"), FieldPanel("activity")],
                    heading=pgettext_lazy("award", "What it was for"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("amount"), FieldPanel("awarded_on")]),
                        FieldRowPanel([FieldPanel("from_fy"), FieldPanel("to_fy")]),
                    ],
                    heading=pgettext_lazy("award", "How much and when"),
                ),
            ],
            heading=pgettext_lazy("grants", "Awarded grant"),
        )
    ],
    base_form_class=AwardForm,
)


class AwardViewSet(SiteScopedViewSet):
    model = Award
    icon = "pick"
    menu_label = pgettext_lazy("grants", "Awarded grants")
    menu_order = 400
    url_namespace = "grant_awards"
    url_prefix = "grants/awards"
    index_view_class = AwardIndexView
    copy_view_enabled = False
    filterset_class = AwardFilters
    search_fields = ["title", "recipient_name", "recipient__name"]
    list_display = [
        "title",
        Column("display_recipient", label=_("Who got it")),
        Column("programme", label=pgettext_lazy("grants", "Grant"), sort_key="programme__sort_key"),
        Column("spoken_amount", label=pgettext_lazy("grant", "Amount"), sort_key="amount"),
        Column("awarded_on", label=pgettext_lazy("award", "Awarded on"), sort_key="awarded_on"),
        InOpenDataColumn("uuid", label=_("In the open data")),
    ]
    list_export = [
        "title", "display_recipient", "programme", "programme.funder", "amount", "awarded_on", "from_fy", "to_fy",
    ]  # fmt: skip
    export_filename = "awarded-grants"
    list_per_page = 50
    edit_handler = AWARD_TABS

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("programme__funder", "recipient")
