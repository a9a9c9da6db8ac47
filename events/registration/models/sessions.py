"""日程: the dates of an event."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.core.models.site_settings import in_language
from events.registration.choices import SessionStatus
from events.registration.querysets import SessionQuerySet
from events.registration.texts import no_control_characters


def new_ical_uid() -> str:
    """Return an identifier that a calendar entry keeps through all its changes (RFC 7986, 5.3)."""
    return f"{uuid4()}@kakehashi"


class Session(models.Model):
    """One date of an event. Saving or deleting one sets the event's first start and last end anew."""

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="sessions")
    position = models.PositiveSmallIntegerField(pgettext_lazy("event", "order"), default=0)
    name = models.CharField(
        _("name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("Only where dates have names, for example: 第1回 ちらしの基本"),
    )  # fmt: skip
    name_en = models.CharField(
        _("English name"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: 1: the basics of a leaflet"),
    )  # fmt: skip
    starts_at = models.DateTimeField(
        pgettext_lazy("date of an event", "starts"), help_text=_("For example: 2026-12-05 14:00")
    )
    ends_at = models.DateTimeField(
        pgettext_lazy("date of an event", "ends"), help_text=_("For example: 2026-12-05 16:00")
    )
    venue = models.ForeignKey(
        "event_registration.Venue", verbose_name=_("venue"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="sessions", help_text=_("Leave it empty for an online event."),
    )  # fmt: skip
    room = models.CharField(
        _("room"), max_length=100, blank=True, validators=[no_control_characters],
        help_text=_("For example: 第1会議室"),
    )  # fmt: skip
    status = models.CharField(
        pgettext_lazy("date of an event", "status"),
        max_length=10,
        choices=SessionStatus.choices,
        default=SessionStatus.SCHEDULED,
        editable=False,
    )
    moved_from = models.DateTimeField(_("moved from"), null=True, blank=True, editable=False)
    ical_uid = models.CharField(max_length=80, unique=True, default=new_ical_uid, editable=False)
    ical_sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of an event")
        ordering = ["starts_at", "position", "id"]
        indexes = [
            models.Index(fields=["starts_at", "event"], name="evreg_session_start"),
            # For `EventQuerySet.between`, which it answers alone: most dates of a site are long over.
            models.Index(fields=["ends_at", "starts_at", "event"], name="evreg_session_span"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="evreg_session_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.event.set_span()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)
        self.event.set_span()
        return done

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end is not after the start.")})

    @property
    def display_name(self) -> str:
        """The name for the language of the current request; often empty."""
        return in_language(self.name, self.name_en)

    @property
    def display_room(self) -> str:
        """The room in the language of the current request, where it has been translated."""
        return in_language(self.room, "")

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED
