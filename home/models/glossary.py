"""Words that need explaining, and the page that lists them."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Site
from wagtail.search import index

from cms.core.locales import language_of
from cms.core.memory import SHELL
from cms.core.models import BasePage
from cms.core.readings import normalise_reading, validate_reading
from home.gojuon import Group, grouped_by_initial, grouped_by_row


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def for_site(self, site: Site | None) -> "GlossaryTermQuerySet":
        """The site's own terms and those shared by all sites."""
        return self.filter(models.Q(site=site) | models.Q(site__isnull=True))


class GlossaryTerm(index.Indexed, models.Model):
    """A word of the field with its explanations; a fact with one row for all languages."""

    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty: shared by all sites and edited by administrators only."),
    )
    term = models.CharField(_("term"), max_length=100, help_text=_("For example: 中間支援組織"))
    reading = models.CharField(
        _("reading"),
        max_length=200,
        validators=[validate_reading],
        help_text=_("In hiragana; the list is sorted by it, for example: ちゅうかんしえんそしき"),
    )
    also_written = models.CharField(
        _("also written"),
        max_length=300,
        blank=True,
        help_text=_("Other forms to be explained in texts, separated by commas, for example: 町内会, 自治会"),
    )
    definition = models.TextField(_("definition"), help_text=_("One or two exact sentences."))
    plain_definition = models.TextField(
        _("definition in plain words"),
        blank=True,
        help_text=_("Short sentences without difficult words; shown first. For example: 人と人をつなぐ団体です。"),
    )
    term_en = models.CharField(
        _("English term"), max_length=200, blank=True, help_text=_("For example: intermediary support organisation")
    )
    definition_en = models.TextField(
        _("definition in English"), blank=True, help_text=_("Shown to those who read another language.")
    )

    objects = GlossaryTermQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("term"), FieldPanel("reading"), FieldPanel("also_written")], heading=_("Word")),
        MultiFieldPanel([FieldPanel("plain_definition"), FieldPanel("definition")], heading=_("Explanation")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("term_en")]), FieldPanel("definition_en")], heading=_("In English")),
    ]
    search_fields = [
        index.SearchField("term", boost=3),
        index.AutocompleteField("term"),
        index.SearchField("reading", boost=2),
        index.SearchField("also_written", boost=2),
        index.SearchField("term_en", boost=2),
        index.SearchField("plain_definition"),
        index.SearchField("definition"),
        index.SearchField("definition_en"),
        index.FilterField("site"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["reading", "term"]
        constraints = [
            models.UniqueConstraint(fields=["site", "term"], name="home_term_once_per_site"),
            models.UniqueConstraint(
                fields=["term"], condition=models.Q(site__isnull=True), name="home_shared_term_once"
            ),
        ]

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        super().clean()
        self.reading = normalise_reading(self.reading)

    @property
    def anchor(self) -> str:
        """The id of its entry on a page."""
        return f"word-{self.pk}"

    @property
    def in_japanese(self) -> bool:
        """Whether the reader of this request gets the Japanese explanation."""
        return (get_language() or "ja").startswith("ja") or not (self.term_en and self.definition_en)

    @property
    def heading(self) -> str:
        """The term in the language of the explanation."""
        return self.term if self.in_japanese else self.term_en

    @property
    def explanation(self) -> str:
        """The plainest explanation there is, in the language of the request."""
        return (self.plain_definition or self.definition) if self.in_japanese else self.definition_en

    def forms(self, *, code: str) -> list[str]:
        """Return the forms by which the term is found in a text of the language."""
        if not language_of(code).is_japanese:
            return [self.term_en] if self.term_en and self.definition_en else []
        return [self.term, *(form.strip() for form in self.also_written.replace("、", ",").split(",") if form.strip())]


def terms_of(site: Site | None) -> Sequence[GlossaryTerm]:
    """Return the terms of a site as a list that all requests share, in the order of their readings."""
    return SHELL.get(("glossary", site and site.pk), lambda: list(GlossaryTerm.objects.for_site(site)))


class GlossaryPage(BasePage):
    """ことば: every term of the site, in the order of the fifty sounds or of the alphabet."""

    speaks_to_visitor = True

    lead = models.TextField(
        _("lead"), blank=True, help_text=_("One sentence, for example: わかりにくいことばを説明します。")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/glossary_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields = [*BasePage.search_fields, index.SearchField("lead")]

    class Meta:
        verbose_name = _("glossary page")
        verbose_name_plural = _("glossary pages")

    @property
    def share_text(self) -> str:
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        terms = terms_of(Site.find_for_request(request))
        context["groups"] = self._groups(terms)
        context["number_of_terms"] = len(terms)
        return context

    def _groups(self, terms: Sequence[GlossaryTerm]) -> list[Group[GlossaryTerm]]:
        if self.language.is_japanese:
            return grouped_by_row(terms, reading=lambda term: term.reading)
        return grouped_by_initial(terms, word=lambda term: term.term_en or term.term)
