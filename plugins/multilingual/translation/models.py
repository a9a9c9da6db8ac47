"""What every translated page was made from, and what its source says now."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision


class SourceText(models.Model):
    """The words of a page in the source language, as visitors read them now.

    Only of pages that have translations. words: [[path, text], …] in the order of the page; digest: of these.
    """

    translation_key = models.UUIDField(primary_key=True)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.JSONField()
    digest = models.CharField(max_length=32)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        app_label = "multilingual"
        verbose_name = _("words of a page")
        verbose_name_plural = _("words of pages")
        constraints = [
            # For `stale`. The key alone is unique already, but SQLite reads the row, past all its words, where no
            # unique index has all that is asked for.
            models.UniqueConstraint(fields=["digest", "translation_key"], name="multilingual_says_now"),
        ]

    def __str__(self) -> str:
        return str(self.translation_key)


class TranslatedFromQuerySet(models.QuerySet["TranslatedFrom"]):
    def stale(self) -> TranslatedFromQuerySet:
        """Those whose source says something else by now.

        Nearly all say the same, which two indexes tell without a row of either table.
        """
        source = SourceText.objects.filter(translation_key=OuterRef("translation_key"))
        return self.filter(~Exists(source.filter(digest=OuterRef("digest"))), Exists(source))

    def with_source(self) -> TranslatedFromQuerySet:
        """With `source_digest` and `source_changed_at`."""
        source = SourceText.objects.filter(translation_key=OuterRef("translation_key"))
        return self.annotate(
            source_digest=models.Subquery(source.values("digest")),
            source_changed_at=models.Subquery(source.values("changed_at")),
            is_stale=~models.Q(source_digest=F("digest")),
        )


class TranslatedFrom(models.Model):
    """Which version of the source a page in another language was made from.

    prepared: the same of a version that waits to be published, with the `revision` of the page that holds it.
    """

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.JSONField(default=list)
    digest = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField(_("made at"), null=True)
    prepared: Any = models.JSONField(null=True)

    objects: ClassVar[Any] = TranslatedFromQuerySet.as_manager()

    class Meta:
        app_label = "multilingual"
        verbose_name = _("version of a translation")
        verbose_name_plural = _("versions of translations")
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="multilingual_made_once")]
        indexes = [models.Index(fields=["locale", "translation_key", "digest"], name="multilingual_made_of")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}"


class AgreedTerm(models.Model):
    """How a name or a term is written in one language, on every page: agreed once, held against all translations."""

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    term = models.CharField(
        _("term in Japanese"), max_length=100, help_text=_("As it stands on pages, letter by letter.")
    )
    language = models.CharField(_("language"), max_length=20)
    translation = models.CharField(
        _("agreed translation"), max_length=200,
        help_text=_("Exactly as it must be written. For a name that is kept, write it as it is."),
    )  # fmt: skip
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For your colleagues: who agreed on it, and why.")
    )

    class Meta:
        app_label = "multilingual"
        verbose_name = _("agreed term")
        verbose_name_plural = _("agreed terms")
        ordering = ["term", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "term", "language"], name="multilingual_term_agreed_once",
                violation_error_message=_("There is an agreed translation of this term in this language already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.term} → {self.translation}"

    def clean(self) -> None:
        self.term, self.translation = self.term.strip(), " ".join(self.translation.split())
        super().clean()
