"""What every page of the site has."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from cms.core.locales import Language, language_of


class BasePage(Page):
    """The base of all page types: a picture for sharing and the language that the words are in."""

    social_image = models.ForeignKey(
        "media.CustomImage",
        verbose_name=_("picture for sharing"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when somebody shares the page, for example on LINE. 1200 by 630 pixels or larger."),
    )

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description"), FieldPanel("social_image")],
            heading=_("Search engines and sharing"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("Menu")),
    ]

    class Meta:
        abstract = True

    @property
    def language(self) -> Language:
        """The language that the words of this page are written in."""
        return language_of(self.locale.language_code)

    @property
    def share_text(self) -> str:
        """What search engines and share cards say about the page; page types add their own lead."""
        return self.search_description

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["content_language"] = self.language
        return context
