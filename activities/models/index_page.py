"""活動をさがす: the list of activities with its facets, and the view of what became of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from activities import finding, keyword_index, lineage_view
from activities.models.activity_page import ActivityPage
from activities.organisations.validators import no_control_characters
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models import BasePage
from cms.core.public_pages import below
from cms.core.templatetags.kakehashi import crumb_of, in_visitors_language


def activities_below(index: Page) -> Any:
    """The activities below a list in the source language that every visitor may see."""
    return ActivityPage.objects.live().open_to_all().filter(below(index.path))


class ActivityIndexPage(RoutablePageMixin, BasePage):
    """Lists the activities below it; in a translation, those below the page in the source language."""

    speaks_to_visitor = True

    introduction = models.TextField(
        _("introduction"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One or two sentences above the list, for example: 団体と行政がいっしょに取り組んだ活動です。"),
    )  # fmt: skip

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    subpage_types: ClassVar[list[str]] = ["activities.ActivityPage"]
    template = "activities/activity_index_page.html"
    page_description = _("A list of activities with filters, keywords and lineage; activities are added below it.")

    class Meta:
        verbose_name = _("list of activities")
        verbose_name_plural = _("lists of activities")

    @property
    def holds_facts(self) -> bool:
        """Whether the activities below are those whose facts the translations read."""
        return self.locale.language_code == SOURCE_LANGUAGE

    @cached_property
    def source_index(self) -> Any:
        """The list page in the source language, below which the facts are."""
        if self.locale.language_code == SOURCE_LANGUAGE:
            return self
        found = ActivityIndexPage.objects.filter(
            translation_key=self.translation_key, locale__language_code=SOURCE_LANGUAGE
        ).live()
        return found.first() or self

    @property
    def share_text(self) -> str:
        return self.search_description or self.introduction

    def activities(self) -> Any:
        """The activities that a visitor may see here, one page each."""
        return activities_below(self.source_index)

    @path("")
    def list_view(self, request: HttpRequest) -> HttpResponse:
        found = finding.find(below=self.source_index, query=request.GET, request=request)
        return self.render(request, context_overrides={"found": found})

    @path("lineage/", name="lineage")
    def lineage_view(self, request: HttpRequest) -> HttpResponse:
        shown = lineage_view.read(activities=self.activities(), request=request)
        # Turning the pages of one list leaves the other where it is.
        families, years = f"page={shown.page.number}", f"years={shown.years_page.number}"
        return self._subpage(
            request, "activities/activity_lineage.html", lineage=shown, families_query=years, years_query=families
        )

    @path("keywords/", name="keywords")
    def keywords_view(self, request: HttpRequest) -> HttpResponse:
        rows = keyword_index.read(activities=self.activities(), list_url=self._list_url(request))
        return self._subpage(request, "activities/activity_keywords.html", rows=rows)

    def _subpage(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        context["crumbs"] = [crumb_of(self, request)]
        return self.render(request, context_overrides=context, template=template)

    def _list_url(self, request: HttpRequest) -> str:
        return in_visitors_language(self.get_url(request) or "")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        entries = super().get_sitemap_urls(request)
        return [
            *entries,
            *({**entry, "location": entry["location"] + end} for entry in entries for end in ("lineage/", "keywords/")),
        ]
