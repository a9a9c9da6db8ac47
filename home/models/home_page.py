"""The first page of a site."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.core.fields import StreamField
from cms.core.models import BasePage, FallbackRouting
from cms.core.templatetags.kakehashi import shown
from home import sections
from home.doors import DoorBlock


class HomePage(FallbackRouting, BasePage):
    """Welcome, search, doors; then the sections that apps and plugins contribute."""

    speaks_to_visitor = True

    headline = models.CharField(
        _("welcome headline"),
        max_length=100,
        blank=True,
        help_text=_("The large words at the top, for example: やってみたいことが、だれかの助けになる。"),
    )
    lead = models.TextField(
        _("lead"),
        blank=True,
        help_text=_("One or two sentences below it, for example: 団体・企業・行政・地域のひとをつなぎます。"),
    )
    hero_image = models.ForeignKey(
        "media.CustomImage",
        verbose_name=_("large picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Beside the welcome; the page is complete without one."),
    )
    doors = StreamField(
        [("door", DoorBlock())],
        blank=True,
        verbose_name=_("doors"),
        help_text=_("What visitors may need today; four to six doors read best."),
    )

    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("lead"), FieldPanel("hero_image")], heading=_("Welcome")),
        FieldPanel("doors"),
    ]

    search_fields = [*BasePage.search_fields, index.SearchField("headline"), index.SearchField("lead")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["open_doors"] = [
            door.value for door in self.doors if door.block_type == "door" and _leads_somewhere(door.value)
        ]
        context["sections"] = sections.of_home_page(self, request=request)
        return context


def _leads_somewhere(door: Any) -> bool:
    return shown(door["page"])
