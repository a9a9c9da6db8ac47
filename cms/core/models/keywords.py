"""Keywords: one vocabulary for activities, events, guides, publications and organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from .site_settings import in_language


class Keyword(TagBase):
    """A taggit tag with a reading, an English name and the other words that people use for it."""

    free_tagging = True

    reading = models.CharField(
        _("reading"),
        max_length=200,
        blank=True,
        help_text=_("In hiragana; the keyword index is sorted by it, for example: しょうがい"),
    )
    name_en = models.CharField(_("English name"), max_length=100, blank=True, help_text=_("For example: disability"))
    synonyms = models.CharField(
        _("other words"),
        max_length=500,
        blank=True,
        help_text=_("Separated by commas; a search for them finds this keyword, for example: 障がい, 障碍"),
    )

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["reading", "name"]

    @property
    def display_name(self) -> str:
        """The keyword as the visitor reads it."""
        return in_language(self.name, self.name_en)


class FormerKeyword(models.Model):
    """The slug of a keyword that was renamed or merged: its address leads to the keyword that took its place."""

    slug = models.SlugField(_("former slug"), max_length=100, unique=True, allow_unicode=True)
    keyword = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former keyword")
        verbose_name_plural = _("former keywords")

    def __str__(self) -> str:
        return self.slug
