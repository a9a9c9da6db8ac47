"""募集を入力: a call in two minutes, empty or from the last one."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.core.impossible_keys import typed_key
from plugins.grants import japan_time, services
from plugins.grants.models import Funder, GrantCall, GrantProgramme

from . import permissions
from .call_forms import EnterForm
from .frame import StaffView

#: What a new call takes over from the one before. Never a date: last year's deadline is not this year's.
TAKEN_OVER = ("closes_time", "closing_kind", "label", "label_en", "amount_min", "amount_max", "rate", "decision_month")


class EnterView(StaffView):
    """One form for all: `grant` in the address chooses it, `copy` the call that the new one is like."""

    template_name = "grants/admin/enter.html"
    page_title = gettext_lazy("Enter a call")

    def get(self, request: HttpRequest) -> HttpResponse:
        site = permissions.site_to_add_to(request)
        before = self._before(site)
        grant = before.programme if before else self._grant(site)
        initial = {name: getattr(before, name) for name in TAKEN_OVER} if before else {}
        if before and before.for_fy:
            initial["for_fy"] = before.for_fy + 1
        form = EnterForm(site=site, grant=grant, initial=initial, instance=GrantCall())
        return self._page(form, before or (grant.calls.first() if grant else None))

    def post(self, request: HttpRequest) -> HttpResponse:
        site = permissions.site_to_add_to(request)
        form = EnterForm(request.POST, site=site, instance=GrantCall())
        if not form.is_valid():
            return self._page(form, self._before(site))
        try:
            call = self._store(form, site)
        except IntegrityError:  # somebody began the same grant since it was looked for
            form.grant_is_there()
            return self._page(form, self._before(site))
        messages.success(request, _("The call is entered and shown from now on."))
        return redirect(f"{reverse('grant_calls:list')}?entered={call.pk}")

    @transaction.atomic
    def _store(self, form: EnterForm, site: Any) -> GrantCall:
        data, call, today = form.cleaned_data, form.instance, japan_time.japanese_day(self.now)
        call.programme = data["grant"] or self._begin(data, site)
        return services.enter(call=call, by=self.request.user, today=today)

    def _begin(self, data: dict[str, Any], site: Any) -> GrantProgramme:
        funder = data["funder"] or Funder.objects.get_or_create(site=site, name=data["new_funder"])[0]
        programme, page = services.begin(
            funder=funder, name=data["new_name"], summary=data["summary"], by=self.request.user
        )
        if page is None:
            text = _("Nobody sees the grant yet: a page about it is missing. Add one below the list of grants.")
            messages.warning(self.request, text)
        elif not page.live:
            messages.warning(self.request, _("The page about the new grant is a draft until somebody publishes it."))
        return programme

    def _before(self, site: Any) -> GrantCall | None:
        wanted = typed_key(self.request.GET.get("copy", ""))
        if not wanted:
            return None
        rows = GrantCall.objects.filter(site=site).select_related("programme__funder")
        return get_object_or_404(rows, pk=wanted)

    def _grant(self, site: Any) -> GrantProgramme | None:
        wanted = typed_key(self.request.GET.get("grant", ""))
        if not wanted:
            return None
        return get_object_or_404(GrantProgramme, pk=wanted, site=site)

    def _page(self, form: EnterForm, before: GrantCall | None) -> HttpResponse:
        return self.shown(form=form, before=before, back=reverse("grant_calls:list"))
