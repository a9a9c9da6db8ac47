"""For whoever asks: what an address agreed to and stopped, also when its owner is no reader any more."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from plugins.newsletters import services

from . import permissions
from .frame import StaffView, address
from .suppressed import AddressForm


class ConsentsView(StaffView):
    """GET shows an empty field; POST looks up what was typed, so that no address stands in a log of requests."""

    template_name = "newsletters/admin/consents.html"
    page_title = _("Consents of an address")

    def get(self, request: HttpRequest) -> HttpResponse:
        permissions.site_to_add_to(request)
        return self.shown(form=AddressForm(), back=address("list"))

    def post(self, request: HttpRequest) -> HttpResponse:
        site, form = permissions.site_to_add_to(request), AddressForm(request.POST)
        if not form.is_valid():
            return self.shown(form=form, back=address("list"))
        typed = form.cleaned_data["address"]
        found = services.consents_at(site=site, address=typed)
        return self.shown(form=form, looked_up=typed, consents=found, back=address("list"))
