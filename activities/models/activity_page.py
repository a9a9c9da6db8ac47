"""活動・協働事業: what was done, by whom, with whom, when, and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.search import index

from activities import detail, search_words
from activities.blocks import body_blocks, output_blocks, source_blocks
from activities.choices import PartnerKind, Stage
from activities.fields import ChoiceListField, PartialDateField, lines
from activities.forms import ActivityPageForm
from activities.names_kept import keep_names
from activities.organisations.validators import no_control_characters
from activities.panels import activity_tabs
from activities.querysets import ActivityPageManager
from cms.core.fields import StreamField
from cms.core.fiscal_year import FiscalYearModelField, FiscalYearRange
from cms.core.locales import SOURCE_LANGUAGE
from cms.core.models import BasePage

FACTS = (
    "start_fy", "end_fy", "ongoing", "last_confirmed_on", "held_on", "opened", "committee", "stage", "partner_kinds",
    "npo_fields", "areas", "places", "pillar_periods", "partner_lines", "predecessor_links", "numbers", "outcomes",
    "tagged_items", "keywords", "outputs", "sources", "reading", "name_en",
)  # fmt: skip


class ActivityKeyword(ItemBase):
    """A keyword of an activity."""

    tag = models.ForeignKey("core.Keyword", related_name="activity_items", on_delete=models.CASCADE)
    content_object = ParentalKey("activities.ActivityPage", related_name="tagged_items", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="activities_keyword_once")]


class ActivityPage(BasePage):
    """An activity: words per language; facts on the page in the source language only (`facts_page`)."""

    summary = models.TextField(
        _("summary"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("Two or three sentences: what, for whom, what came of it. Shown in lists too."),
    )  # fmt: skip
    other_names = models.TextField(
        _("other names"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One per line; a search finds them too, for example: ぽけっと工房"),
    )  # fmt: skip
    reading = models.CharField(
        _("reading"), max_length=300, blank=True, validators=[no_control_characters],
        help_text=_("In hiragana; lists are sorted by it, for example: こうこうしんがくがいだんす"),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=200, blank=True, validators=[no_control_characters],
        help_text=_("For example: Job-coach dispatch"),
    )  # fmt: skip
    start_fy = FiscalYearModelField(
        _("first fiscal year"), null=True, blank=True, db_index=True,
        help_text=_("For example: H16, 平成16年度 or 2004. Leave it empty when it is not known."),
    )  # fmt: skip
    end_fy = FiscalYearModelField(
        _("last fiscal year"), null=True, blank=True,
        help_text=_("The last year in which it was carried out, for example: H25. Empty when it goes on."),
    )  # fmt: skip
    ongoing = models.BooleanField(_("goes on"), default=False, help_text=_("It is still carried out."))
    last_confirmed_on = models.DateField(
        _("last confirmed on"), null=True, blank=True,
        help_text=_("The day on which somebody last made sure that it goes on, for example: 2026-05-01"),
    )  # fmt: skip
    held_on = models.DateField(
        _("held on"), null=True, blank=True, help_text=_("Only for what was done on one day, for example: 2006-12-02")
    )
    opened = PartialDateField(_("opened"), help_text=_("Only for a place: year, month or day, for example: 2001-11"))
    committee = models.CharField(
        _("committee"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("The body in which the partners met, for example: MMC委員会"),
    )  # fmt: skip
    stage = models.CharField(
        _("stage"), max_length=20, blank=True, choices=Stage.choices,
        help_text=_("How far it has come from consultation to practice."),
    )  # fmt: skip
    partner_kinds = ChoiceListField(
        _("who took part"), choices=PartnerKind.choices, help_text=_("Choose all that took part.")
    )
    npo_fields = ParentalManyToManyField(
        "organisations.NpoField", verbose_name=_("fields of activity"), blank=True, related_name="activities",
        help_text=_("The twenty fields of the NPO act; choose as many as fit."),
    )  # fmt: skip
    areas = ParentalManyToManyField(
        "organisations.Area", verbose_name=_("areas"), blank=True, related_name="activities",
        help_text=_("Where it was carried out; lists are filtered by it, for example: 静岡県浜松市"),
    )  # fmt: skip
    places = models.TextField(
        _("places"), max_length=1000, blank=True, validators=[no_control_characters],
        help_text=_("One per line, for example: 浜松市 ザザシティ中央館"),
    )  # fmt: skip
    outputs = StreamField(
        output_blocks(), blank=True, verbose_name=_("outputs"),
        help_text=_("What was made: reports, drawings, proposals."),
    )  # fmt: skip
    lessons = models.TextField(
        _("lessons"), max_length=3000, blank=True, validators=[no_control_characters],
        help_text=_("What others can learn from it, one per line, for example: ニーズ把握の不足"),
    )  # fmt: skip
    sources = StreamField(
        source_blocks(), blank=True, verbose_name=_("sources"), help_text=_("Where these facts come from.")
    )
    source_notes = models.TextField(
        _("notes on the sources"), max_length=2000, blank=True, validators=[no_control_characters],
        help_text=_("What is uncertain or differs between sources, one per line. Visitors see it."),
    )  # fmt: skip
    body = StreamField(body_blocks(), blank=True, verbose_name=_("body"))
    keywords = ClusterTaggableManager(
        through=ActivityKeyword, blank=True, verbose_name=_("keywords"), related_name="activities",
        help_text=_("Words by which people look for it; the same words as on organisations and guides."),
    )  # fmt: skip

    follows_source = True
    FACTS: ClassVar[tuple[str, ...]] = FACTS

    objects: ClassVar[Any] = ActivityPageManager()

    base_form_class = ActivityPageForm
    template = "activities/activity_page.html"
    parent_page_types = ["activities.ActivityIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = activity_tabs(BasePage)

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("other_names", boost=6),
        index.AutocompleteField("other_names"),
        index.SearchField("reading", boost=4),
        index.AutocompleteField("reading"),
        index.SearchField("name_en", boost=6),
        index.AutocompleteField("name_en"),
        index.SearchField("searchable_partners", boost=4),
        index.SearchField("searchable_keywords", boost=3),
        index.SearchField("places", boost=2),
        index.SearchField("searchable_facts"),
        index.SearchField("body"),
        index.SearchField("lessons"),
        index.FilterField("start_fy"),
        index.FilterField("end_fy"),
        index.FilterField("ongoing"),
    ]

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    @classmethod
    def can_create_at(cls, parent: Any) -> bool:
        """An activity is first written in the source language; the others are made from it by translating."""
        return super().can_create_at(parent) and parent.locale.language_code == SOURCE_LANGUAGE

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.start_fy and self.end_fy and self.end_fy < self.start_fy:
            errors["end_fy"] = _("The last fiscal year is before the first.")
        if errors:
            raise ValidationError(errors)

    def serializable_data(self) -> dict[str, Any]:
        """Return what a version keeps: besides the keys of those who took part their names, which outlast them."""
        data: dict[str, Any] = super().serializable_data()
        keep_names(data["partner_lines"])
        return data

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """Copy; into another language without the facts, which exist once.

        A copy for translation is the one that keeps the translation key and changes the language.
        """
        changes = kwargs.get("update_attrs") or {}
        if kwargs.get("reset_translation_key") is False and "locale" in changes:
            kwargs["exclude_fields"] = [*(kwargs.get("exclude_fields") or []), *FACTS]
        return super().copy(*args, **kwargs)

    @property
    def is_source(self) -> bool:
        """Whether this page is in the language in which facts are kept."""
        return self.locale.language_code == SOURCE_LANGUAGE

    @property
    def holds_facts(self) -> bool:
        """Whether translations of this page read their facts from it."""
        return self.is_source

    @cached_property
    def facts_page(self) -> ActivityPage | None:
        """The live, public page that holds the facts; None when there is none."""
        if self.is_source:
            return self
        return (
            ActivityPage.objects.filter(translation_key=self.translation_key, locale__language_code=SOURCE_LANGUAGE)
            .live()
            .open_to_all()
            .select_related("locale")
            .first()
        )

    @property
    def is_saved_state(self) -> bool:
        """Whether the facts in memory are those in the database: not so in previews and revisions."""
        return bool(self.pk) and not getattr(self, "_cluster_related_objects", None)

    @property
    def years(self) -> FiscalYearRange:
        """The fiscal years in which it was carried out, as far as they are known."""
        return FiscalYearRange.of_years(self.start_fy, self.end_fy, ongoing=self.ongoing and not self.end_fy)

    @property
    def alias_list(self) -> list[str]:
        return lines(self.other_names)

    @property
    def share_text(self) -> str:
        return self.search_description or self.summary

    def searchable_partners(self) -> str:
        """Every name, old and new, of those who took part, for the search index."""
        return search_words.partners(self)

    def searchable_keywords(self) -> str:
        """The keywords with their readings and other words."""
        return search_words.keywords(self)

    def searchable_facts(self) -> str:
        """Years in all their names, areas, committee, outputs, consented outcomes."""
        return search_words.facts(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.facts_page is None:
            raise Http404("the page that holds the facts is not public")
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["activity"] = detail.read(page=self, request=request)
        return context
