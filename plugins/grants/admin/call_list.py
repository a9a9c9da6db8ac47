"""募集 in the admin: the list by status."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, DateTimeField, F, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Site
from wagtail.snippets.views.snippets import IndexView

from plugins.grants import spoken, statuses, windows
from plugins.grants.models import Funder, GrantCall
from plugins.grants.statuses import Status

from . import permissions

CALL_STATUSES = [choice for choice in Status.choices if choice[0] != Status.ESTIMATED]
#: Open ones by their deadline, then announced ones, then those that are past.
TURNS = {
    Status.CLOSING: 0, Status.OPEN: 1, Status.ANNOUNCED: 2, Status.CLOSED: 3, Status.RESULTS: 4, Status.OVER: 5,
}  # fmt: skip
LAST_COMING = 2


def _own_funders(request: Any) -> Any:
    sites = permissions.calls().sites_user_has_any_permission_for(request.user, ["view", "add", "change"])
    return Funder.objects.filter(site__in=sites)


class CallFilters(WagtailFilterSet):
    """The filters beside the list."""

    status = django_filters.MultipleChoiceFilter(label=pgettext_lazy("grants", "Status"), choices=CALL_STATUSES)
    funder = django_filters.ModelMultipleChoiceFilter(
        label=pgettext_lazy("grants", "Funder"), queryset=_own_funders, field_name="programme__funder"
    )

    class Meta:
        model = GrantCall
        fields = ["status", "funder"]


class StatusColumn(Column):
    """The status in words and a shape."""

    cell_template_name = "grants/admin/status_cell.html"

    def get_value(self, instance: Any) -> dict[str, str]:
        status = Status(instance.status)
        return {"shape": statuses.SHAPES[status], "label": str(status.label)}


class DeadlineColumn(Column):
    """The last day as people say it."""

    def get_value(self, instance: Any) -> str:
        return spoken.deadline(instance, now=timezone.now()) or spoken.countdown(instance, now=timezone.now())


class DecisionColumn(Column):
    def get_value(self, instance: Any) -> str:
        return spoken.decision(instance)


def standing(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Rows with their status, and by what the list is put in order."""
    now, shown_as = timezone.now(), windows.of_site(Site.find_for_request(request))
    rows = rows.standing(at=now, windows=shown_as).select_related("programme__funder")  # type: ignore[attr-defined]
    turn = Case(*(When(status=status, then=Value(turn)) for status, turn in TURNS.items()), output_field=IntegerField())
    return rows.annotate(turn=turn)  # type: ignore[no-any-return]


class CallIndexView(IndexView):
    """The list of calls: those that are open first, by deadline."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return standing(super().get_base_queryset(), self.request)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)  # type: ignore[no-any-return]
        soonest = Case(When(turn__lte=LAST_COMING, then=F("closes_at")), output_field=DateTimeField())
        return queryset.order_by("turn", soonest.asc(nulls_last=True), F("closes_at").desc(nulls_last=True), "-pk")

    @property
    def header_buttons(self) -> list[Any]:
        return [*super().header_buttons, HeaderButton(_("This month’s checks"), url=reverse("grant_calls:checks"))]

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons = super().get_list_more_buttons(instance)
        if permissions.calls().user_has_permission(self.request.user, "add"):
            url = f"{reverse('grant_calls:enter')}?copy={instance.pk}"
            buttons.append(Button(_("Enter the next call like this one"), url=url, icon_name="copy", priority=20))
        return buttons


class ToEntering(View):
    """Adding a call is done on its own screen, whatever leads there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        query = request.GET.urlencode()
        return redirect(f"{reverse('grant_calls:enter')}{'?' if query else ''}{query}")
