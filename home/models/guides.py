"""Guides: how something is done, one step after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from cms.core.blocks.body import body_blocks
from cms.core.blocks.contributed import ContributedBlocks
from cms.core.blocks.streams import KeepingStreamBlock
from cms.core.fields import StreamField
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models import BasePage
from cms.core.navigation import address_of
from cms.core.templatetags.kakehashi import Crumb, crumb_of
from home.listing import children_of

PER_PAGE = 36


class Audience(models.TextChoices):
    """Whom a guide is for, in the order in which the list shows them."""

    ANYONE = "anyone", _("For everybody")
    FAMILIES = "families", _("For children and families")
    STARTING = "starting", _("For those who want to start something")
    GROUPS = "groups", _("For groups and NPOs")
    PARTNERS = "partners", _("For government and companies")


class StepBlock(blocks.StructBlock):
    """One step of a guide; each has a page of its own."""

    title = blocks.CharBlock(
        label=_("Title of the step"), max_length=80, help_text=_("What is done in it, for example: 窓口で話す")
    )
    summary = blocks.CharBlock(
        label=_("In one line"),
        required=False,
        max_length=120,
        help_text=_("Shown in the list of steps, for example: 名前と連絡先があれば始められます"),
    )

    class Meta:
        label = _("Step")
        icon = "order"
        label_format = "{title}"


class StepBlocks(ContributedBlocks):
    """Makes the step block when the stream is first used: its body holds contributed blocks, known only then."""

    def resolve(self) -> Iterator[tuple[str, blocks.Block]]:
        yield "step", StepBlock([("body", KeepingStreamBlock(body_blocks(), label=_("body")))])


@dataclass(frozen=True)
class Step:
    """A step with its number, counted from 1, and its address."""

    number: int
    title: str
    summary: str
    body: Any
    url: str


class GuideIndexPage(BasePage):
    """All guides of a site, by whom they are for."""

    speaks_to_visitor = True

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One or two sentences, for example: 手続きや進め方を順を追って説明します。")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.GuidePage"]
    max_count_per_parent = 1
    template = "home/guide_index_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("list of guides")
        verbose_name_plural = _("lists of guides")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        page_obj = Paginator(guides_by_audience(self), PER_PAGE).get_page(request.GET.get("page"))
        context["page_obj"] = page_obj
        context["groups"] = [
            (Audience(audience).label, list(members))
            for audience, members in groupby(page_obj.object_list, key=lambda guide: guide.audience)
        ]
        return context


class GuidePage(RoutablePageMixin, BasePage):
    """A guide: an overview, a page per step, and all of it on one page for paper."""

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("What the reader will be able to do afterwards, in one or two sentences.")
    )
    audience = models.CharField(
        _("audience"),
        max_length=20,
        choices=Audience,
        default=Audience.ANYONE,
        help_text=_("Whom it is for; the list of guides is arranged by it."),
    )
    body = StreamField(
        body_blocks(),
        blank=True,
        verbose_name=_("introduction"),
        help_text=_("What one should know before the first step."),
    )
    steps = StreamField(
        [("step", StepBlocks("guide"))],
        blank=True,
        verbose_name=_("steps"),
        help_text=_("Each step gets a page with “previous” and “next”; three to seven are easy to follow."),
    )
    consultation = models.BooleanField(
        _("leads to a consultation"),
        default=False,
        help_text=_("Shows reception hours, telephone, FAX and mail from the settings, and consultations to book."),
    )
    keywords = ClusterTaggableManager(
        through="home.GuideKeyword",
        blank=True,
        verbose_name=_("keywords"),
        help_text=_("Words by which people look for it, for example: 相談, 高校"),
    )

    parent_page_types = ["home.GuideIndexPage"]
    subpage_types: list[str] = []
    template = "home/guide_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("audience"),
        FieldPanel("body"),
        FieldPanel("steps"),
        FieldPanel("consultation"),
        FieldPanel("keywords"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
        index.SearchField("steps"),
        index.RelatedFields(
            "keywords",
            [index.SearchField("name", boost=1.5), index.SearchField("reading"), index.SearchField("synonyms")],
        ),
        index.FilterField("audience"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    @cached_property
    def step_list(self) -> list[Step]:
        """The steps in order, with their addresses in the visitor's language."""
        base = address_of(self)
        blocks_of_steps = [child.value for child in self.steps if child.block_type == "step"]
        return [
            Step(number, value["title"], value["summary"], value["body"], f"{base}{number}/")
            for number, value in enumerate(blocks_of_steps, start=1)
        ]

    @path("<int:number>/", name="step")
    def step(self, request: HttpRequest, number: int) -> HttpResponse:
        """One step, between the one before and the one after."""
        if not 1 <= number <= len(self.step_list):
            raise Http404
        current = self.step_list[number - 1]
        before = self if number == 1 else self.step_list[number - 2]
        return self.render(
            request,
            template="home/guide_step.html",
            context_overrides={
                "step": current,
                "crumbs": self._crumbs(request),
                "previous": before,
                "next": self.step_list[number] if number < len(self.step_list) else None,
            },
        )

    @path("all/", name="all")
    def all_steps(self, request: HttpRequest) -> HttpResponse:
        """All steps on one page, for printing and for those who like to scroll."""
        context = {"crumbs": self._crumbs(request), "here": _("All steps")}
        return self.render(request, template="home/guide_all.html", context_overrides=context)

    def _crumbs(self, request: HttpRequest) -> list[Crumb]:
        above = [self.get_parent(), self]
        return [crumb_of(page, request) for page in above]


def guides_below(index: Page) -> Any:
    """Return the guides that the list page `index` shows, the latest published first."""
    guides = children_of(index, GuidePage).defer("body", "steps")
    return guides.order_by("-first_published_at", "path")


def guides_by_audience(index: Page) -> Any:
    """Return the same by audience, then in the order that editors gave the Japanese ones.

    Pages of several languages stand in one list, and a translation that is made anew is the last below its parent.
    """
    family = Page.objects.filter(translation_key=OuterRef("translation_key"))
    source = family.filter(locale__language_code=SOURCE_LANGUAGE).values("path")
    places = [When(audience=audience, then=Value(number)) for number, audience in enumerate(Audience.values)]
    return guides_below(index).order_by(
        Case(*places, default=Value(len(places))), Coalesce(Subquery(source[:1]), "path")
    )
