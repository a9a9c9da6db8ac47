"""The frame around the staff's pages of readers."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

READERS, SUPPRESSED = "newsletter_readers", "newsletter_suppressed"


def address(name: str, *args: Any, within: str = READERS) -> str:
    """Return the address of a page of these."""
    return reverse(f"{within}:{name}", args=args)


class StaffView(WagtailAdminTemplateMixin, View):
    """A page below the list of readers."""

    header_icon = "mail"
    above = (READERS, _("Readers"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        within, label = self.above
        items = [*self.breadcrumbs_items, {"url": address("list", within=within), "label": label}]
        return [*items, {"url": "", "label": self.get_page_title()}]

    def shown(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))

    def to(self, name: str, *args: Any) -> HttpResponse:
        return redirect(address(name, *args, within=self.above[0]))
