"""送信の速さ: how much may still leave today, how fast each group of providers is written to, and who changed that."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry, Site

from cms.mail.bulk import budget, services
from cms.mail.bulk.exceptions import LimitRefused
from cms.mail.bulk.lanes import have_lanes, most_caps
from cms.mail.mime import sender_address
from cms.mail.models import Batch, BulkDelivery, Campaign, Lane, SendingBudget
from cms.mail.states import WAITING

from . import campaigns
from .pace_forms import BudgetForm, CapsForm

PACE, LANE, BUDGET = "mail_records:pace", "mail_records:pace_lane", "mail_records:pace_budget"
MOST_OF_HISTORY = 50


def may_change(user: Any) -> bool:
    """Say whether somebody may change what all sites share: who may, and looks after the bulk mails of each of them."""
    if not user.has_perm("mail.change_lane"):
        return False
    mine = campaigns.policy().sites_user_has_permission_for(user, "change")
    return not Site.objects.exclude(pk__in=mine.values("pk")).exists()


@dataclass(frozen=True)
class LaneLine:
    """A group of providers: how many wait for it, how many are being handed over, and what it is in trouble with."""

    lane: Lane
    waiting: int
    under_way: int
    is_blocked: bool


@dataclass(frozen=True)
class Today:
    """What has left of what may leave on a day. most is None without a limit; nothing is counted then."""

    most: int | None
    used: int

    @property
    def left(self) -> int:
        return max(0, (self.most or 0) - self.used)


class PaceScreen(WagtailAdminTemplateMixin, View):
    """What these screens have in common."""

    header_icon = "time"
    page_title: Any = pgettext_lazy("menu", "Pace of sending")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not campaigns.may_look(request.user):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [{"url": reverse("mail_records:list"), "label": _("Mail records")}]
        if not isinstance(self, PaceView):
            above.append({"url": reverse(PACE), "label": PaceView.page_title})
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


class PaceView(PaceScreen):
    """Shows how it stands."""

    template_name = "mail/admin/pace.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        context = self.get_context_data(
            today=Today(budget.most(), budget.used(now=now)), lanes=lines(), may_change=may_change(request.user),
            allowed=settings.CMS_BULK_DAILY_BUDGET, history=history(),
        )  # fmt: skip
        return self.render_to_response(context)


class LimitScreen(PaceScreen):
    """A form that changes a limit. GET shows it, POST saves it."""

    template_name = "mail/admin/pace_form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not may_change(request.user):
            raise PermissionDenied

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._show(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            self.save(form.cleaned_data)
        except LimitRefused as refusal:  # what is allowed has just changed
            form.add_error(refusal.field, _("This is not allowed any more. Please look at the limits below."))
            return self._show(form)
        messages.success(request, _("Saved. It holds from the next mails on."))
        return redirect(PACE)

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def save(self, said: dict[str, Any]) -> None:
        raise NotImplementedError

    def _show(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, back=reverse(PACE)))


class LaneView(LimitScreen):
    """Of one group of providers."""

    lane: Lane

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Lane.objects.filter(pk=kwargs["pk"], sender=sender_address()).first()
        if found is None:
            raise Http404
        self.lane = found

    def get_page_title(self) -> Any:
        return self.lane.get_group_display()

    def form(self, data: Any = None) -> CapsForm:
        initial = {"connections": self.lane.connections, "rate": self.lane.ceiling}
        return CapsForm(data, initial=initial, allowed=most_caps(self.lane.group))

    def save(self, said: dict[str, Any]) -> None:
        services.set_caps(
            lane_id=self.lane.pk, connections=said["connections"], rate=said["rate"], by=self.request.user
        )  # fmt: skip


class BudgetView(LimitScreen):
    """How many leave in a day."""

    page_title = _("How many may leave in a day")

    def form(self, data: Any = None) -> BudgetForm:
        row = SendingBudget.objects.filter(sender=sender_address()).first()
        return BudgetForm(data, initial={"most": row.most if row else None}, allowed=settings.CMS_BULK_DAILY_BUDGET)

    def save(self, said: dict[str, Any]) -> None:
        services.set_budget(most=said["most"], by=self.request.user, now=timezone.now())


def lines() -> list[LaneLine]:
    """Return how it stands with each group of providers. Four queries, however many mails."""
    now = timezone.now()
    open_ones = Campaign.objects.unfinished()
    rows = BulkDelivery.objects.filter(campaign__in=open_ones, state__in=WAITING).order_by()
    waiting = dict(rows.values_list("lane").annotate(Count("pk")))
    under_way = dict(Batch.objects.order_by().values_list("lane").annotate(Count("pk")))
    return [
        LaneLine(
            lane, waiting.get(lane.group, 0), under_way.get(lane.pk, 0),
            bool(lane.blocked_until and lane.blocked_until > now),
        )
        for lane in have_lanes()
    ]  # fmt: skip


def history() -> list[ModelLogEntry]:
    """Return who changed a limit, the newest first."""
    found = ModelLogEntry.objects.filter(action__in=["mail.lane_caps", "mail.sending_budget"])
    return list(found.select_related("user", "content_type").order_by("-timestamp", "-pk")[:MOST_OF_HISTORY])
