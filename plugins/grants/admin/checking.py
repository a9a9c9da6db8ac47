"""今月の確認: which grants to look up at their funders' this month."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Site

from cms.core.impossible_keys import typed_key
from plugins.grants import checks, japan_time, months, services, spoken, windows
from plugins.grants.checks import Check, Why

from . import permissions
from .frame import StaffView

HEADINGS = {
    Why.OVERDUE: gettext_lazy("Usually opened by now: has it been missed?"),
    Why.NOW: gettext_lazy("Usually opens this month"),
    Why.NEXT: gettext_lazy("Usually opens next month"),
    Why.DECISION: gettext_lazy("Closed: when is it decided?"),
    Why.ROLLING: gettext_lazy("Taken at any time: is that still so?"),
}


class ChecksView(StaffView):
    """The report; a button notes that somebody has looked and found nothing new."""

    template_name = "grants/admin/checks.html"
    page_title = gettext_lazy("Grants to look up this month")
    header_icon = "tasks"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not permissions.may_look(request.user):
            raise PermissionDenied
        rows = permissions.programmes_of(request.user).for_lists()
        found = checks.of(rows, now=self.now, windows=windows.of_site(Site.find_for_request(request)))
        open_checks = [check for check in found if not check.is_done]
        groups = [
            (heading, [_line(check) for check in open_checks if check.why == why]) for why, heading in HEADINGS.items()
        ]
        done = [_line(check) for check in found if check.is_done]
        month = spoken.month(_month(self.now))
        return self.shown(groups=[group for group in groups if group[1]], done=done, month=month)

    def post(self, request: HttpRequest) -> HttpResponse:
        key = typed_key(request.POST.get("grant", ""))
        programme = get_object_or_404(permissions.programmes_of(request.user), pk=key)
        services.looked_up(programme=programme, by=request.user, today=japan_time.japanese_day(self.now))
        messages.success(request, _("Noted: “%(grant)s” was looked up today.") % {"grant": programme})
        return redirect(reverse("grant_calls:checks"))


def _month(now: Any) -> int:
    return months.index_of(japan_time.japanese_day(now))


def _line(check: Check) -> dict[str, Any]:
    address = reverse("grant_calls:enter")
    query = f"copy={check.call.pk}" if check.call else f"grant={check.programme.pk}"
    return {
        "grant": check.programme,
        "month": spoken.month(check.month) if check.month is not None else "",
        "last": check.call,
        "enter": f"{address}?{query}",
        "edit": reverse("grant_programmes:edit", args=[check.programme.pk]),
    }
