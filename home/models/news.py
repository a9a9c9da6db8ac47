"""News of the centre."""

from typing import Any

from django.db import models
from django.db.models import Count, Q, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.core.blocks.body import body_blocks
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.core.paginators import CountedPaginator
from cms.core.public_pages import below, without_private
from home.filters import choices_of
from home.listing import children_of

PER_PAGE = 12


class Category(models.TextChoices):
    """What kind of news it is."""

    NOTICE = "notice", _("Notice")
    INVITATION = "invitation", _("Invitation")
    CALL = "call", _("Call for applications")
    REPORT = "report", _("Report")
    CLOSING = "closing", _("Closing days")


class NewsIndexPage(BasePage):
    """All news, the newest first."""

    speaks_to_visitor = True

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One sentence, for example: センターからのお知らせです。")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1
    template = "home/news_index_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        news = news_below(self)
        counts = dict(news.order_by().values_list("category").annotate(number=Count("pk")))
        chosen = request.GET.get("category", "")
        if chosen not in Category.values:
            chosen = ""
        context["categories"] = choices_of(Category, counts=counts, chosen=chosen, parameter="category")
        if chosen:
            news = news.filter(category=chosen)
        shown = counts.get(chosen, 0) if chosen else sum(counts.values())
        context["page_obj"] = CountedPaginator(news, PER_PAGE, count=shown).get_page(request.GET.get("page"))
        context["query"] = f"category={chosen}" if chosen else ""
        return context


class NewsPage(BasePage):
    """One piece of news."""

    date = models.DateField(
        _("date"),
        default=timezone.localdate,
        help_text=_("The day the news is from; to publish later, use the schedule instead."),
    )
    category = models.CharField(
        _("category"),
        max_length=20,
        choices=Category,
        default=Category.NOTICE,
        help_text=_("Readers can narrow the list by it."),
    )
    lead = models.TextField(_("lead"), blank=True, help_text=_("The news in one or two sentences; shown in lists."))
    image = models.ForeignKey(
        "media.CustomImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown above the words; the news is complete without one."),
    )
    body = StreamField(body_blocks(), blank=True, verbose_name=_("body"))

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "home/news_page.html"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("date"), FieldPanel("category")], heading=_("Day and category")),
        FieldPanel("lead"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        indexes = [models.Index(fields=["-date"], name="home_news_by_date")]

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["previous"], context["next"] = self._neighbours()
        return context

    def _neighbours(self) -> tuple["NewsPage | None", "NewsPage | None"]:
        """Return the news before and after this one by date. One query."""
        pk = self.pk or 0
        beside = below(self.path[: -self.steplen]) & Q(depth=self.depth)
        siblings = NewsPage.objects.filter(beside, live=True).exclude(pk=pk)
        earlier = Q(date__lt=self.date) | Q(date=self.date, pk__lt=pk)
        later = Q(date__gt=self.date) | Q(date=self.date, pk__gt=pk)
        nearest = Q(pk=Subquery(siblings.filter(earlier).order_by("-date", "-pk").values("pk")[:1])) | Q(
            pk=Subquery(siblings.filter(later).order_by("date", "pk").values("pk")[:1])
        )
        found = without_private(NewsPage.objects.filter(nearest).select_related("locale"))
        before = after = None
        for page in found:
            if (page.date, page.pk) < (self.date, pk):
                before = page
            else:
                after = page
        return before, after


def news_below(index: Page) -> Any:
    """Return the news that the list page `index` shows, the newest first."""
    return children_of(index, NewsPage).defer("body").order_by("-date", "-pk")
