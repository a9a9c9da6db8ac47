"""What became of a letter: rows that stay whatever happens to its page."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.locales import language_of
from cms.mail.models import Campaign

from .topics import Topic


class Step(models.TextChoices):
    """Where a sending stands. Once it is handed over, its campaign tells the rest."""

    PLANNED = "planned", pgettext_lazy("letter", "Planned")
    FREEZING = "freezing", pgettext_lazy("letter", "Readers are being counted")
    HANDED_OVER = "handed_over", pgettext_lazy("letter", "Handed over to be sent")
    STUCK = "stuck", pgettext_lazy("letter", "Needs a person")
    CALLED_OFF = "called_off", pgettext_lazy("letter", "Called off")


class WhyStuck(models.TextChoices):
    """Why a letter needs a person, where that is kept as a word and shown in the language of whoever looks."""

    MISSED = (
        "missed",
        _(
            "Its time passed while letters were switched off. Look whether what it says still holds, then let it try "
            "again."
        ),
    )


MOVES: dict[Step, frozenset[Step]] = {
    Step.PLANNED: frozenset({Step.FREEZING, Step.STUCK, Step.CALLED_OFF}),
    Step.FREEZING: frozenset({Step.HANDED_OVER, Step.PLANNED, Step.STUCK, Step.CALLED_OFF}),
    Step.STUCK: frozenset({Step.PLANNED, Step.CALLED_OFF}),
    Step.HANDED_OVER: frozenset({Step.PLANNED, Step.CALLED_OFF}),  # before the first letter has left
    Step.CALLED_OFF: frozenset(),
}


class SendingQuerySet(models.QuerySet["Sending"]):
    """Verbs for lists of sendings."""

    def of_page(self, page_key: UUID) -> SendingQuerySet:
        """Those of an issue that have not been called off before they began; at most one."""
        return self.filter(page_key=page_key).exclude(step=Step.CALLED_OFF)

    def under_way(self) -> SendingQuerySet:
        """Those of which letters are going out or have gone out."""
        return self.filter(step=Step.HANDED_OVER, start_at__lte=timezone.now())

    def to_freeze(self, *, at: datetime) -> SendingQuerySet:
        """Those whose readers are to be counted now; also those whose counting was cut off."""
        return self.filter(step__in=[Step.PLANNED, Step.FREEZING], freeze_at__lte=at).order_by("freeze_at", "pk")


class Sending(models.Model):
    """An issue on its way to its readers.

    page_key: the page's translation key; no foreign key, so that nothing here goes when the page is deleted. revision:
    the number of the approved revision that is sent. since, until: what the sections count as new. sections: what they
    were filled with, by language, for the archive. entries: what is in each edition, by "variant/language", as
    `letter.entries` names it: so a digest tells nobody the same thing twice. why_stuck: a word of
    `WhyStuck`, or a sentence.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="sendings")
    page_key = models.UUIDField()
    title = models.CharField(pgettext_lazy("mail", "subject"), max_length=255)
    revision = models.PositiveIntegerField(null=True, blank=True)
    step = models.CharField(pgettext_lazy("letter", "state"), max_length=12, choices=Step.choices, default=Step.PLANNED)
    why_stuck = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    sections: Any = models.JSONField(default=dict, blank=True)
    entries: Any = models.JSONField(default=dict, blank=True)
    start_at = models.DateTimeField(_("begins at"))
    freeze_at = models.DateTimeField()
    keeps_quiet = models.BooleanField(default=True)
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    campaign: Any = models.OneToOneField(Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sending of a letter")
        verbose_name_plural = _("sendings of letters")
        default_permissions = ("view", "change")
        ordering = ["-start_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_key"], condition=~Q(step="called_off"), name="newsletters_issue_sent_once"
            ),
            models.CheckConstraint(condition=Q(step__in=Step.values), name="newsletters_sending_known_step"),
        ]
        indexes = [
            models.Index(
                fields=["freeze_at"], condition=Q(step__in=["planned", "freezing"]), name="newsletters_to_freeze"
            ),
            models.Index(fields=["topic", "-start_at"], name="newsletters_last_of_topic"),
        ]

    def __str__(self) -> str:
        return f"sending {self.pk}"

    @property
    def is_under_way(self) -> bool:
        """Whether letters are going out or have gone out."""
        return self.step == Step.HANDED_OVER and self.start_at <= timezone.now()

    @property
    def reason(self) -> str:
        """Why it needs a person, in words."""
        return str(WhyStuck(self.why_stuck).label) if self.why_stuck in WhyStuck.values else self.why_stuck

    @property
    def campaign_key(self) -> str:
        return str(self.uuid)

    def sections_in(self, code: str) -> dict[str, Any]:
        """What the sections were filled with, by source, for a language: for one that was not on then, the nearest."""
        language = language_of(code)
        near = (each for each in (language.code, *language.fallbacks) if each in self.sections)
        return dict(self.sections.get(next(near, ""), {}))
