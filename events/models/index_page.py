"""イベントの一覧: the list of events with its filters, and the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Site
from wagtail.search import index

from cms.core.models import BasePage
from cms.core.templatetags.kakehashi import crumb_of, in_visitors_language
from events import finding, month
from events.registration.texts import no_control_characters


class EventIndexPage(RoutablePageMixin, BasePage):
    """Lists the events of its site."""

    speaks_to_visitor = True

    introduction = models.TextField(
        _("introduction"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One or two sentences above the list, for example: どなたでも参加できます。"),
    )  # fmt: skip

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["events.EventPage"]
    template = "events/event_index_page.html"

    class Meta:
        verbose_name = _("list of events")
        verbose_name_plural = _("lists of events")

    @property
    def share_text(self) -> str:
        return self.search_description or self.introduction

    @path("")
    def list_view(self, request: HttpRequest) -> HttpResponse:
        found = finding.find(query=request.GET, request=request, site=self._site(request), now=timezone.now())
        return self.render(request, context_overrides={"found": found})

    @path("calendar/", name="calendar")
    def calendar_view(self, request: HttpRequest) -> HttpResponse:
        """The present month."""
        return self._month(request, timezone.localdate().replace(day=1))

    @path("calendar/<int:year>/<int:number>/", name="month")
    def month_view(self, request: HttpRequest, year: int, number: int) -> HttpResponse:
        """A month, as far back and ahead as the arrows lead."""
        try:
            first = date(year, number, 1)
        except ValueError as error:
            raise Http404 from error
        if not month.is_reachable(first, today=timezone.localdate()):
            raise Http404
        return self._month(request, first)

    def _month(self, request: HttpRequest, first: date) -> HttpResponse:
        here = in_visitors_language(self.get_url(request) or "")
        context = {
            "month": month.read(
                first=first, query=request.GET, request=request, site=self._site(request), now=timezone.now()
            ),
            "here": here,
            "crumbs": [crumb_of(self, request)],
        }
        return self.render(request, context_overrides=context, template="events/event_month.html")

    def _site(self, request: HttpRequest) -> Any:
        return Site.find_for_request(request) or self.get_site()

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        entries = super().get_sitemap_urls(request)
        return [*entries, *({**entry, "location": f"{entry['location']}calendar/"} for entry in entries)]
