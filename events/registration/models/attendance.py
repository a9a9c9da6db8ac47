"""出欠: who came to which date."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.registration.choices import CheckInMethod


class Attendance(models.Model):
    """That somebody came. `nonce` makes a check-in that is sent twice, from a tablet without a line, the same one."""

    session = models.ForeignKey("event_registration.Session", on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey("event_registration.Member", on_delete=models.CASCADE, related_name="attendances")
    method = models.CharField(
        pgettext_lazy("log", "how"), max_length=8, choices=CheckInMethod.choices, default=CheckInMethod.LIST
    )
    nonce = models.CharField(max_length=64, blank=True)
    checked_in_at = models.DateTimeField(pgettext_lazy("log", "when"))
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("log", "by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session", "checked_in_at", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="evreg_attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id}:{self.member_id}"
