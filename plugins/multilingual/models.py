"""Readings that staff give, and texts whose readings are known."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.core.readings import normalise_reading, validate_reading

from .event_languages.models import EventLanguageHelp
from .plain.models import PlainWord
from .posters.models import ShareImage
from .ruby.scripts import has_kanji
from .translation.models import AgreedTerm, SourceText, TranslatedFrom

__all__ = [
    "AgreedTerm",
    "AnnotatedText",
    "EventLanguageHelp",
    "PlainWord",
    "Reading",
    "ShareImage",
    "SourceText",
    "TranslatedFrom",
]

WORD_LENGTH, READING_LENGTH = 60, 120


class Reading(models.Model):
    """How the centre reads a word: a place, a group, a name that the dictionary reads otherwise."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+", verbose_name=_("site"))
    word = models.CharField(_("word"), max_length=WORD_LENGTH, help_text=_("As it is written on pages."))
    reading = models.CharField(
        _("reading"), max_length=READING_LENGTH, validators=[validate_reading],
        help_text=_("In hiragana."),
    )  # fmt: skip
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For your colleagues: where the reading is from.")
    )

    class Meta:
        verbose_name = _("reading of a word")
        verbose_name_plural = _("readings of words")
        ordering = ["reading", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "word"], name="multilingual_one_reading_per_word",
                violation_error_message=_("This word has a reading already. Change that one."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.word}({self.reading})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Pages that have the word are worked out anew, also those with the word that stood here before."""
        before = type(self).objects.filter(pk=self.pk).values_list("word", flat=True).first() if self.pk else None
        super().save(*args, **kwargs)
        self._tell(before)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        result = super().delete(*args, **kwargs)
        self._tell(None)
        return result

    def clean(self) -> None:
        self.word = "".join(self.word.split())
        self.reading = normalise_reading(self.reading).replace(" ", "")
        if self.word and not has_kanji(self.word):
            raise ValidationError({"word": _("There are no kanji in this word, so it needs no furigana.")})
        super().clean()

    def _tell(self, before: str | None) -> None:
        from .jobs import reading_changed

        for word in dict.fromkeys(word for word in (self.word, before) if word):
            reading_changed.enqueue(self.site_id, word)


class AnnotatedTextQuerySet(models.QuerySet["AnnotatedText"]):
    def waiting(self) -> "AnnotatedTextQuerySet":
        return self.filter(spans__isnull=True)


class AnnotatedText(models.Model):
    """A stretch of text that stood on a public page, and its readings once they are worked out.

    key: digest of the text. spans: [[start, end, reading], …], or null while it waits to be worked out.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    text = models.TextField()
    spans = models.JSONField(null=True)
    wanted_at = models.DateTimeField(_("asked for at"))

    objects: ClassVar[Any] = AnnotatedTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text with furigana")
        verbose_name_plural = _("texts with furigana")
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="multilingual_text_once")]
        indexes = [models.Index(fields=["site", "wanted_at"], name="multilingual_text_age")]

    def __str__(self) -> str:
        return self.text[:60]
