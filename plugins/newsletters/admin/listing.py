"""The list of readers, and the same as a file."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from django.views import View
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.core.exports import csv_file
from cms.core.locales import languages
from cms.core.search_by_post import SearchByPost
from cms.mail.models import Channel
from plugins.newsletters import services
from plugins.newsletters.models import Area, Subscriber, Subscription, Topic
from plugins.newsletters.states import State

from . import permissions
from .frame import READERS, address

SEARCHED = ("address", "name")


def _of_sites(model: Any) -> Any:
    """The rows of the sites whose readers this person sees."""

    def rows(request: Any) -> Any:
        sites = permissions.policy().sites_user_has_any_permission_for(request.user, ["view", "change"])
        return model.objects.filter(site__in=sites)

    return rows


class ReaderFilters(WagtailFilterSet):
    """The filters beside the list."""

    state = django_filters.MultipleChoiceFilter(label=pgettext_lazy("reader", "State"), choices=State.choices)
    pausing = django_filters.BooleanFilter(label=pgettext_lazy("reader", "Pausing"), method="by_pause")
    topics = django_filters.ModelMultipleChoiceFilter(
        label=pgettext_lazy("newsletter", "Topics"), queryset=_of_sites(Topic), distinct=True
    )
    locale = django_filters.MultipleChoiceFilter(
        label=pgettext_lazy("newsletter", "Language of the letters"), choices=languages()
    )
    area = django_filters.ModelMultipleChoiceFilter(label=pgettext_lazy("reader", "Area"), queryset=_of_sites(Area))
    channel = django_filters.MultipleChoiceFilter(label=pgettext_lazy("reader", "Came by"), choices=Channel.choices)
    created_at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("reader", "Entered"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Subscriber
        fields = ["state", "pausing", "topics", "locale", "area", "channel", "created_at"]

    def by_pause(self, rows: Any, name: str, value: bool | None) -> Any:
        pausing = Q(state=State.ACTIVE, paused_until__gt=timezone.localdate())
        if value is None:
            return rows
        return rows.filter(pausing) if value else rows.exclude(pausing)


class StateColumn(Column):
    """The state in words, and a pause."""

    cell_template_name = "newsletters/admin/state_cell.html"


class TopicsColumn(Column):
    cell_template_name = "newsletters/admin/topics_cell.html"


class ReaderIndexView(SearchByPost, IndexView):
    """The list with its totals."""

    model = Subscriber
    page_title = _("Readers")
    header_icon = "mail"
    template_name = "newsletters/admin/index.html"
    results_template_name = "newsletters/admin/index_results.html"
    index_url_name = f"{READERS}:list"
    index_results_url_name = f"{READERS}:results"
    any_permission_required = ["view", "change"]
    filterset_class = ReaderFilters
    search_fields = SEARCHED
    search_backend_name = None
    paginate_by = 50
    default_ordering = "-created_at"
    verbose_name_plural = pgettext_lazy("count", "readers")

    columns = [
        TitleColumn("address", label=_("Mail address"), url_name=f"{READERS}:reader", width="30%"),
        StateColumn("state", label=pgettext_lazy("reader", "State"), sort_key="state"),
        TopicsColumn("topics", accessor="pk", label=pgettext_lazy("newsletter", "Topics"), width="28%"),
        Column("language_name", label=_("Language"), sort_key="locale"),
        Column("area", label=pgettext_lazy("reader", "Area")),
        DateColumn("created_at", label=pgettext_lazy("reader", "Entered"), sort_key="created_at"),
    ]  # fmt: skip

    @cached_property
    def permission_policy(self) -> Any:
        return permissions.policy()

    def get_base_queryset(self) -> QuerySet[Subscriber]:
        return with_topics(permissions.rows_of(self.request))

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.permission_policy.user_has_permission(self.request.user, "add"):
            return []
        return [HeaderButton(_("Enter a reader"), url=address("add"), icon_name="plus")]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        chosen_now = self.request.GET.urlencode()
        buttons = []
        if not self.is_searching:  # the address of a download could not say who
            url = f"{address('export')}?{chosen_now}"
            buttons = [Button(_("Download as CSV"), url, icon_name="download", priority=30)]
        if self.permission_policy.user_has_permission(self.request.user, "add"):
            buttons += [
                Button(_("Bring a list"), address("import"), icon_name="upload", priority=10),
                Button(_("Consents of an address"), address("consents"), icon_name="clipboard-list", priority=20),
            ]
        return buttons

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["totals"] = totals(permissions.rows_of(self.request))
        context["downloads"] = services.downloads(sites=_sites_seen(self.request))
        context["today"] = timezone.localdate()
        return context


def with_topics(rows: Any) -> Any:
    """Read along what the list shows, in two further queries however many there are."""
    subscriptions = Subscription.objects.select_related("topic")
    return rows.select_related("area").prefetch_related(Prefetch("subscriptions", queryset=subscriptions))


def totals(rows: Any) -> list[tuple[str, str, int]]:
    """Return value, label and number of each state, in one query; they add up to all readers."""
    counted = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return [(state.value, str(state.label), counted.get(state.value, 0)) for state in State]


def _sites_seen(request: HttpRequest) -> list[Any]:
    return list(permissions.policy().sites_user_has_any_permission_for(request.user, ["view", "change"]))


def chosen(request: HttpRequest) -> Any:
    """Return the readers that a list with this request's filters shows."""
    filters = ReaderFilters(request.GET, permissions.rows_of(request), request=request)
    return filters.qs if filters.is_valid() else permissions.rows_of(request).none()


class ExportView(View):
    """Those that the list shows, as CSV. Such a file is of people: it is not stored on the way."""

    def get(self, request: HttpRequest) -> HttpResponse:
        headings = [
            _("Mail address"), pgettext("person", "name"), pgettext("reader", "State"),
            pgettext("newsletter", "Topics"), _("Language"), pgettext("reader", "Area"), pgettext("reader", "Came by"),
            pgettext("reader", "Entered"), pgettext("reader", "confirmed"),
        ]  # fmt: skip
        comma = pgettext("between names", ", ")
        rows = [
            [
                row.address, row.name, row.get_state_display(),
                comma.join(f"{each.topic} ({each.get_frequency_display()})" for each in row.subscriptions.all()),
                row.language_name, row.area or "", row.get_channel_display(), row.created_at, row.confirmed_at,
            ]
            for row in with_topics(chosen(request)).order_by("address")
        ]  # fmt: skip
        services.note_download(request.user, sites=_sites_seen(request), number=len(rows))
        return csv_file(f"{_('Readers')}_{timezone.localdate()}", headings, rows)
