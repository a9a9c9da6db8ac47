"""締切のお知らせ: how many are reminded of a call, what was sent, a report over all grants. Counts, no addresses."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin.panels import Panel
from wagtail.models import Site

from cms.core.locales import language_of
from cms.core.permissions import SiteScopedPolicy
from cms.mail.models import Campaign
from plugins.grants import japan_time, spoken
from plugins.grants.models import GrantCall
from plugins.grants.reminders import days, figures

from . import permissions
from .frame import StaffView

MOST = 200


class RemindersPanel(Panel):
    """On a call: who will be reminded when, and what went out."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "grants/admin/reminders_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            if not self.instance.pk:
                return context
            now = timezone.now()
            found = figures.of_call(self.instance, days.of_site(self.instance.site), now=now)
            sees_mails = SiteScopedPolicy(Campaign).user_has_any_permission(self.request.user, ["view", "change"])
            made = [_line(each, now=now, with_link=sees_mails) for each in found.made]
            dates = [spoken.day(each, now=now) for each in found.days]
            return context | {
                "figures": found, "dates": dates, "made": made, "report": reverse("grant_calls:reminders"),
                "call_is_ahead": self.instance.closes_at is not None and self.instance.closes_at > now,
            }  # fmt: skip


def _line(sent: figures.Sent, *, now: Any, with_link: bool) -> dict[str, Any]:
    reminder = sent.reminder
    last = spoken.day(japan_time.japanese_day(reminder.closes_at - japan_time.A_MOMENT), now=now)
    return {
        "what": _kind(reminder),
        "told": last,
        "made": spoken.day(japan_time.japanese_day(reminder.made_at), now=now),
        "sent": sent,
        "state": reminder.campaign.get_state_display() if reminder.campaign else "",
        "url": reverse("mail_records:campaign", args=[reminder.campaign_id])
        if with_link and reminder.campaign_id
        else "",
    }


def _kind(reminder: Any) -> str:
    if reminder.is_correction:
        return _("Correction: the deadline moved earlier")
    return ngettext("%(n)d day before", "%(n)d days before", reminder.days) % {"n": reminder.days}


class RemindersView(StaffView):
    """The report: which grants people follow, and what goes out next."""

    template_name = "grants/admin/reminders.html"
    page_title = gettext_lazy("Reminders of grants")
    header_icon = "mail"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not permissions.may_look(request.user):
            raise PermissionDenied
        mine = permissions.programmes_of(request.user)
        rows = list(figures.followed(mine)[:MOST])
        coming: dict[int, Any] = {}
        calls = GrantCall.objects.filter(programme__in=rows).with_deadline_ahead(at=self.now)
        for call in calls:
            coming.setdefault(call.programme_id, call)
        wanted = days.of_site(Site.find_for_request(request))
        lines = [self._line(row, coming.get(row.pk), wanted) for row in rows]
        spoken_languages = [(language_of(code).name, number) for code, number in figures.languages(mine)]
        return self.shown(
            lines=lines, languages=spoken_languages, people=sum(number for _code, number in spoken_languages),
            between=pgettext("between names", ", "),
        )  # fmt: skip

    def _line(self, row: Any, call: Any, wanted: Any) -> dict[str, Any]:
        ahead = days.offer([call] if call else [], wanted, now=self.now).days
        return {
            "grant": row,
            "call": call,
            "deadline": spoken.deadline(call, now=self.now) if call else "",
            "next": spoken.day(ahead[0], now=self.now) if ahead else "",
            "edit": reverse("grant_calls:edit", args=[call.pk])
            if call
            else reverse("grant_programmes:edit", args=[row.pk]),
        }
