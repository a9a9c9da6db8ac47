"""おたよりの一覧: every letter and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from plugins.newsletters import standing
from plugins.newsletters.models import NewsletterIssue, Sending

from .access import archives_of, letters_of

ON_A_PAGE = 30


class LettersView(WagtailAdminTemplateMixin, View):
    """The newest first."""

    template_name = "newsletters/admin/letters/list.html"
    header_icon = "mail"
    page_title = pgettext_lazy("newsletter", "Letters")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = (
            letters_of(request.user)
            .select_related("topic", "locale")
            .defer("body")
            .order_by("-latest_revision_created_at", "-pk")
        )
        page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
        context = self.get_context_data(page=page, letters=lines_of(list(page)), ways=_ways(request))
        return self.render_to_response(context)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


def lines_of(issues: list[NewsletterIssue]) -> list[tuple[NewsletterIssue, Sending | None, standing.Standing]]:
    """Return letters with their sendings and where they stand. One query for the sendings."""
    keys = [issue.translation_key for issue in issues]
    sendings: Mapping[UUID, Sending] = {
        each.page_key: each
        for each in Sending.objects.filter(page_key__in=keys).exclude(step="called_off").select_related("campaign")
    }
    now = timezone.now()
    found = [(issue, sendings.get(issue.translation_key)) for issue in issues]
    return [(issue, sending, standing.of(issue, sending, at=now)) for issue, sending in found]


def _ways(request: HttpRequest) -> list[dict[str, Any]]:
    """Where this person may write a new letter."""
    label = _("Write a letter")
    return [
        {"url": reverse("wagtailadmin_pages:add", args=["newsletters", "newsletterissue", page.pk]), "label": label,
         "where": page.title}
        for page in archives_of(request.user)
    ]  # fmt: skip
