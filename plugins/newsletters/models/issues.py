"""Letters as pages: what editors write, and what stands in the archive once it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Site
from wagtail.search import index

from cms.core.fields import StreamField
from cms.core.gone_links import gone_links
from cms.core.languages_on import fallbacks_on
from cms.core.locales import Language, language_of, languages
from cms.core.memory import SHELL
from cms.core.models import BasePage
from cms.core.models.site_settings import in_language
from cms.core.navigation import address_of
from cms.core.page_copies import FreshCopyForm
from cms.core.paginators import CountedPaginator
from home.listing import children_of
from plugins.newsletters.blocks import letter_blocks

from .sendings import Sending
from .topics import Area, Topic

PER_PAGE = 20


@dataclass(frozen=True)
class Words:
    """What an issue says in one language."""

    language: Language
    subject: str
    preheader: str
    body: Any


class NewsletterIndexPage(BasePage):
    """The archive: letters that were sent, the newest first."""

    title_en = models.CharField(_("title in English"), max_length=120, blank=True, help_text=_("For example: Letters"))
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences above the list."))
    lead_en = models.TextField(_("lead in English"), blank=True)

    content_panels = [
        *BasePage.content_panels, FieldPanel("title_en"), FieldPanel("lead"), FieldPanel("lead_en"),
    ]  # fmt: skip
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["newsletters.NewsletterIssue"]
    max_count_per_parent = 1
    template = "newsletters/newsletter_index_page.html"

    class Meta:
        verbose_name = _("archive of letters")
        verbose_name_plural = _("archives of letters")

    @property
    def share_text(self) -> str:
        """What is written for search engines is in the page's own language; in others the lead."""
        is_own = get_language() == self.language.code
        return (self.search_description if is_own else "") or self.display_lead

    @property
    def display_title(self) -> str:
        """The title in the active language: the letters in it are there in every language, so it has no translation."""
        return in_language(self.title, self.title_en)

    @property
    def share_title(self) -> str:
        return in_language(super().share_title, self.title_en)

    @property
    def display_lead(self) -> str:
        return in_language(self.lead, self.lead_en)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        issues = sent_below(self)
        page = CountedPaginator(issues, PER_PAGE, count=issues.count()).get_page(request.GET.get("page"))
        code = get_language() or self.language.code
        context["issues"] = [(issue, issue.words_in(code)) for issue in page.object_list]
        shown_in = language_of("en") if self.display_title == self.title_en else self.language
        return context | {"page_obj": page, "content_language": shown_in, "crumbs": []}


def sent_below(archive: NewsletterIndexPage) -> Any:
    """Return the issues of an archive that have been sent, the newest first, with `sent_at`."""
    sent = Sending.objects.under_way().filter(page_key=models.OuterRef("translation_key"))
    rows = children_of(archive, NewsletterIssue).annotate(sent_at=models.Subquery(sent.values("start_at")[:1]))
    shown = rows.filter(sent_at__isnull=False).select_related("topic").prefetch_related("versions")
    return shown.defer("body").order_by("-sent_at", "-pk")


