"""Rules by which letters make themselves, and what came of them, period by period."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.core.fields import StreamField
from cms.core.locales import SOURCE_LANGUAGE, languages
from plugins.newsletters.blocks import DigestSectionBlock

from .topics import Area, Topic

#: What is held is made so long before it is to leave, so that somebody can look at it.
MADE_AHEAD = timedelta(hours=24)
#: What releases itself is seen among the letters for so long before it leaves.
SEEN_BEFORE = timedelta(minutes=30)


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", pgettext_lazy("digest", "Every week")
    MONTHLY = "monthly", pgettext_lazy("digest", "Every month")


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class WeekOfMonth(models.IntegerChoices):
    FIRST = 1, pgettext_lazy("weekday of a month", "The first")
    SECOND = 2, pgettext_lazy("weekday of a month", "The second")
    THIRD = 3, pgettext_lazy("weekday of a month", "The third")
    FOURTH = 4, pgettext_lazy("weekday of a month", "The fourth")
    LAST = 5, pgettext_lazy("weekday of a month", "The last")


class Release(models.TextChoices):
    """Who lets a digest go."""

    HELD = "held", pgettext_lazy("digest", "A person looks at it and releases it")
    ITSELF = "itself", pgettext_lazy("digest", "It is sent by itself")


class DigestRuleQuerySet(models.QuerySet["DigestRule"]):
    def working(self) -> DigestRuleQuerySet:
        """Those that are not paused."""
        return self.filter(is_on=True)


class DigestRule(ClusterableModel):
    """When a letter makes itself, of which sections, for the readers of which topic and areas, in whose words.

    The rule's own words are in the site's first language; `words` has them in others. active_since: periods that ended
    before are not made up for: the rule was not there, or paused, or had another day.
    """

    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    name = models.CharField(
        pgettext_lazy("digest", "name of the rule"), max_length=80,
        help_text=_("For staff alone. For example: Events of the week"),
    )  # fmt: skip
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+",
        help_text=_("The letter goes to the readers of this topic."),
    )  # fmt: skip
    areas = models.ManyToManyField(
        Area, verbose_name=_("only for readers of these areas"), blank=True, related_name="+",
        help_text=_("Leave it empty for everybody, as most letters are."),
    )  # fmt: skip
    sections = StreamField(
        [("section", DigestSectionBlock())], verbose_name=pgettext_lazy("digest", "what is in it"),
        help_text=_("In this order. What has nothing new is left out; each reader gets each entry once."),
    )  # fmt: skip
    rhythm = models.CharField(
        pgettext_lazy("digest", "how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.WEEKLY
    )
    week_of_month = models.PositiveSmallIntegerField(
        pgettext_lazy("digest", "which week of the month"), choices=WeekOfMonth.choices, default=WeekOfMonth.FIRST,
        help_text=_("Counts for letters of every month alone."),
    )  # fmt: skip
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices, default=Weekday.FRIDAY)
    at_time = models.TimeField(
        pgettext_lazy("digest", "time"), default=time(17),
        help_text=_("When the first letter leaves. For example: 17:00"),
    )  # fmt: skip
    least_items = models.PositiveSmallIntegerField(
        _("at least so many new entries"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("With fewer no letter is made; they are in the next one. For example: 3"),
    )  # fmt: skip
    release = models.CharField(
        pgettext_lazy("digest", "who releases it"), max_length=10, choices=Release.choices, default=Release.HELD,
        help_text=_("What a person is to look at is made a day before and waits on the first screen."),
    )  # fmt: skip
    waits_days = models.PositiveSmallIntegerField(
        _("waits for so many days"), default=3, validators=[MinValueValidator(1), MaxValueValidator(6)],
        help_text=_("Counted from when it was to leave. After that it is not sent any more. For example: 3"),
    )  # fmt: skip
    is_on = models.BooleanField(pgettext_lazy("digest", "works"), default=True, editable=False)
    active_since = models.DateTimeField(editable=False)
    subject = models.CharField(
        pgettext_lazy("mail", "subject"), max_length=100,
        help_text=_("The day is put behind it by itself. For example: Events of the week"),
    )  # fmt: skip
    lead = models.TextField(
        pgettext_lazy("digest", "greeting"), blank=True, max_length=600,
        help_text=_("One or two sentences above the entries, from whoever sends the letter."),
    )  # fmt: skip
    closing = models.TextField(
        pgettext_lazy("digest", "words at the end"), blank=True, max_length=600,
        help_text=_("Below the entries, for example whom to ask."),
    )  # fmt: skip

    objects = DigestRuleQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("newsletter", "digest")
        verbose_name_plural = pgettext_lazy("newsletter", "digests")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="newsletters_digest_weekday"),
            models.CheckConstraint(condition=models.Q(least_items__gte=1), name="newsletters_digest_some_items"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ahead(self) -> timedelta:
        """How long before it leaves a letter is made."""
        return MADE_AHEAD if self.release == Release.HELD else SEEN_BEFORE


class DigestWords(Orderable):
    """A rule's words in another language."""

    rule = ParentalKey(DigestRule, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=20, choices=languages)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=100)
    lead = models.TextField(pgettext_lazy("digest", "greeting"), blank=True, max_length=900)
    closing = models.TextField(pgettext_lazy("digest", "words at the end"), blank=True, max_length=900)

    class Meta(Orderable.Meta):
        verbose_name = _("words in another language")
        verbose_name_plural = _("words in other languages")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["rule", "language"], name="newsletters_digest_words_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.subject}"

    def clean(self) -> None:
        super().clean()
        if self.language == SOURCE_LANGUAGE:
            raise ValidationError({"language": _("The words in this language stand above.")})


