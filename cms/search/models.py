"""What staff teach the search, what it knows about its own index, and the tail of long texts on PostgreSQL."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .analysis import ANALYSER_VERSION, fold
from .variants import Thesaurus

#: More words than this in one class would crowd out one another at query time.
MAX_WORDS_IN_CLASS = 20

CACHE_KEY = "kakehashi_search.synonyms"
CACHE_SECONDS = 60


class SynonymClass(models.Model):
    """Words that readers use for the same thing: looking for one of them finds the others."""

    words = models.TextField(
        pgettext_lazy("synonyms", "words"),
        help_text=_("One word per line, two or more. Example: 子ども, 子供 and こども on three lines."),
    )
    site = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Leave empty to use these words on every site."),
    )
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("For staff only. Example: “The ordinance of 2016 writes 障がい.”"),
    )

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        ordering = ["pk"]

    def __str__(self) -> str:
        return " = ".join(self.words.splitlines())

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.forget_cached()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        deleted = super().delete(*args, **kwargs)
        self.forget_cached()
        return deleted

    def clean(self) -> None:
        """Keep one clean word per line. Raises ``ValidationError`` unless two of them differ for the search."""
        super().clean()
        words = [" ".join(word.split()) for word in self.words.replace("、", "\n").splitlines()]
        words = list(dict.fromkeys(word for word in words if fold(word).strip()))
        if len({fold(word).strip() for word in words}) < 2:
            raise ValidationError(
                {"words": _("Enter at least two words that differ by more than width, case or Katakana and Hiragana.")}
            )
        if len(words) > MAX_WORDS_IN_CLASS:
            raise ValidationError({"words": _("Enter at most %(limit)s words.") % {"limit": MAX_WORDS_IN_CLASS}})
        self.words = "\n".join(words)

    @classmethod
    def thesaurus_for(cls, site: Any | None) -> Thesaurus:
        """The classes that count on ``site``, its own and the shared ones, ready for queries; without a site all.

        They are kept in the cache until one of them is saved or deleted, ``CACHE_SECONDS`` at most.
        """
        rows = cache.get(CACHE_KEY)
        if rows is None:
            rows = list(cls.objects.order_by("pk").values_list("site_id", "words"))
            cache.set(CACHE_KEY, rows, CACHE_SECONDS)
        sites = {None, site.pk} if site is not None else {site_id for site_id, _words in rows}
        return Thesaurus.of([words.splitlines() for site_id, words in rows if site_id in sites])

    @staticmethod
    def forget_cached() -> None:
        """Now, for what follows in this transaction, and once more when the others can see the change."""
        cache.delete(CACHE_KEY)
        transaction.on_commit(lambda: cache.delete(CACHE_KEY))


class IndexStateQuerySet(models.QuerySet["IndexState"]):
    def record(self, *, backend: str, version: int = ANALYSER_VERSION) -> None:
        """Note that everything in the index of ``backend`` now comes from analyser ``version``."""
        self.update_or_create(backend=backend, defaults={"analyser_version": version, "rebuilt_at": timezone.now()})


class IndexState(models.Model):
    """Which analyser the whole search index was last made with."""

    backend = models.CharField(max_length=50, unique=True)
    analyser_version = models.PositiveIntegerField()
    rebuilt_at = models.DateTimeField()

    objects = IndexStateQuerySet.as_manager()

    class Meta:
        verbose_name = _("state of the search index")
        verbose_name_plural = _("states of the search index")

    def __str__(self) -> str:
        return f"{self.backend}: {self.analyser_version}"


class TokenVectorField(models.TextField):
    """A ``tsvector`` on PostgreSQL, plain text (and unused) elsewhere."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)


class LongTextPart(models.Model):
    """A further part of a text too long for one ``tsvector``, which counts positions up to 16,383 only.

    Rows exist on PostgreSQL only. Rows of an entry that is gone harm nobody (they are always read together with it),
    so there is no constraint to slow down or block the removal of entries by Wagtail.
    """

    entry_id = models.IntegerField(db_index=True)
    part = models.PositiveIntegerField()
    vector = TokenVectorField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("part of a long text")
        verbose_name_plural = _("parts of long texts")
        constraints = [models.UniqueConstraint(fields=["entry_id", "part"], name="one_row_per_part_of_long_text")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.part}"
