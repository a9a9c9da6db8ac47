"""Publications: reports, proposals, surveys, letters; also those handed to somebody who answered."""

from typing import Any

from babel.dates import format_skeleton
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.core.blocks.body import body_blocks
from cms.core.eras import ImpossibleDate, PartialDate
from cms.core.fields import StreamField
from cms.core.locales import Language
from cms.core.models import BasePage
from cms.core.paginators import CountedPaginator
from home.filters import choices_of
from home.listing import children_of

PER_PAGE = 20
SHORT_RICH_TEXT = ["bold", "ol", "ul", "link", "document-link"]


class PublicationKind(models.TextChoices):
    """What kind of paper it is."""

    GUIDELINE = "guideline", _("Guideline")
    PROPOSAL = "proposal", _("Proposal")
    REPORT = "report", _("Report")
    SURVEY = "survey", _("Survey")
    BULLETIN = "bulletin", _("Bulletin")
    BOOKLET = "booklet", _("Booklet")
    FLOWCHART = "flowchart", _("Flowchart")
    OTHER = "other", _("Other")


class PublicationIndexPage(BasePage):
    """All publications, the newest first."""

    speaks_to_visitor = True

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One sentence, for example: 報告書や提言、会報をまとめています。")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.PublicationPage"]
    max_count_per_parent = 1
    template = "home/publication_index_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("list of publications")
        verbose_name_plural = _("lists of publications")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rows = publications_below(self)
        counts = dict(rows.order_by().values_list("kind").annotate(number=Count("pk")))
        chosen = request.GET.get("kind", "")
        if chosen not in PublicationKind.values:
            chosen = ""
        context["kinds"] = choices_of(PublicationKind, counts=counts, chosen=chosen, parameter="kind")
        if chosen:
            rows = rows.filter(kind=chosen)
        shown = counts.get(chosen, 0) if chosen else sum(counts.values())
        context["page_obj"] = CountedPaginator(rows, PER_PAGE, count=shown).get_page(request.GET.get("page"))
        context["query"] = f"kind={chosen}" if chosen else ""
        return context


class PublicationPage(BasePage):
    """One publication: what it is, the file, the same as text, and what became of it."""

    lead = models.TextField(_("summary"), blank=True, help_text=_("What is in it, in one to three sentences."))
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=PublicationKind,
        default=PublicationKind.REPORT,
        help_text=_("Readers can narrow the list by it."),
    )
    number = models.CharField(
        pgettext_lazy("publication", "number"), max_length=50, blank=True, help_text=_("For example: vol.3, 第12号")
    )
    issued_year = models.PositiveSmallIntegerField(
        _("year of issue"),
        null=True,
        blank=True,
        help_text=_("In the Western calendar, for example: 2014. The era is added by itself."),
    )
    issued_month = models.PositiveSmallIntegerField(
        _("month of issue"), null=True, blank=True, help_text=_("For example: 11. Leave empty when not known.")
    )
    issued_day = models.PositiveSmallIntegerField(
        _("day of issue"), null=True, blank=True, help_text=_("For example: 30. Leave empty when not known.")
    )
    publisher = models.CharField(
        _("publisher"), max_length=200, blank=True, help_text=_("For example: かけはし市民活動センター")
    )
    file = models.ForeignKey(
        "media.CustomDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The publication itself, best as a PDF that can be read aloud."),
    )
    web_address = models.URLField(
        _("address on the publisher's site"),
        blank=True,
        help_text=_("Where others published it, for example: https://www.example.jp/report.html"),
    )
    body = StreamField(
        body_blocks(),
        blank=True,
        verbose_name=_("text version"),
        help_text=_("The same words as in the file, for those who cannot open it, and for the search."),
    )
    handed_to = models.CharField(
        _("handed to"), max_length=200, blank=True, help_text=_("Who received it, for example: 架橋市長")
    )
    response = RichTextField(
        _("response"),
        blank=True,
        features=SHORT_RICH_TEXT,
        help_text=_("What they answered or changed, and when."),
    )
    related_activity = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("related activity"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The activity from which it came."),
    )
    keywords = ClusterTaggableManager(
        through="home.PublicationKeyword",
        blank=True,
        verbose_name=_("topics"),
        help_text=_("What it is about, for example: 資金, 情報連携"),
    )

    parent_page_types = ["home.PublicationIndexPage"]
    subpage_types: list[str] = []
    template = "home/publication_page.html"

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("issued_year"), FieldPanel("issued_month"), FieldPanel("issued_day")]),
                FieldPanel("publisher"),
            ],
            heading=_("Issue"),
        ),
        MultiFieldPanel([FieldPanel("file"), FieldPanel("web_address"), FieldPanel("body")], heading=_("Contents")),
        MultiFieldPanel(
            [FieldPanel("handed_to"), FieldPanel("response"), PageChooserPanel("related_activity")],
            heading=_("What became of it"),
        ),
        FieldPanel("keywords"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("body"),
        index.SearchField("publisher"),
        index.SearchField("number"),
        index.SearchField("handed_to"),
        index.SearchField("response"),
        index.RelatedFields(
            "keywords",
            [index.SearchField("name", boost=1.5), index.SearchField("reading"), index.SearchField("synonyms")],
        ),
        index.FilterField("kind"),
        index.FilterField("issued_year"),
    ]

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    @property
    def issued(self) -> PartialDate | None:
        """When it was issued, as precisely as is known."""
        if not self.issued_year:
            return None
        return PartialDate(self.issued_year, self.issued_month, self.issued_day)

    def issued_label(self, *, language: Language) -> str:
        """Return 「平成26年(2014年)11月」 for readers of Japanese, “November 2014” for others."""
        issued = self.issued
        if issued is None:
            return ""
        if language.is_japanese:
            return issued.label(gregorian=True)
        skeleton = "y" + ("MMMM" if issued.month else "") + ("d" if issued.day else "")
        return format_skeleton(skeleton, issued.first_day, locale=language.babel)

    def clean(self) -> None:
        super().clean()
        if not self.issued_year:
            if self.issued_month or self.issued_day:
                raise ValidationError({"issued_year": _("Please write the year too.")})
            return
        if self.issued_day and not self.issued_month:
            raise ValidationError({"issued_month": _("Please write the month too.")})
        try:
            self.issued  # noqa: B018 - reading it checks it
        except ImpossibleDate as refusal:
            field = {"no_such_month": "issued_month", "no_such_day": "issued_day"}.get(
                refusal.code or "", "issued_year"
            )
            raise ValidationError({field: refusal.messages}) from refusal

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        activity = self.related_activity
        context["activity"] = activity if activity and activity.live else None
        return context


def publications_below(index: Page) -> Any:
    """Return the publications that `index` shows: the latest first, those without a year at the end."""
    rows = children_of(index, PublicationPage).defer("body", "response")
    newest = [F(name).desc(nulls_last=True) for name in ("issued_year", "issued_month", "issued_day")]
    return rows.order_by(*newest, "title")
