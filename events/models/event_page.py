"""イベント: what an event is about, in words. When, where and who comes are facts (`events.registration`)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Site
from wagtail.search import index

from cms.core.blocks.body import body_blocks
from cms.core.blocks.text import FaqBlock
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.core.page_copies import FreshCopyForm
from cms.core.readings import validate_reading
from events import detail, search_words
from events.panels import FactsPanel
from events.querysets import EventPageManager
from events.registration.texts import no_control_characters


class EventKeyword(ItemBase):
    """A keyword of an event."""

    tag = models.ForeignKey("core.Keyword", related_name="event_items", on_delete=models.CASCADE)
    content_object = ParentalKey("events.EventPage", related_name="tagged_items", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="events_keyword_once")]


class EventPage(BasePage):
    """An event in words, per language. Its facts are the row whose `page_key` is this family's translation key."""

    copy_form_class = FreshCopyForm

    lead = models.TextField(
        _("lead"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("One or two sentences: what it is and for whom. Shown in lists too."),
    )  # fmt: skip
    image = models.ForeignKey(
        "media.CustomImage", verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("Shown above the words; the page is complete without one."),
    )  # fmt: skip
    body = StreamField(
        body_blocks(), blank=True, verbose_name=_("body"),
        help_text=_("What happens there, in which order, who speaks."),
    )  # fmt: skip
    what_to_bring = models.TextField(
        _("what to bring"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("One per line, for example: 筆記用具"),
    )  # fmt: skip
    access = models.TextField(
        _("about the way and the place"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("What the venue itself does not tell, for example: 当日は東口から入ってください"),
    )  # fmt: skip
    faq = StreamField(
        [("faq", FaqBlock())], blank=True, verbose_name=_("questions and answers"),
        help_text=_("What people ask before they come."),
    )  # fmt: skip
    report = StreamField(
        body_blocks(), blank=True, verbose_name=_("report"),
        help_text=_("How it went; shown when it is over, with the numbers of the facts."),
    )  # fmt: skip
    recording_note = models.TextField(
        _("about the recording"), max_length=500, blank=True, validators=[no_control_characters],
        help_text=_("For example: 字幕があります。公開は3月末までです。"),
    )  # fmt: skip
    reading = models.CharField(
        _("reading"), max_length=300, blank=True, validators=[validate_reading],
        help_text=_("Of the title, in hiragana; it goes into the open data, for example: こうこうしんがく"),
    )  # fmt: skip
    keywords = ClusterTaggableManager(
        through=EventKeyword, blank=True, verbose_name=_("keywords"),
        help_text=_("Words by which people look for it, for example: 多文化共生, 進学"),
    )  # fmt: skip

    objects = EventPageManager()

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    *BasePage.content_panels, FieldPanel("lead"), FieldPanel("image"), FieldPanel("body"),
                    FieldPanel("what_to_bring"), FieldPanel("access"), FieldPanel("faq"), FieldPanel("keywords"),
                    FieldPanel("reading"),
                ],
                heading=_("In words"),
            ),
            ObjectList([FactsPanel(heading=_("Days, places and registrations"))], heading=_("Facts")),
            ObjectList([FieldPanel("report"), FieldPanel("recording_note")], heading=_("Afterwards")),
            ObjectList(BasePage.promote_panels, heading=_("Search engines")),
            ObjectList(BasePage.settings_panels, heading=_("Publication")),
        ]
    )  # fmt: skip

    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "events/event_page.html"

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=1.5),
        index.SearchField("reading"),
        index.SearchField("body"),
        index.SearchField("faq"),
        index.SearchField("report"),
        index.SearchField("searchable_keywords", boost=1.5),
        index.SearchField("searchable_facts"),
    ]

    class Meta:
        verbose_name = _("event page")
        verbose_name_plural = _("event pages")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    @property
    def things_to_bring(self) -> list[str]:
        return [line.strip() for line in self.what_to_bring.splitlines() if line.strip()]

    @cached_property
    def facts(self) -> Any:
        """The row with the facts; None for a page that was copied or not yet set up."""
        return detail.event_of(self.translation_key)

    def searchable_keywords(self) -> str:
        """The keywords with their readings and other words."""
        return search_words.keywords(self)

    def searchable_facts(self) -> str:
        """Kind, places, organisers, desks and languages, as they were when the page was last indexed."""
        return search_words.facts(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request) or self.get_site()
        context["event"] = detail.read(page=self, request=request, site=site, now=timezone.now())
        return context