class Outcome(models.TextChoices):
    """What came of a rule in one period."""

    WAITING = "waiting", pgettext_lazy("digest", "Waits for somebody to release it")
    RELEASED = "released", pgettext_lazy("digest", "Released")
    NOTHING_NEW = "nothing_new", pgettext_lazy("digest", "Nothing new: no letter")
    TOO_FEW = "too_few", pgettext_lazy("digest", "Too little new: no letter")
    LAPSED = "lapsed", pgettext_lazy("digest", "Nobody released it in time: not sent")
    DISCARDED = "discarded", pgettext_lazy("digest", "Staff put it away: not sent")
    FAILED = "failed", pgettext_lazy("digest", "Could not be made")


class DigestRunQuerySet(models.QuerySet["DigestRun"]):
    def of_page(self, page_key: UUID) -> DigestRunQuerySet:
        return self.filter(page_key=page_key)

    def waiting(self) -> DigestRunQuerySet:
        return self.filter(outcome=Outcome.WAITING)


class DigestRun(models.Model):
    """A rule in one period: once, however often it is asked for.

    period: 2026-W49 or 2026-12, by which it is done once. due_at: when the letter is to leave. page_key: of the letter,
    if one was made. items: how many entries were new. missed: how many periods before went by without anybody asking,
    because the server was off. release_by: afterwards it is not sent.
    """

    rule = models.ForeignKey(DigestRule, on_delete=models.PROTECT, related_name="runs")
    period = models.CharField(max_length=10)
    due_at = models.DateTimeField(pgettext_lazy("digest", "to leave at"))
    made_at = models.DateTimeField(pgettext_lazy("digest", "made at"))
    outcome = models.CharField(pgettext_lazy("digest", "what came of it"), max_length=12, choices=Outcome.choices)
    why = models.CharField(max_length=500, blank=True)
    items = models.PositiveIntegerField(pgettext_lazy("digest", "new entries"), default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    page_key = models.UUIDField(null=True, blank=True, db_index=True)
    title = models.CharField(pgettext_lazy("mail", "subject"), max_length=255, blank=True)
    release_by = models.DateTimeField(pgettext_lazy("digest", "release by"), null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DigestRunQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("digest", "period of a digest")
        verbose_name_plural = pgettext_lazy("digest", "periods of digests")
        default_permissions = ()
        ordering = ["-due_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "period"], name="newsletters_digest_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values), name="newsletters_digest_known_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"digest {self.rule_id} {self.period}"

    def is_late(self, *, at: datetime) -> bool:
        """Whether it waits and the time for it is over."""
        return self.outcome == Outcome.WAITING and self.release_by is not None and self.release_by <= at
