"""The frame around the staff's own pages of grants."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class StaffView(WagtailAdminTemplateMixin, View):
    """A page below the list of calls."""

    header_icon = "calendar-alt"

    @cached_property
    def now(self) -> Any:
        return timezone.now()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("grant_calls:list"), "label": pgettext_lazy("grants", "Calls")},
        ]
        return [*items, {"url": "", "label": self.get_page_title()}]

    def shown(self, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context))
