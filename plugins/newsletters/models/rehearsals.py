"""A rehearsal of a letter: what it measured, and whether it is over."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RehearsalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("rehearsal", "Waits for its turn")
    RUNNING = "running", pgettext_lazy("rehearsal", "Under way")
    DONE = "done", pgettext_lazy("rehearsal", "Done")
    FAILED = "failed", pgettext_lazy("rehearsal", "Could not be done")


class Rehearsal(models.Model):
    """One rehearsal of the letter on a page. result: numbers, as `services.rehearsing` writes them, of nobody."""

    page_key = models.UUIDField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RehearsalState.choices, default=RehearsalState.WAITING)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)
    result: Any = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("rehearsal of a letter")
        verbose_name_plural = _("rehearsals of letters")
        default_permissions = ()
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["page_key", "-asked_at"], name="newsletters_last_rehearsal")]
        constraints = [
            models.UniqueConstraint(
                fields=["page_key"], condition=Q(state__in=["waiting", "running"]), name="newsletters_one_rehearsal"
            )
        ]

    def __str__(self) -> str:
        return f"rehearsal {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in {RehearsalState.WAITING, RehearsalState.RUNNING}
