"""Addresses that get no letters. Only hashes are kept, so an address is looked up by typing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from cms.mail import addresses
from cms.mail.addresses import AddressField
from cms.mail.models import Suppression
from cms.mail.services import suppression
from plugins.newsletters import services

from . import permissions
from .frame import SUPPRESSED, StaffView, address

MOST_SHOWN = 200


class AddressForm(forms.Form):
    address = AddressField(label=_("Mail address"))


class SuppressedView(StaffView):
    """The list (GET), and looking up, putting on and taking off an address (POST with `action`)."""

    template_name = "newsletters/admin/suppressed.html"
    page_title = _("Addresses that get no letters")
    above = (SUPPRESSED, _("Addresses that get no letters"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": address("list", within=SUPPRESSED), "label": self.page_title}]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, AddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        site, form = permissions.site_of_suppressions(request), AddressForm(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        typed, action = form.cleaned_data["address"], request.POST.get("action")
        if action == "add":
            suppression.suppress(
                site=site, address=typed, why=Suppression.Why.REFUSED, now=timezone.now(), by=request.user
            )
            messages.success(request, _("This address gets no letters any more."))
        elif action == "lift":
            if suppression.lift(site=site, address=typed):
                services.reach_again(site=site, address_hash=addresses.digest(typed), now=timezone.now())
                messages.success(
                    request, _("The address is off the list. Letters go there again if its owner has any.")
                )
            else:
                messages.warning(request, _("This address is not on the list."))
        else:
            return self._page(request, form, looked_up=True)
        return self.to("list")

    def _page(self, request: HttpRequest, form: AddressForm, *, looked_up: bool = False) -> HttpResponse:
        site = permissions.site_of_suppressions(request)
        rows = Suppression.objects.filter(site=site).select_related("by").order_by("-since")
        found = suppression.find(site=site, address=form.cleaned_data["address"]) if looked_up else None
        return self.shown(form=form, rows=rows[:MOST_SHOWN], number=rows.count(), looked_up=looked_up, found=found)
