"""戻ってきたメール: what came back or was reported, and whether the site hears of it at all."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView

from cms.mail.models import ReturnedMail, ReturnIntake, ReturnKind, ReturnSource

from . import campaigns, permissions

LIST, RESULTS = "mail_records:returned", "mail_records:returned_results"
DETAIL, CAMPAIGN = "mail_records:detail", "mail_records:campaign"
TROUBLE = {
    "setting": _("Its address in the settings is not complete."),
    "account": _("Its user name, password or folder is not accepted."),
    "line": _("Its server does not answer."),
}


class ReturnedFilters(WagtailFilterSet):
    """The filters beside the list."""

    kind = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("returned mail", "What happened"), choices=ReturnKind.choices
    )
    source = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("returned mail", "Told by"), choices=ReturnSource.choices
    )
    at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("returned mail", "When"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ReturnedMail
        fields = ["kind", "source", "at"]


class WhatColumn(Column):
    """What happened and why, in words."""

    cell_template_name = "mail/admin/returned_what_cell.html"


class MailColumn(Column):
    """Which mail, and to whom."""

    cell_template_name = "mail/admin/returned_mail_cell.html"

    def get_cell_context_data(self, instance: ReturnedMail, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | described(instance)


def described(row: ReturnedMail) -> dict[str, Any]:
    """Return title, address and link of the mail that a report is about; its delivery is loaded."""
    if row.bulk_delivery is not None:
        campaign = row.bulk_delivery.campaign
        return {
            "title": campaign.name,
            "address": row.bulk_delivery.address,
            "url": reverse(CAMPAIGN, args=[campaign.pk]),
        }
    assert row.delivery is not None
    title = row.delivery.mailing.subject
    return {"title": title, "address": row.delivery.address, "url": reverse(DETAIL, args=[row.delivery.pk])}


class ReturnedIndexView(IndexView):
    """The list, with how reading it goes above."""

    model = ReturnedMail
    page_title = pgettext_lazy("menu", "Returned mails")
    header_icon = "resubmit"
    template_name = "mail/admin/returned.html"
    results_template_name = "mail/admin/returned_results.html"
    index_url_name = LIST
    index_results_url_name = RESULTS
    any_permission_required = ["view", "change"]
    filterset_class = ReturnedFilters
    paginate_by = 50
    default_ordering = "-at"
    verbose_name_plural = pgettext_lazy("count", "returned mails")
    columns = [
        DateColumn("at", label=pgettext_lazy("returned mail", "When"), sort_key="at"),
        WhatColumn("kind", label=pgettext_lazy("returned mail", "What happened"), sort_key="kind", width="34%"),
        MailColumn("mail", accessor="pk", label=pgettext_lazy("returned mail", "Which mail"), width="34%"),
        Column("get_source_display", label=pgettext_lazy("returned mail", "Told by")),
    ]  # fmt: skip

    @cached_property
    def permission_policy(self) -> Any:
        return permissions.policy()

    def get_base_queryset(self) -> QuerySet[ReturnedMail]:
        return rows_of(self.request)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("mail_records:list"), "label": _("Mail records")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"hearing": hearing()}


def rows_of(request: HttpRequest) -> QuerySet[ReturnedMail]:
    """Return the reports about mails that this person sees: those of bulk mail to those who look after bulk mail."""
    singles = permissions.policy().sites_user_has_any_permission_for(request.user, ["view", "change"])
    rows = ReturnedMail.objects.filter(site__in=singles)
    bulk = campaigns.policy().sites_user_has_any_permission_for(request.user, ["view", "change"])
    rows = rows.filter(bulk_delivery=None) | rows.filter(site__in=bulk)
    return rows.select_related("delivery__mailing", "bulk_delivery__campaign")


@dataclass(frozen=True)
class Hearing:
    """Whether the site hears of what comes back. `intakes`: the ways, those with trouble first."""

    has_address: bool
    intakes: list[ReturnIntake]

    @property
    def hears(self) -> bool:
        return self.has_address and bool(settings.CMS_BOUNCE_IMAP or self.intakes)

    @property
    def troubles(self) -> list[tuple[ReturnIntake, Any]]:
        return [(each, TROUBLE.get(each.trouble, TROUBLE["line"])) for each in self.intakes if each.trouble]


def hearing() -> Hearing:
    return Hearing(bool(settings.CMS_RETURN_PATH), list(ReturnIntake.objects.order_by("source")))
