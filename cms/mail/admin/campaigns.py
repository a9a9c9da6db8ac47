"""一斉メール: the list of bulk mails, and one of them: how far it is, what can be done, who needs a look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from cms.core.impossible_keys import typed_key
from cms.core.permissions import SiteScopedPolicy
from cms.mail.bulk import services
from cms.mail.bulk.exceptions import CampaignMoveRefused, NotBegun
from cms.mail.bulk.states import CampaignState, Exclusion
from cms.mail.exceptions import MoveRefused
from cms.mail.models import BulkDelivery, Campaign
from cms.mail.returns import evidence
from cms.mail.services import returned
from cms.mail.states import State

CAMPAIGNS, CAMPAIGN = "mail_records:campaigns", "mail_records:campaign"
ON_A_PAGE = 30
# As many uncertain ones as a person looks at in one go.
MOST_SHOWN = 100


@dataclass(frozen=True)
class Action:
    """A button for a campaign. `means` says what will happen, before it does."""

    name: str
    label: Any
    means: Any
    done: Any
    act: Callable[..., Any]
    offered_in: frozenset[CampaignState]
    is_final: bool = False

    def is_offered(self, campaign: Campaign, *, at: datetime) -> bool:
        """Whether it can be done now: what has not begun cannot be paused."""
        can = campaign.state in self.offered_in
        return can and (self.act is not services.pause or campaign.has_begun(at=at))


ACTIONS = (
    Action(
        "pause", _("Pause"), _("Nothing more leaves until it is resumed. What is being handed over is finished."),
        _("Paused."), services.pause, frozenset({CampaignState.RUNNING}),
    ),
    Action(
        "resume", _("Resume"), _("It goes on where it was paused."),
        _("It is being sent again."), services.resume, frozenset({CampaignState.PAUSED}),
    ),
    Action(
        "call_off", _("Call it off"), _("What has not left is never sent. This cannot be undone."),
        _("Called off."), services.call_off,
        frozenset({CampaignState.PREPARING, CampaignState.READY, CampaignState.RUNNING, CampaignState.PAUSED}),
        is_final=True,
    ),
)  # fmt: skip
# Characters of a log that are read in one go.
MOST_OF_A_LOG = 500_000
# What can be done with a mail of which nobody knows whether it arrived.
FOR_ONE = {
    "arrived": (_("It has arrived"), _("The mail is counted as sent.")),
    "again": (_("Send again now"), _("The mail is on its way again.")),
    "dealt_with": (pgettext_lazy("mail", "Leave it so"), _("Noted as dealt with.")),
}


def policy() -> SiteScopedPolicy:
    return SiteScopedPolicy(Campaign)


def rows_of(request: HttpRequest) -> Any:
    """Return the campaigns of the sites that this person looks after."""
    return policy().instances_user_has_any_permission_for(request.user, ["view", "change"])


def may_look(user: Any) -> bool:
    return policy().user_has_any_permission(user, ["view", "change"])


class CampaignListView(WagtailAdminTemplateMixin, View):
    """Lists what was sent to many, the newest first."""

    template_name = "mail/admin/campaigns.html"
    header_icon = "mail"
    page_title = pgettext_lazy("menu", "Bulk mails")

    def get(self, request: HttpRequest) -> HttpResponse:
        if not may_look(request.user):
            raise PermissionDenied
        rows = rows_of(request).order_by("-created_at", "-pk")
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
        uncertain = BulkDelivery.objects.needing_a_person().filter(campaign__in=[each.pk for each in page])
        needing = set(uncertain.order_by().values_list("campaign", flat=True).distinct())
        return self.render_to_response(self.get_context_data(page=page, needing=needing))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class CampaignView(WagtailAdminTemplateMixin, View):
    """Shows a bulk mail (GET) and does what a button says (POST with `action`, and `delivery` for one reader's)."""

    template_name = "mail/admin/campaign.html"
    header_icon = "mail"
    page_title = pgettext_lazy("menu", "Bulk mail")
    campaign: Campaign

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = rows_of(request).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.campaign = found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        totals = services.totals_of(self.campaign)
        uncertain = BulkDelivery.objects.of(self.campaign).needing_a_person().order_by("pk")
        may_act = policy().user_has_permission_for_instance(request.user, "change", self.campaign)
        states = [(state.label, totals.states[state]) for state in _SETTLED]
        context = self.get_context_data(
            campaign=self.campaign,
            totals=totals,
            lines=[(pgettext_lazy("mail", "Waiting"), totals.waiting), *states],
            excluded=[(_exclusion(reason), number) for reason, number in sorted(totals.excluded.items())],
            actions=[each for each in ACTIONS if may_act and each.is_offered(self.campaign, at=timezone.now())],
            uncertain=list(uncertain[:MOST_SHOWN]),
            for_one=[(name, label) for name, (label, _done) in FOR_ONE.items()] if may_act else [],
            came_back=[(kind.label, n) for kind, n in returned.counts_of(self.campaign).items() if n],
            forecast=self._forecast(totals),
            returns=returned.of_campaign(self.campaign, most=MOST_SHOWN),
            history=list(ModelLogEntry.objects.for_instance(self.campaign).select_related("user")[:50]),
        )
        return self.render_to_response(context)

    def _forecast(self, totals: services.Totals) -> services.Forecast | None:
        """Reckon when it will be out, while that can still be said."""
        if not totals.waiting or self.campaign.state not in {CampaignState.READY, CampaignState.RUNNING}:
            return None
        return services.forecast_of(self.campaign, at=self.campaign.start_at, now=timezone.now())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not policy().user_has_permission_for_instance(request.user, "change", self.campaign):
            raise PermissionDenied
        name = request.POST.get("action", "")
        if name == "log":
            self._settle_from_log(request)
            return redirect(reverse(CAMPAIGN, args=[pk]))
        try:
            done = self._one(name, request) if name in FOR_ONE else self._whole(name, request)
        except NotBegun as refusal:
            messages.error(request, refusal.message)
        except (MoveRefused, CampaignMoveRefused):
            messages.error(request, _("It has changed in the meantime. See below how it stands now."))
        else:
            messages.success(request, done)
        return redirect(reverse(CAMPAIGN, args=[pk]))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(CAMPAIGNS), "label": CampaignListView.page_title},
            {"url": "", "label": self.campaign.name},
        ]

    def _whole(self, name: str, request: HttpRequest) -> Any:
        action = next((each for each in ACTIONS if each.name == name), None)
        if action is None:
            raise PermissionDenied
        action.act(campaign_id=self.campaign.pk, by=request.user, now=timezone.now())
        return action.done

    def _settle_from_log(self, request: HttpRequest) -> None:
        lines = request.POST.get("lines", "")[:MOST_OF_A_LOG].splitlines()
        said = evidence.settle_from_log(lines=lines, campaign=self.campaign, by=request.user, now=timezone.now())
        if not said[evidence.ARRIVED] + said[evidence.CAME_BACK]:
            messages.warning(request, _("These lines tell of no mail of which it was unknown whether it arrived."))
            return
        text = _("According to the log, %(arrived)d arrived and %(returned)d came back.")
        messages.success(request, text % {"arrived": said[evidence.ARRIVED], "returned": said[evidence.CAME_BACK]})

    def _one(self, name: str, request: HttpRequest) -> Any:
        typed = typed_key(request.POST.get("delivery", ""))
        delivery = BulkDelivery.objects.filter(campaign=self.campaign, pk=typed).first()
        if delivery is None:
            raise MoveRefused
        now = timezone.now()
        if name == "again":
            if not services.send_again(delivery_ids=[delivery.pk], by=request.user, now=now):
                raise MoveRefused
        else:
            act = services.note_arrival if name == "arrived" else services.note_as_dealt_with
            act(delivery_id=delivery.pk, by=request.user, now=now)
        return FOR_ONE[name][1]


_SETTLED = (State.SENT, State.REFUSED, State.UNCERTAIN, State.WITHDRAWN)


def _exclusion(reason: str) -> Any:
    """Name a reason; one of a plugin's own is shown as the plugin wrote it."""
    return Exclusion(reason).label if reason in Exclusion.values else reason