class NewsletterIssue(BasePage):
    """One letter to the readers of a topic. The title is the subject.

    The page is what was written; `Sending` is what became of it. It is public once it has been sent.
    """

    copy_form_class = FreshCopyForm
    _shown: Words | None = None

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+",
        help_text=_("The letter goes to the readers of this topic."),
    )  # fmt: skip
    preheader = models.CharField(
        _("first words"), max_length=150, blank=True,
        help_text=_("Mail programs show them behind the subject. One sentence that says what is in it."),
    )  # fmt: skip
    body = StreamField(letter_blocks(), blank=True, verbose_name=_("body"))
    areas = ParentalManyToManyField(
        Area, verbose_name=_("only for readers of these areas"), blank=True, related_name="+",
        help_text=_("Leave it empty for everybody, as most letters are."),
    )  # fmt: skip
    for_deadlines = models.BooleanField(
        _("also for readers who want only what has a deadline"), default=False,
        help_text=_("Tick it when the letter tells of a deadline. All other readers get it anyway."),
    )  # fmt: skip
    news_since = models.DateTimeField(
        _("what is new since"), null=True, blank=True,
        help_text=_("For sections that fill themselves. When empty: since the last letter of this topic."),
    )  # fmt: skip

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("preheader"),
        FieldPanel("topic"),
        FieldPanel("body"),
        InlinePanel("versions", heading=_("In other languages"), label=_("language")),
        MultiFieldPanel(
            [FieldPanel("areas"), FieldPanel("for_deadlines"), FieldPanel("news_since")],
            heading=_("For whom, and since when"),
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["newsletters.NewsletterIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "newsletters/newsletter_issue.html"
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("preheader", boost=1.5),
        index.SearchField("body"),
        index.SearchField("words_in_other_languages"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "letter")
        verbose_name_plural = pgettext_lazy("newsletter", "letters")

    @property
    def share_title(self) -> str:
        """Of the version that is being shown."""
        if self._shown and self._shown.language != self.language:
            return self._shown.subject
        return super().share_title

    @property
    def share_text(self) -> str:
        """Of the version that is being shown. What is written for search engines is in the page's own language."""
        if self._shown and self._shown.language != self.language:
            return self._shown.preheader
        return self.search_description or self.preheader

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False) -> Any:
        """Return a version of a letter. A topic that was deleted since gives way to the letter's own."""
        if check_fks and "topic" in gone_links(cls, data):
            data = data | {"topic": cls.objects.filter(pk=data["pk"]).values_list("topic", flat=True).first()}
        return super().from_serializable_data(data, check_fks, strict_fks)

    def words_in_other_languages(self) -> str:
        """What the search finds of the versions."""
        words = []
        for each in self.versions.all():
            found = (strip_tags(part) for part in each.body.stream_block.get_searchable_content(each.body))
            words += [each.subject, each.preheader, *found]
        return " ".join(word for word in words if word)

    def words_in(self, code: str, *, site: Site | None = None) -> Words:
        """Return the words for a language: its own version, that of the nearest one it falls back to, or the page's.

        site: whose languages stand in for it, those that are on; by default the current one.
        """
        wanted = language_of(code)
        versions = {each.language: each for each in self.versions.all()}
        for near in (wanted.code, *fallbacks_on(wanted, site)):
            if near == self.language.code:
                break
            if near in versions:
                each = versions[near]
                return Words(language_of(near), each.subject, each.preheader, each.body)
        return Words(self.language, self.title, self.preheader, self.body)

    @cached_property
    def sending(self) -> Sending | None:
        """What became of it: the sending that was not called off before it began, if there is one."""
        return Sending.objects.of_page(self.translation_key).select_related("campaign").first()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer once it has been sent; before that, the page is for those who work on it."""
        if not getattr(request, "is_preview", False) and (self.sending is None or not self.sending.is_under_way):
            raise Http404
        return super().serve(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return super().get_sitemap_urls(request) if self.sending and self.sending.is_under_way else []  # type: ignore[no-any-return]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        words = self._shown = self.words_in(get_language() or self.language.code)
        sections = self.sending.sections_in(get_language() or "ja") if self.sending else {}
        return context | {
            "words": words, "content_language": words.language, "filled_sections": sections,
            "crumbs": [archive_crumb(self)],
        }  # fmt: skip


def archive_crumb(issue: NewsletterIssue) -> tuple[str, str]:
    """Return title and address of the archive that an issue stands in, in the active language."""
    code = get_language() or issue.language.code

    def found() -> tuple[str, str]:
        archive = NewsletterIndexPage.objects.parent_of(issue).select_related("locale").first()
        return (archive.display_title, address_of(archive)) if archive else ("", "")

    return SHELL.get(("newsletters.archive", issue.path[: -issue.steplen], code), found)


class IssueVersion(Orderable):
    """An issue's words in another language."""

    issue = ParentalKey(NewsletterIssue, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(_("language"), max_length=20, choices=languages)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=255)
    preheader = models.CharField(_("first words"), max_length=150, blank=True)
    body = StreamField(letter_blocks(), blank=True, verbose_name=_("body"))

    panels = [FieldPanel("language"), FieldPanel("subject"), FieldPanel("preheader"), FieldPanel("body")]

    class Meta(Orderable.Meta):
        verbose_name = _("version in another language")
        verbose_name_plural = _("versions in other languages")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issue", "language"], name="newsletters_version_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.subject}"
