"""Grants as pages: the list, and the words about each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from activities.organisations.validators import no_control_characters
from cms.core.blocks.body import body_blocks
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.core.templatetags.kakehashi import shown
from plugins.grants import detail, listing
from plugins.grants.panels import FactsPanel

from .programmes import GrantProgramme

RICH = ["bold", "ol", "ul", "link", "document-link"]


class GrantIndexPage(BasePage):
    """助成金をさがす: the grants whose pages stand below it, the nearest deadline first."""

    lead = models.TextField(
        _("lead"), max_length=500, blank=True,
        help_text=_("One or two sentences above the list of grants."),
    )  # fmt: skip

    guide = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("guide"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="+",
        help_text=_("A page that tells how one finds and applies for grants. The list leads to it."),
    )  # fmt: skip

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), PageChooserPanel("guide")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["grants.GrantPage"]
    template = "grants/grant_index_page.html"
    page_description = _("A list of grants by deadline, with filters; each grant gets a page below it.")

    class Meta:
        verbose_name = _("list of grants")
        verbose_name_plural = _("lists of grants")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        guide = self.guide if shown(self.guide) else None
        return context | {"listing": listing.build(index=self, request=request), "guide": guide}


class GrantPage(BasePage):
    """The words about a grant. Its facts are the `GrantProgramme` with the page's translation key."""

    summary = models.TextField(
        _("summary"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("Two or three sentences: what it is for and for whom. Shown in lists too."),
    )  # fmt: skip
    who = RichTextField(
        pgettext_lazy("grant", "who can apply"), blank=True, features=RICH,
        help_text=_("What the facts do not say of those who may apply."),
    )  # fmt: skip
    what_for = RichTextField(
        pgettext_lazy("grant", "what it is for"), blank=True, features=RICH,
        help_text=_("Which work it pays for, and which not."),
    )  # fmt: skip
    needed = models.TextField(
        _("what is needed"), max_length=2000, blank=True, validators=[no_control_characters],
        help_text=_("One paper or step per line."),
    )  # fmt: skip
    how_to_apply = RichTextField(
        _("how to apply"), blank=True, features=RICH,
        help_text=_("Where the papers go, and how one is chosen."),
    )  # fmt: skip
    body = StreamField(body_blocks(), blank=True, verbose_name=_("body"))

    content_panels = [
        *BasePage.content_panels,
        FactsPanel(heading=_("Dates and facts")),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("what_for"), FieldPanel("who"), FieldPanel("needed"), FieldPanel("how_to_apply")],
            heading=pgettext_lazy("grant", "In words"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("searchable_names", boost=4),
        index.SearchField("what_for"),
        index.SearchField("who"),
        index.SearchField("needed"),
        index.SearchField("how_to_apply"),
        index.SearchField("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["grants.GrantIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "grants/grant_page.html"

    class Meta:
        verbose_name = pgettext_lazy("grants", "page of a grant")
        verbose_name_plural = pgettext_lazy("grants", "pages of grants")

    @property
    def share_text(self) -> str:
        return self.search_description or self.summary

    @cached_property
    def programme(self) -> GrantProgramme | None:
        """The facts, or None while nobody has entered any."""
        return (
            GrantProgramme.objects.filter(page_key=self.translation_key)
            .select_related("funder__organisation", "next_step")
            .first()
        )

    @property
    def needed_lines(self) -> list[str]:
        return [line.strip() for line in self.needed.splitlines() if line.strip()]

    def searchable_names(self) -> str:
        """The names of the grant and of who gives it, for the search index."""
        facts = self.programme
        if facts is None:
            return ""
        return "\n".join([facts.name, facts.name_en, facts.reading, facts.funder.name, facts.funder.name_en])

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer once there are facts: words alone would say nothing of when and how much."""
        if self.programme is None and not getattr(request, "is_preview", False):
            raise Http404
        return super().serve(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.programme else []  # type: ignore[no-any-return]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        grant = detail.read(page=self, programme=self.programme, request=request) if self.programme else None
        return context | {"grant": grant}
