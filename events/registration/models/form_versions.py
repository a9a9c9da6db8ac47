"""申込フォーム: the questions of an event, as they were when somebody answered them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.registration.exceptions import FormFrozen


class FormVersion(models.Model):
    """One published version of an event's questions. Never changed: an answer keeps the question that was asked.

    schema: a list of questions, in the form that `questions.Question` reads.
    """

    event = models.ForeignKey("event_registration.Event", on_delete=models.CASCADE, related_name="form_versions")
    number = models.PositiveIntegerField(pgettext_lazy("form", "version"))
    schema = models.JSONField(_("questions"), default=list)
    created_at = models.DateTimeField(pgettext_lazy("row", "created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("log", "by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of a form")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="evreg_form_version_once")]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise FormFrozen
        super().save(*args, **kwargs)
