"""送信の記録: the list of mails, those that need a person first."""

from typing import Any

import django_filters
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from cms.core.search_by_post import SearchByPost
from cms.mail import kinds
from cms.mail.models import Delivery
from cms.mail.querysets import LONG
from cms.mail.states import NEED_A_PERSON, WAITING, State

from . import campaigns, pace, permissions, returned
from .overview import overview

LIST, RESULTS, DETAIL, RETRY = "mail_records:list", "mail_records:results", "mail_records:detail", "mail_records:retry"
# What staff look a mail up by.
SEARCHED = ("address", "recipient", "mailing__subject")


class MailFilters(WagtailFilterSet):
    """The filters beside the list."""

    attention = django_filters.ChoiceFilter(
        label=_("What needs you"), method="by_attention", empty_label=_("All"),
        choices=[("person", _("Needs a person")), ("long", _("Waits for more than an hour"))],
    )  # fmt: skip
    state = django_filters.MultipleChoiceFilter(label=pgettext_lazy("mail", "State"), choices=State.choices)
    kind = django_filters.ChoiceFilter(label=_("Kind"), field_name="mailing__kind", choices=kinds.choices)
    queued_at = django_filters.DateFromToRangeFilter(label=_("Queued"), widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields = ["attention", "state", "kind", "queued_at"]

    def by_attention(self, rows: Any, name: str, value: str) -> Any:
        return rows.needing_a_person() if value == "person" else rows.waiting_long(at=timezone.now())


class SubjectColumn(TitleColumn):
    """The subject, or what kind of mail it was once its contents are erased."""

    cell_template_name = "mail/admin/subject_cell.html"

    def get_cell_context_data(self, instance: Delivery, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["kind"] = kinds.label_of(instance.mailing.kind)
        return context


class RecipientColumn(Column):
    cell_template_name = "mail/admin/recipient_cell.html"


class StateColumn(Column):
    """The state and why, in words."""

    cell_template_name = "mail/admin/state_cell.html"


class MailIndexView(SearchByPost, IndexView):
    """The list with its totals. What nothing happens with any more by itself stands first."""

    model = Delivery
    page_title = _("Mail records")
    header_icon = "mail"
    template_name = "mail/admin/index.html"
    results_template_name = "mail/admin/index_results.html"
    index_url_name = LIST
    index_results_url_name = RESULTS
    any_permission_required = ["view", "change"]
    filterset_class = MailFilters
    search_fields = SEARCHED
    search_backend_name = None
    paginate_by = 50
    verbose_name_plural = pgettext_lazy("mail", "mails")

    columns = [
        SubjectColumn(
            "subject", label=pgettext_lazy("mail", "Subject"), accessor="mailing.subject", url_name=DETAIL, width="34%"
        ),
        RecipientColumn("recipient", label=pgettext_lazy("mail", "To")),
        StateColumn("state", label=pgettext_lazy("mail", "State"), sort_key="state", width="30%"),
        DateColumn("queued_at", label=_("Queued"), sort_key="queued_at"),
        DateColumn("sent_at", label=pgettext_lazy("mail, time", "Sent"), sort_key="sent_at"),
    ]  # fmt: skip

    @cached_property
    def permission_policy(self) -> Any:
        return permissions.policy()

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return permissions.rows_of(self.request).select_related("mailing")

    def order_queryset(self, queryset: Any) -> Any:
        if self.is_explicitly_ordered and self.ordering:
            return super().order_queryset(queryset)
        late = Q(state__in=WAITING, queued_at__lte=timezone.now() - LONG)
        urgency = Case(
            When(state__in=NEED_A_PERSON, handled_at__isnull=True, then=Value(0)),
            When(late, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return queryset.order_by(urgency, "-queued_at", "-pk")

    @cached_property
    def header_buttons(self) -> list[Any]:
        """The ways to bulk mails and returned ones, and “Send again” for what the list shows, where that can be."""
        return [*self._bulk_mails(), self._returned(), *self._send_again()]

    def _returned(self) -> Any:
        return HeaderButton(returned.ReturnedIndexView.page_title, url=reverse(returned.LIST), icon_name="resubmit")

    def _bulk_mails(self) -> list[Any]:
        if not campaigns.may_look(self.request.user):
            return []
        return [
            HeaderButton(campaigns.CampaignListView.page_title, url=reverse(campaigns.CAMPAIGNS), icon_name="mail"),
            HeaderButton(pace.PaceView.page_title, url=reverse(pace.PACE), icon_name="time"),
        ]

    def _send_again(self) -> list[Any]:
        states = set(self.request.GET.getlist("state"))
        if self.is_searching:  # the address of the button could not say whom
            return []
        stuck = states and states <= {*NEED_A_PERSON, State.DEFERRED}
        if not (stuck or self.request.GET.get("attention") == "person"):
            return []
        if not self.permission_policy.user_has_permission(self.request.user, "change"):
            return []
        url = f"{reverse(RETRY)}?{self.request.GET.urlencode()}"
        return [HeaderButton(_("Send all of these again"), url=url, icon_name="resubmit")]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["overview"] = overview(permissions.rows_of(self.request), now=timezone.now())
        return context


def chosen(request: HttpRequest) -> Any:
    """Return the mails that a list with this request's filters shows."""
    filters = MailFilters(request.GET, permissions.rows_of(request), request=request)
    return filters.qs if filters.is_valid() else permissions.rows_of(request).none()
