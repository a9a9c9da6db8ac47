"""Who wants to be reminded of the deadlines of a grant, and the reminders that went out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FollowerQuerySet(models.QuerySet[Any]):
    """Verbs for lists of people."""

    def of_calls(self, calls: Sequence[Any]) -> FollowerQuerySet:
        """Those who asked for one of these calls of one grant, or for whatever comes of it."""
        first = min(call.pk for call in calls)
        return self.filter(Q(every_call=True) | Q(newest_call__gte=first), programme=calls[0].programme_id)

    def over(self, *, calls_until: datetime, asked_until: datetime) -> FollowerQuerySet:
        """Those whose address has served its purpose.

        calls_until: whose calls had all closed by then; asked_until: who asked for all calls by then.
        """
        calls = self.model._meta.apps.get_model("grants.GrantCall").objects
        later = calls.filter(programme=OuterRef("programme"), closes_at__gt=calls_until)
        is_done = ~Exists(later.filter(pk__lte=OuterRef("newest_call"))) & Q(every_call=False)
        has_ended = ~Exists(later) & Q(programme__has_ended=True)
        return self.filter(is_done | has_ended | Q(every_call=True, since__lte=asked_until))


class GrantFollower(models.Model):
    """An address that is reminded of the deadlines of one grant, confirmed by its owner.

    uuid: by which the lines about consents know her; made of the grant and the address, so that the links of all mails
    ever sent to her about it stop it. newest_call: number of the newest call when she asked; later ones are told to her
    only where she wants every call.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    site = models.ForeignKey("wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(
        "grants.GrantProgramme", verbose_name=pgettext_lazy("grants", "grant"), on_delete=models.CASCADE,
        related_name="followers",
    )  # fmt: skip
    address = models.CharField(_("mail address"), max_length=254)
    address_hash = models.CharField(max_length=64)
    locale = models.CharField(_("language"), max_length=20)
    every_call = models.BooleanField(pgettext_lazy("reminder", "every later call too"), default=False)
    newest_call = models.PositiveBigIntegerField(default=0)
    since = models.DateTimeField(pgettext_lazy("reminder", "since"))

    objects: ClassVar[Any] = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("grants", "person who is reminded")
        verbose_name_plural = pgettext_lazy("grants", "people who are reminded")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["programme", "address_hash"], name="grants_follower_once"),
        ]
        indexes = [models.Index(fields=["site", "address_hash"], name="grants_follower_address")]

    def __str__(self) -> str:
        # Never the address: names of models end in logs and error reports.
        return f"follower {self.pk}"


class ReminderQuerySet(models.QuerySet[Any]):
    """Verbs for lists of reminders."""

    def overtaken(self, *, at: datetime) -> ReminderQuerySet:
        """Those that say what is not true any more: the deadline is another, or past, or a later reminder is there."""
        newer = self.model.objects.filter(call=OuterRef("call"), made_at__gt=OuterRef("made_at"))
        moved = ~Q(call__closes_at=F("closes_at")) | Q(call__closes_at=None)
        return self.filter(Q(call=None) | moved | Q(closes_at__lte=at) | Exists(newer))


class Reminder(models.Model):
    """One reminder of one deadline: made once, whoever asks for it and however often.

    covers: the calls that it tells of: calls of one grant that close at the same moment share a mail. call: the first.
    closes_at: the deadline that it tells. days: how many days before; CORRECTION for the news that it moved earlier.
    campaign: by which it goes out; null where nobody wanted it. is_handed_over: whether it is in the hands of mail.
    """

    CORRECTION: ClassVar[int] = 0

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(
        "grants.GrantCall", verbose_name=pgettext_lazy("grants", "call"), null=True, on_delete=models.SET_NULL,
        related_name="reminders",
    )  # fmt: skip
    covers = models.ManyToManyField("grants.GrantCall", related_name="told_by")
    closes_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    campaign = models.ForeignKey("mail.Campaign", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    is_handed_over = models.BooleanField(default=False)

    objects: ClassVar[Any] = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("grants", "reminder")
        verbose_name_plural = pgettext_lazy("grants", "reminders")
        default_permissions = ()
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "closes_at", "days"], name="grants_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"

    @property
    def is_correction(self) -> bool:
        """Whether it says that the deadline moved earlier."""
        return self.days == self.CORRECTION
